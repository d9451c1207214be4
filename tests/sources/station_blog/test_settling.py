"""What one post says agrees in itself, and what is doubtful in it is noted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from relay.core.milestone import Milestone
from relay.core.observation import Observation

Post = Callable[..., str]
Read = Callable[..., list[Observation]]


def kinds(observations: list[Observation]) -> list[tuple[str, bool, str]]:
    return [
        (item.kind.value, item.planned, f"{item.occurred_at:%H:%M}" if item.occurred_at else "")
        for item in observations
    ]


def test_called_off_after_its_start_is_ended_early(post: Post, read: Read) -> None:
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


def test_a_repressurization_before_the_way_out_is_not_the_end(post: Post, read: Read) -> None:
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


def test_an_end_after_midnight_is_of_the_next_day(post: Post, read: Read) -> None:
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


def test_a_length_that_does_not_fit_is_noted(post: Post, read: Read) -> None:
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
def test_a_doubtful_time_is_read_and_noted(
    post: Post, read: Read, words: str, warning: str
) -> None:
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


def test_a_called_off_spacewalk_has_no_planned_start(post: Post, read: Read) -> None:
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


def test_an_edited_post_is_read_as_it_stands(post: Post, read: Read) -> None:
    first = post("Update", "The spacewalk ended at 2:39 p.m. EDT.", published="2026-06-30 19:00")
    edited = post("Update", "The spacewalk ended at 2:36 p.m. EDT.", published="2026-06-30 19:00")

    before, after = (read(text, at="2026-06-30 20:00") for text in (first, edited))

    assert [("eva_end", False, "18:39")] == kinds(before)
    assert [("eva_end", False, "18:36")] == kinds(after)


def test_long_words_are_cut_as_evidence(post: Post, read: Read) -> None:
    long = "The astronauts, " + "busy as ever, " * 40 + "began a spacewalk at 8:12 a.m. EDT."
    found = read(post("Update", long, published="2026-06-30 12:20"), at="2026-06-30 12:21")

    assert [300] * len(found) == [len(item.evidence.words) for item in found]


def test_a_us_spacewalk_lasts_from_battery_power_not_from_its_hatch(post: Post, read: Read) -> None:
    found = read(
        post(
            "Space Station Update",
            "The Quest hatch was opened at 8:05 a.m. EDT. The astronauts switched their suits to"
            " battery power at 8:12 a.m.",
            "The spacewalk ended 6 hours and 33 minutes later.",
            published="2026-06-30 19:00",
        ),
        at="2026-06-30 19:01",
    )

    (end,) = [item for item in found if item.kind is Milestone.EVA_END]
    assert datetime(2026, 6, 30, 18, 45, tzinfo=UTC) == end.occurred_at
    assert "" == end.warning
