"""The title settles the state, and a post says which spacewalk it means."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation
from relay.core.spacewalk import Precision, Segment

Post = Callable[..., str]
Read = Callable[..., list[Observation]]


def kinds(observations: list[Observation]) -> list[tuple[str, bool, str]]:
    return [
        (item.kind.value, item.planned, f"{item.occurred_at:%H:%M}" if item.occurred_at else "")
        for item in observations
    ]


def test_a_start_is_told_with_who_which_and_how_many(post: Post, read: Read) -> None:
    (start,) = read(
        post(
            "Astronauts Begin Spacewalk to Mend Robotic Arm",
            "NASA astronauts Ada Palmer and Bo de la Cruz began a spacewalk at 8:12 a.m. EDT.",
            "It is the 279th spacewalk at the station, and is known as U.S. spacewalk 95.",
            published="2026-06-30 12:20",
        ),
        at="2026-06-30 12:21",
    )

    assert Milestone.EVA_START == start.kind
    assert datetime(2026, 6, 30, 12, 12, tzinfo=UTC) == start.occurred_at == start.spacewalk.near
    assert (Trust.AGENCY, "station_blog") == (start.trust, start.source)
    assert (Segment.US, "95") == (start.spacewalk.segment, start.spacewalk.number)
    assert frozenset({"Palmer", "de la Cruz"}) == start.spacewalk.crew
    assert 279 == start.ordinal
    assert "https://blog.test/p" == start.evidence.address
    assert start.evidence.words.endswith("began a spacewalk at 8:12 a.m. EDT.")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Spacewalkers Begin Excursion to Swap Batteries", ["eva_start"]),
        ("Spacewalk Begins to Install Solar Array", ["eva_start"]),
        ("Cosmonauts Exit Station, Begin Spacewalk", ["eva_start"]),
        ("Duo Installs Array and Completes Spacewalk", ["eva_end"]),
        ("Spacewalk Ends With Antenna Work Done", ["eva_end"]),
        ("Spacewalk Ends Early", ["terminated", "eva_end"]),
        ("Station Managers Postpone Spacewalk", ["delayed"]),
        ("Spacewalk Delayed After Debris Notification", ["delayed"]),
        ("NASA Cancels Today's Spacewalk", ["scrubbed"]),
        ("Spacewalk Called Off", ["scrubbed"]),
        ("Spacewalkers Ready for Tuesday", []),
        ("Astronauts Prepare to Exit Station for Spacewalk", []),
        ("Cosmonauts Set to Begin Spacewalk", []),
        ("Spacewalkers Continuing Battery Work", []),
        ("Crew Completes Spacewalk Preps", []),
        ("Astronauts Begin Spacewalk Training", []),
        ("Crew Studies Space Biology", []),
        ("Crew Begins Week With Eye Exams", []),
    ],
)
def test_a_title_alone_settles_a_state_without_a_time(
    post: Post, read: Read, title: str, expected: list[str]
) -> None:
    found = read(post(title, "More to come.", published="2026-06-30 12:20"), at="2026-06-30 12:21")

    assert [(kind, False, "") for kind in expected] == kinds(found)


def test_the_time_of_the_body_goes_with_the_state_of_the_title(post: Post, read: Read) -> None:
    found = read(
        post(
            "Astronauts Complete Spacewalk",
            "Ada Palmer and Bo Cruz concluded their spacewalk at 2:45 p.m. EDT.",
            "The excursion lasted 6 hours and 33 minutes and had begun at 8:12 a.m.",
            published="2026-06-30 19:00",
        ),
        at="2026-06-30 19:01",
    )

    (end,) = [item for item in found if item.kind is Milestone.EVA_END]
    assert (timedelta(hours=6, minutes=33), "") == (end.duration, end.warning)
    assert datetime(2026, 6, 30, 18, 45, tzinfo=UTC) == end.occurred_at


def test_a_post_ahead_of_the_spacewalk_reports_no_start(post: Post, read: Read) -> None:
    found = read(
        post(
            "Astronauts Prepare to Exit Station for Repair Spacewalk",
            "Live coverage is underway as two NASA astronauts prepare to exit the Quest airlock.",
            "The spacewalk is expected to begin about 8 a.m. EDT. The crew lock depressurization is"
            " underway. Suits are switched to battery power at the start of a spacewalk.",
            published="2026-06-30 11:20",
        ),
        at="2026-06-30 11:21",
    )

    assert [
        ("coverage_start", False, ""),
        ("eva_start", True, "12:00"),
        ("depress_start", False, ""),
    ] == kinds(found)


def test_a_plan_goes_on_speaking_of_the_day_named_before(post: Post, read: Read) -> None:
    found = read(
        post(
            "Astronauts Ready for Spacewalk",
            "The spacewalk by two NASA astronauts is on Tuesday.",
            "Coverage begins at 6:30 a.m. EDT. The spacewalk is scheduled to begin at 8 a.m.",
            published="2026-06-28 20:00",
        ),
        at="2026-06-28 20:01",
    )

    assert [
        datetime(2026, 6, 30, 10, 30, tzinfo=UTC),
        datetime(2026, 6, 30, 12, 0, tzinfo=UTC),
    ] == [item.occurred_at for item in found]
    assert all(item.planned for item in found)


def test_two_spacewalks_of_one_post_do_not_mix(post: Post, read: Read) -> None:
    found = read(
        post(
            "Two Spacewalks Ahead",
            "U.S. spacewalk 95 is scheduled to begin at 8 a.m. EDT on Thursday, July 9.",
            "Russian spacewalk 66 is scheduled to begin at 10 a.m. EDT on Friday, July 17.",
            published="2026-07-06 15:00",
        ),
        at="2026-07-06 15:01",
    )

    assert [
        (Segment.US, "95", datetime(2026, 7, 9, 12, tzinfo=UTC)),
        (Segment.RUSSIAN, "66", datetime(2026, 7, 17, 14, tzinfo=UTC)),
    ] == [(i.spacewalk.segment, i.spacewalk.number, i.spacewalk.near) for i in found]


def test_two_segments_in_one_sentence_are_told_apart_by_clause(post: Post, read: Read) -> None:
    us, russian = read(
        post(
            "Space Station Update",
            "A U.S. spacewalk is scheduled for 8 a.m. EDT Thursday, while two cosmonauts will exit"
            " the Poisk airlock at 10 a.m. EDT on Friday.",
            published="2026-07-06 15:00",
        ),
        at="2026-07-06 15:01",
    )

    assert (Segment.US, Segment.RUSSIAN) == (us.spacewalk.segment, russian.spacewalk.segment)


def test_a_new_date_is_told_as_exactly_as_it_is_printed(post: Post, read: Read) -> None:
    title, exact = read(
        post("Station Spacewalk Now Planned for Thursday", "x", published="2026-12-01 15:00"),
        post(
            "Update",
            "The spacewalk has been rescheduled for 7:10 a.m. EST on Thursday, Dec. 3.",
            published="2026-12-01 16:00",
        ),
        at="2026-12-01 16:01",
    )

    assert title.plan
    assert exact.plan
    assert (Precision.DAY, Precision.MINUTE) == (title.plan.precision, exact.plan.precision)
    assert datetime(2026, 12, 3, 12, 10, tzinfo=UTC) == exact.plan.start
