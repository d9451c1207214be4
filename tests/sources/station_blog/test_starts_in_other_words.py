"""Starts and first minutes outside as labels, in relative clauses and in unusual order."""

from collections.abc import Callable

import pytest

AT = "2026-06-30 13:20"
START = "eva_start 2026-06-30 13:08"
CASES = [
    (AT, "Official start: 9:08 a.m. EDT.", [START]),
    (AT, "Official start time 9:08 a.m. EDT (13:09 UTC) for the spacewalk.", [START]),
    (AT, "Official start of the spacewalk: 9:08 a.m. EDT", [START]),
    (AT, "EVA start: 13:08 UTC.", [START]),
    (AT, "Spacewalk start time: 1308 GMT.", [START]),
    (AT, "Two astronauts are busy with work outside, which began at 9:08 a.m. EDT.", [START]),
    (AT, "The crew's outside work, which got under way at 9:08 a.m. EDT, is going well.", [START]),
    (AT, "The duo started at 9:08 a.m. EDT a spacewalk to mend a radiator.", [START]),
    (AT, "At 9:08 a.m. EDT, Palmer and Cruz, both on a first flight, began a spacewalk.", [START]),
    (
        AT,
        "Having switched their suits to battery power at 9:08 a.m. EDT, the astronauts are at work.",
        [START],
    ),
    (
        AT,
        "After switching their suits to battery power, the pair left the airlock at 9:15 a.m. EDT.",
        ["egress 2026-06-30 13:15"],
    ),
    (AT, "The two cosmonauts exited Poisk at 9:15 a.m. EDT.", ["egress 2026-06-30 13:15"]),
    (
        AT,
        "The spacewalkers have been outside since 9:15 a.m. EDT.",
        ["egress 2026-06-30 13:15"],
    ),
    (
        AT,
        "The cosmonauts opened the hatch of Poisk at 8:41 a.m. EDT, then closed it for a leak "
        "check.",
        ["hatch_open 2026-06-30 12:41", "interim hatch_closed -"],
    ),
    (
        AT,
        "Controllers started to depressurize the crew lock at 8:02 a.m. EDT.",
        ["depress_start 2026-06-30 12:02"],
    ),
    (AT, "Hatch open: 13:05 UTC.", ["hatch_open 2026-06-30 13:05"]),
    (
        AT,
        "The hatch leading to open space was opened at 9:05 a.m. EDT.",
        ["hatch_open 2026-06-30 13:05"],
    ),
    (
        AT,
        "The hatch between the crew lock and space was opened at 9:05 a.m. EDT.",
        ["hatch_open 2026-06-30 13:05"],
    ),
    (
        AT,
        "A U.S. spacewalk begins when the suits are on battery power, which was at 9:08 a.m. EDT.",
        [START],
    ),
    (
        AT,
        "NASA astronauts Palmer and Cruz put their suits on battery power, which marks the "
        "official start of a spacewalk, at 9:08 a.m. EDT.",
        [START],
    ),
    (AT, "The spacewalk began at 9:08 a.m. EDT ahead of Friday's Soyuz launch.", [START]),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_a_start_in_other_words_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    assert sorted(expected) == sorted(tell(text, published))
