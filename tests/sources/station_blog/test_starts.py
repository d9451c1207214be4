"""Every way a start has been printed, in words of our own."""

from collections.abc import Callable

import pytest

CASES = [
    (
        "2018-02-16 12:10",
        "Vande Hei and Kanai switched their spacesuits to battery power at 7 a.m. EST, "
        "signifying the official start of the spacewalk.",
        ["eva_start 2018-02-16 12:00"],
    ),
    (
        "2019-03-22 12:10",
        "The two switched their spacesuits to battery power this morning at 8:01 a.m. EDT.",
        ["eva_start 2019-03-22 12:01"],
    ),
    (
        "2020-06-26 11:40",
        "Cassidy and Behnken switched their spacesuits to battery power at 7:32 a.m. EDT to "
        "begin the spacewalk to replace…",
        ["eva_start 2020-06-26 11:32"],
    ),
    (
        "2019-10-18 11:45",
        "At 7:38 a.m. ET, Koch and Meir switched their spacesuits to internal power.",
        ["eva_start 2019-10-18 11:38"],
    ),
    (
        "2021-12-02 11:20",
        "Marshburn and Barron took their spacesuits to battery power at 11:15 UTC, the event "
        "that marks the start of US EVAs.",
        ["eva_start 2021-12-02 11:15"],
    ),
    (
        "2017-05-12 13:20",
        "Whitson and Fischer are outside after a two-hour delay (official start time, 9:08 "
        "a.m. EDT) of the 200th spacewalk.",
        ["eva_start 2017-05-12 13:08"],
    ),
    (
        "2021-09-12 12:30",
        "The spacewalk has started around 8:15 a.m. ET, with Hoshide and Pesquet outside Quest.",
        ["eva_start 2021-09-12 12:15"],
    ),
    (
        "2021-03-13 13:30",
        "Glover and Hopkins are working on the spacewalk, which began at 8:14 a.m. EST.",
        ["eva_start 2021-03-13 13:14"],
    ),
    (
        "2023-04-28 13:30",
        "The spacewalk by two NASA astronauts is now officially underway.",
        ["eva_start -"],
    ),
    (
        "2024-06-24 12:50",
        "The spacewalk began at 8:46 a.m. EDT when the pair set their suits to battery power.",
        ["eva_start 2024-06-24 12:46"],
    ),
    (
        "2022-11-15 14:20",
        "Rubio and Cassada began their spacewalk at 9:14am EST by switching their suits to "
        "battery power.",
        ["eva_start 2022-11-15 14:14"],
    ),
    (
        "2022-03-23 12:40",
        "The astronauts' spacesuits were switched to battery power at 1232 GMT.",
        ["eva_start 2022-03-23 12:32"],
    ),
    (
        "2021-12-02 11:30",
        "About 55 minutes ahead of the planned 7:10 a.m. EST start, the astronauts switched "
        "their suits to battery power at 6:15 a.m. EST.",
        ["eva_start 2021-12-02 11:15"],
    ),
    (
        "2020-11-18 15:30",
        "Ryzhikov and Kud-Sverchkov began a Russian spacewalk at 10:12 a.m. EST.",
        ["eva_start 2020-11-18 15:12"],
    ),
    (
        "2005-11-07 15:40",
        "McArthur and Tokarev's spacewalk got under way at 10:32 a.m. EST, about an hour late.",
        ["eva_start 2005-11-07 15:32"],
    ),
    (
        "2017-05-12 13:30",
        "The official start time for the 200th spacewalk was 9:08 a.m. EDT.",
        ["eva_start 2017-05-12 13:08"],
    ),
    (
        "2018-02-16 12:20",
        "The spacewalk officially began at 7 a.m. EST when both spacewalkers switched their "
        "suits to internal battery power.",
        ["eva_start 2018-02-16 12:00"],
    ),
    (
        "2019-10-18 12:00",
        "Koch and Meir's spacesuits went to internal power at 7:38 a.m. ET, 12 minutes ahead "
        "of schedule.",
        ["eva_start 2019-10-18 11:38"],
    ),
    (
        "2021-12-02 12:00",
        "The two astronauts placed their suits on battery power at 6:15 a.m. EST.",
        ["eva_start 2021-12-02 11:15"],
    ),
    (
        "2021-12-02 12:00",
        "The spacewalk is officially under way as of 6:15 a.m. EST.",
        ["eva_start 2021-12-02 11:15"],
    ),
    (
        "2021-12-02 12:00",
        "Spacewalkers Marshburn and Barron set their suits on battery power at 6:15 a.m. EST, "
        "officially starting the excursion.",
        ["eva_start 2021-12-02 11:15"],
    ),
    (
        "2025-05-01 13:15",
        "NASA astronauts Anne McClain and Nichole Ayers began their spacewalk at 9:05 a.m. "
        "EDT to relocate a communications antenna. The spacewalk is expected to last about "
        "six and a half hours.",
        ["eva_start 2025-05-01 13:05"],
    ),
    (
        "2023-10-26 01:50",
        "Roscosmos cosmonauts Oleg Kononenko and Nikolai Chub began a spacewalk at 1:49 p.m. "
        "EDT to inspect a backup radiator.",
        ["eva_start 2023-10-25 17:49"],
    ),
    (
        "2023-10-25 18:00",
        "Roscosmos cosmonauts Oleg Kononenko and Nikolai Chub began a spacewalk at 1:49 p.m. "
        "EDT to inspect a backup radiator.",
        ["eva_start 2023-10-25 17:49"],
    ),
    (
        "2026-03-18 14:00",
        "With both suits on battery power, the spacewalk clock started at 8:52 a.m. EDT.",
        ["eva_start 2026-03-18 12:52"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_a_start_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    found = tell(text, published)

    assert sorted(expected) == sorted(found)
