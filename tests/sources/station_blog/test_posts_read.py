"""Whole posts: the title settles the state, the body gives the time, and posts agree in themselves."""

from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation
from relay.core.spacewalk import Precision, Segment
from relay.sources.station_blog import StationBlog

NS = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def post(title: str, *paragraphs: str, published: str, link: str = "https://blog.test/p") -> str:
    moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<content:encoded>{escape(body)}</content:encoded></item>"
    )


def read(*posts: str, at: str) -> list[Observation]:
    document = f'<rss version="2.0" {NS}><channel>{"".join(posts)}</channel></rss>'
    fetched_at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return StationBlog.parse(document, fetched_at)


def kinds(observations: list[Observation]) -> list[tuple[str, bool, str]]:
    return [
        (item.kind.value, item.planned, f"{item.occurred_at:%H:%M}" if item.occurred_at else "")
        for item in observations
    ]


def test_a_start_is_told_with_who_which_and_how_many() -> None:
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
def test_a_title_alone_settles_a_state_without_a_time(title: str, expected: list[str]) -> None:
    found = read(post(title, "More to come.", published="2026-06-30 12:20"), at="2026-06-30 12:21")

    assert [(kind, False, "") for kind in expected] == kinds(found)


def test_the_time_of_the_body_goes_with_the_state_of_the_title() -> None:
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


def test_a_post_ahead_of_the_spacewalk_reports_no_start() -> None:
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


def test_a_plan_goes_on_speaking_of_the_day_named_before() -> None:
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


def test_two_spacewalks_of_one_post_do_not_mix() -> None:
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


def test_two_segments_in_one_sentence_are_told_apart_by_clause() -> None:
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


def test_called_off_after_its_start_is_ended_early() -> None:
    found = read(
        post(
            "Space Station Update",
            "The Quest hatch was opened at 8:44 a.m. EDT. The astronauts switched their suits to"
            " battery power at 8:46 a.m. The spacewalk was called off because of a water leak. The"
            " hatch was closed at 8:54 a.m. Repressurization began at 9:17 a.m.",
            published="2026-06-24 13:40",
        ),
        at="2026-06-24 13:41",
    )

    assert {
        ("hatch_open", False, "12:44"),
        ("eva_start", False, "12:46"),
        ("terminated", False, ""),
        ("hatch_closed", False, "12:54"),
        ("repress_start", False, "13:17"),
        ("eva_end", False, "13:17"),
    } == set(kinds(found))


def test_a_repressurization_before_the_way_out_is_not_the_end() -> None:
    found = read(
        post(
            "Space Station Update",
            "Airlock repressurization began at 9:49 a.m. EST so that a valve can be set right.",
            "Depressurization began again at 10:01 a.m.",
            published="2025-11-07 15:05",
        ),
        at="2025-11-07 15:06",
    )

    assert [("repress_start", False, "14:49"), ("depress_start", False, "15:01")] == kinds(found)


def test_an_end_after_midnight_is_of_the_next_day() -> None:
    found = read(
        post(
            "Space Station Update",
            "The cosmonauts opened the hatch of Poisk at 18:12 Moscow time on Nov. 18.",
            "They closed the hatch at 01:01 Moscow time.",
            published="2025-11-18 22:30",
        ),
        at="2025-11-18 22:31",
    )

    ends = [item.occurred_at for item in found if item.kind is Milestone.EVA_END]
    assert [datetime(2025, 11, 18, 22, 1, tzinfo=UTC)] == ends


def test_a_length_that_does_not_fit_is_noted() -> None:
    found = read(
        post(
            "Space Station Update",
            "The spacewalk officially began at 7:57 a.m. EDT, and ended at 9:39 a.m. EDT when the"
            " airlock was repressurized, 1 hour and 32 minutes later.",
            published="2026-07-16 14:00",
        ),
        at="2026-07-16 14:01",
    )

    assert [
        "",
        "the printed length of 1:32 does not fit the printed times, which are 1:42 apart",
    ] == [item.warning for item in found]


@pytest.mark.parametrize(
    ("words", "warning"),
    [
        ("2:47 p.m. EST", "EST is not in use on that date; read as America/New_York"),
        ("18:47 UTC (3:47 p.m. EDT)", "printed as 18:47 UTC and as 15:47 EDT, which disagree"),
        ("2:47 p.m.", "no time zone is printed; read as Eastern time"),
    ],
)
def test_a_doubtful_time_is_read_and_noted(words: str, warning: str) -> None:
    (end,) = read(
        post(
            "Update",
            f"The astronauts concluded their spacewalk at {words}.",
            published="2023-11-01 19:00",
        ),
        at="2023-11-01 19:01",
    )

    assert datetime(2023, 11, 1, 18, 47, tzinfo=UTC) == end.occurred_at
    assert warning in end.warning


def test_a_new_date_is_told_as_exactly_as_it_is_printed() -> None:
    title, exact = read(
        post("Station Spacewalk Now Planned for Thursday", "x", published="2026-12-01 15:00"),
        post(
            "Update",
            "The spacewalk has been rescheduled for 7:10 a.m. EST on Thursday, Dec. 3.",
            published="2026-12-01 16:00",
        ),
        at="2026-12-01 16:01",
    )

    assert title.plan and exact.plan
    assert (Precision.DAY, Precision.MINUTE) == (title.plan.precision, exact.plan.precision)
    assert datetime(2026, 12, 3, 12, 10, tzinfo=UTC) == exact.plan.start


def test_a_called_off_spacewalk_has_no_planned_start() -> None:
    found = read(
        post(
            "Spacewalk Postponed",
            "The spacewalk was scheduled to begin at 8 a.m. EDT today.",
            "Astronauts will exit Quest at about 8 a.m. EDT on another day.",
            published="2026-06-30 10:00",
        ),
        at="2026-06-30 10:01",
    )

    assert [("delayed", False, "")] == kinds(found)


def test_an_edited_post_is_read_as_it_stands() -> None:
    first = post("Update", "The spacewalk ended at 2:39 p.m. EDT.", published="2026-06-30 19:00")
    edited = post("Update", "The spacewalk ended at 2:36 p.m. EDT.", published="2026-06-30 19:00")

    before, after = (read(text, at="2026-06-30 20:00") for text in (first, edited))

    assert [("eva_end", False, "18:39")] == kinds(before)
    assert [("eva_end", False, "18:36")] == kinds(after)


def test_long_words_are_cut_as_evidence() -> None:
    long = "The astronauts, " + "busy as ever, " * 40 + "began a spacewalk at 8:12 a.m. EDT."
    found = read(post("Update", long, published="2026-06-30 12:20"), at="2026-06-30 12:21")

    assert [300] * len(found) == [len(item.evidence.words) for item in found]
