"""What is printed before a spacewalk: plans are never facts."""

from collections.abc import Callable

import pytest

CASES = [
    (
        "2021-02-27 20:00",
        "Both spacewalkers will put their suits on battery power tomorrow at about 6 a.m. EST.",
        ["planned eva_start 2021-02-28 11:00"],
    ),
    (
        "2021-01-31 20:00",
        "The astronauts will exit the Quest airlock at about 7 a.m. EST on Monday. Live "
        "coverage on NASA TV begins at 5:30 a.m.",
        ["planned eva_start 2021-02-01 12:00", "planned coverage_start 2021-02-01 10:30"],
    ),
    (
        "2016-08-18 20:00",
        "Coverage of the spacewalk will begin at 6:30 a.m. EDT Friday, Aug. 19; the spacewalk "
        "is scheduled to begin at 8:05 a.m.",
        ["planned coverage_start 2016-08-19 10:30", "planned eva_start 2016-08-19 12:05"],
    ),
    (
        "2019-10-17 20:00",
        "On Friday, Oct. 18, Koch and Meir will venture outside the station about 7:50 a.m. EDT.",
        ["planned eva_start 2019-10-18 11:50"],
    ),
    (
        "2021-03-05 11:40",
        "NASA TV coverage of today's spacewalk is now underway. The spacewalk is expected to "
        "begin at approximately 7 a.m. EST.",
        ["coverage_start -", "planned eva_start 2021-03-05 12:00"],
    ),
    (
        "2026-06-29 20:00",
        "The spacewalk is set for 8 a.m. EDT tomorrow and should last six and a half hours.",
        ["planned eva_start 2026-06-30 12:00"],
    ),
    (
        "2021-09-02 20:00",
        "The cosmonauts will open the hatch of Poisk at about 10:35 a.m. EDT on Friday.",
        ["planned eva_start 2021-09-03 14:35"],
    ),
    (
        "2018-08-11 20:00",
        "The cosmonauts opened the hatch of the Pirs airlock at 11:17 a.m. EDT on Aug. 15.",
        ["planned hatch_open 2018-08-15 15:17"],
    ),
    (
        "2016-08-18 15:00",
        "NASA Television coverage of the spacewalk will begin at 6:30 a.m. EDT on Friday, "
        "Aug. 19, with the spacewalk scheduled to begin at 8:05 a.m.",
        ["planned coverage_start 2016-08-19 10:30", "planned eva_start 2016-08-19 12:05"],
    ),
    (
        "2021-02-27 20:00",
        "Sunday's spacewalk will get under way when the astronauts switch their suits to "
        "battery power, which is expected around 6 a.m. EST.",
        ["planned eva_start 2021-02-28 11:00"],
    ),
    (
        "2021-03-05 11:50",
        "NASA TV is now broadcasting live coverage of today's spacewalk.",
        ["coverage_start -"],
    ),
    (
        "2022-04-18 15:00",
        "Expedition 67 Commander Oleg Artemyev and Flight Engineer Denis Matveev are "
        "scheduled to exit the Poisk airlock at around 10:25 a.m. EDT today.",
        ["planned eva_start 2022-04-18 14:25"],
    ),
    (
        "2026-03-18 10:00",
        "The spacewalk begins at 8 a.m. EDT and will be carried live.",
        ["planned eva_start 2026-03-18 12:00"],
    ),
    (
        "2026-03-18 10:00",
        "The astronauts plan to switch their suits to battery power at about 8 a.m. EDT, "
        "officially beginning their spacewalk.",
        ["planned eva_start 2026-03-18 12:00"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_a_plan_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    found = tell(text, published)

    assert sorted(expected) == sorted(found)
