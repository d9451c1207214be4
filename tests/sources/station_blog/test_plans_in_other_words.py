"""Plans without a verb of beginning, and coverage that is announced or on the air."""

from collections.abc import Callable

import pytest

AT = "2026-07-01 15:00"
HATCH = "planned eva_start 2026-07-03 14:35"
COVERAGE = "planned coverage_start 2026-07-02 10:30"
CASES = [
    ("Hatch opening of Poisk is planned for 10:35 a.m. EDT on Friday, July 3.", [HATCH]),
    ("Hatch opening is scheduled for 10:35 a.m. EDT on Friday.", [HATCH]),
    (
        "The cosmonauts will go outside on Friday, with hatch opening expected about 10:35 a.m. "
        "EDT.",
        [HATCH],
    ),
    ("Opening of the Poisk hatch is scheduled for 17:35 Moscow time on Friday.", [HATCH]),
    (
        "One spacewalk will begin at 8 a.m. EDT on July 7 and the other at 7:30 a.m. on July 16.",
        ["planned eva_start 2026-07-07 12:00", "planned eva_start 2026-07-16 11:30"],
    ),
    (
        "The first spacewalk is set to start at 8 a.m. EDT on Tuesday, July 7, the second at 7:30 "
        "a.m. on Thursday, July 16.",
        ["planned eva_start 2026-07-07 12:00", "planned eva_start 2026-07-16 11:30"],
    ),
    ("NASA+ will be on the air at 6:30 a.m. EDT tomorrow for the spacewalk.", [COVERAGE]),
    (
        "The spacewalk is set to begin at 8 a.m. EDT tomorrow, with coverage from 6:30 a.m.",
        ["planned eva_start 2026-07-02 12:00", COVERAGE],
    ),
    ("Live coverage of tomorrow's spacewalk runs on NASA+ from 6:30 a.m. EDT.", [COVERAGE]),
    ("NASA goes live at 6:30 a.m. EDT tomorrow ahead of the spacewalk.", [COVERAGE]),
    ("Tune in to NASA+ from 6:30 a.m. EDT tomorrow for the spacewalk.", [COVERAGE]),
    (
        "Watch live now on NASA+ as two astronauts make ready for their spacewalk.",
        ["coverage_start -"],
    ),
    ("Live now on NASA+: two cosmonauts get ready for a spacewalk.", ["coverage_start -"]),
    ("NASA+ is on the air with live views of the spacewalk.", ["coverage_start -"]),
    (
        "Coverage is live on NASA+ as two cosmonauts prepare to go outside.",
        ["coverage_start -"],
    ),
    ("Managers set Thursday as the new date for the spacewalk.", ["planned schedule 2026-07-02"]),
    ("Thursday, July 9, is the new date for the spacewalk.", ["planned schedule 2026-07-09"]),
    (
        "Mission managers have picked July 9 as the spacewalk's new date.",
        ["planned schedule 2026-07-09"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_plan_in_other_words_is_read_as_meant(
    tell: Callable[[str, str], list[str]], text: str, expected: list[str]
) -> None:
    assert sorted(expected) == sorted(tell(text, AT))
