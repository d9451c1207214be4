"""A leading time passes over the clause of "who", and a label stands for its sentence."""

from collections.abc import Callable

import pytest

from relay.core.observation import Observation

Post = Callable[..., str]
Read = Callable[..., list[Observation]]
Tell = Callable[[str, str], list[str]]

AT = "2026-06-30 19:10"
START = "eva_start 2026-06-30 12:30"
END = "eva_end 2026-06-30 18:55"
LONG = f"{END} after 7:17:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At 2:55 p.m. EDT, NASA astronauts Ada Palmer and Bo Cruz of Expedition 75, who swapped "
            "the last of the old batteries of the far port truss, concluded their spacewalk after "
            "seven hours and 17 minutes.",
            [LONG],
        ),
        (
            "At 2:55 p.m. EDT, Palmer and Cruz, who installed two new mounting brackets on the "
            "starboard truss and then took away a failed antenna assembly that had been waiting "
            "there for more than a year, concluded their spacewalk after seven hours and 17 "
            "minutes.",
            [LONG],
        ),
        (
            "At 2:55 p.m. EDT the two spacewalkers, who completed the first of their two tasks, "
            "ended their spacewalk.",
            [END],
        ),
        (
            "Just after 2:55 p.m. EDT, Palmer, whose spacewalk with Cruz began in the early "
            "morning, and Cruz concluded the excursion.",
            [END],
        ),
        (
            "At 2:55 p.m. EDT, Ada Palmer, who opened the hatch with Bo Cruz in the morning, "
            "concluded the spacewalk.",
            [END],
        ),
        (
            "At 2:55 p.m. EDT, Palmer and Cruz of Expedition 75, who replaced a failed power "
            "switching unit, concluded their spacewalk after seven hours and 17 minutes.",
            [LONG],
        ),
        (
            "At 2:55 p.m. EDT, Palmer and Cruz, who could not loosen the last bolt, concluded "
            "their spacewalk.",
            [END],
        ),
        (
            "At 2:55 p.m. EDT, Palmer and Cruz, who are fine, had not yet concluded their "
            "spacewalk.",
            [],
        ),
        # The clause has the last of our words, so nothing takes the time from it wrongly.
        (
            "At 2:55 p.m. EDT, Palmer and Cruz, who concluded their spacewalk after seven hours "
            "and 17 minutes, spoke with flight controllers.",
            [],
        ),
        (
            "At 2:55 p.m. EDT, the astronauts, who completed a spacewalk last week, began a news "
            "conference.",
            [],
        ),
    ],
)
def test_a_leading_time_is_of_the_main_verb(tell: Tell, text: str, expected: list[str]) -> None:
    found = [line for line in tell(text, AT) if line[-1] != "-"]

    assert expected == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officially started: 8:30 a.m. EDT (1230 GMT)", [START]),
        ("Official start of the spacewalk: 8:30 a.m. EDT", [START]),
        ("Spacewalk start: 12:30 UTC", [START]),
        ("Spacewalk started: 8:30 a.m. EDT", [START]),
        ("Official end: 2:55 p.m. EDT", [END]),
        ("Officially ended: 2:55 p.m. EDT (1855 GMT)", [END]),
        ("Spacewalk ended: 18:55 UTC", [END]),
        ("Hatch open: 14:41 UTC", ["hatch_open 2026-06-30 14:41"]),
        ("Hatch opened: 14:41 UTC", ["hatch_open 2026-06-30 14:41"]),
        ("Hatch closed - 18:50 UTC", ["hatch_closed 2026-06-30 18:50"]),
        ("Hatch closing: 18:50 UTC", ["hatch_closed 2026-06-30 18:50"]),
        # Not of the spacewalk, or not done.
        ("Planned start: 8:30 a.m. EDT", []),
        ("News conference started: 8:30 a.m. EDT", []),
        ("News conference officially started: 8:30 a.m. EDT", []),
        ("Started: 8:30 a.m. EDT", []),
        ("Docking ended: 2:55 p.m. EDT", []),
        ("Inner hatch open: 14:41 UTC", []),
        ("Officially started: the new mission patch contest", []),
    ],
)
def test_a_label_tells_what_its_sentence_would(tell: Tell, text: str, expected: list[str]) -> None:
    assert expected == [line for line in tell(f"U.S. spacewalk 95.</p><p>{text}", AT) if line]


@pytest.mark.parametrize(
    ("text", "at", "warning"),
    [
        ("Officially started: 8:30 a.m. EDT (1200 GMT)", "12:30", "08:30 EDT and as 12:00 GMT"),
        ("Official end: 2:55 p.m. EDT (1855 UTC)", "18:55", ""),
        ("Hatch open: 14:41 UTC (10:14 a.m. EDT)", "14:41", "14:41 UTC and as 10:14 EDT"),
        ("Official end: 2:43 p.m. EDT [1834 UTC]", "18:43", "14:43 EDT and as 18:34 UTC"),
    ],
)
def test_the_first_of_two_disagreeing_times_is_read(
    post: Post, read: Read, text: str, at: str, warning: str
) -> None:
    (found,) = read(
        post("Spacewalk Log", text, published="2026-06-30 19:10"), at="2026-06-30 19:11"
    )

    assert found.occurred_at
    assert at == f"{found.occurred_at:%H:%M}"
    assert warning in found.warning
    assert bool(warning) == bool(found.warning)
