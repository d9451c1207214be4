"""Every way an end has been printed, early ones included, in words of our own."""

from collections.abc import Callable

import pytest

CASES = [
    (
        "2019-03-22 19:00",
        "Hague and McClain concluded their spacewalk at 1:40 p.m. EDT.",
        ["eva_end 2019-03-22 17:40"],
    ),
    (
        "2017-01-13 17:40",
        "Kimbrough and Pesquet concluded their spacewalk at 12:20 p.m. EST after a nearly six "
        "hour excursion.",
        ["eva_end 2017-01-13 17:20"],
    ),
    (
        "2019-10-18 19:10",
        "At 2:55 p.m. EDT, the Expedition 61 astronauts concluded their spacewalk, which "
        "lasted 7 hours and 17 minutes.",
        ["eva_end 2019-10-18 18:55 after 7:17:00"],
    ),
    (
        "2020-06-26 17:50",
        "The two wrapped up their spacewalk after 6 hours, 7 minutes at 1:39 p.m. EDT.",
        ["eva_end 2020-06-26 17:39 after 6:07:00"],
    ),
    (
        "2020-07-01 16:30",
        "Cassidy and Behnken concluded their spacewalk at 12:14 p.m. EDT, a six hour and "
        "one-minute outing.",
        ["eva_end 2020-07-01 16:14 after 6:01:00"],
    ),
    (
        "2021-06-16 19:40",
        "The astronauts concluded their spacewalk at 3:26 p.m., after 7 hours and 15 minutes.",
        ["eva_end 2021-06-16 19:26 after 7:15:00"],
    ),
    (
        "2014-10-08 12:00",
        "Tuesday's spacewalk officially started at 8:30 a.m. EDT and ended about 6:13 later.",
        ["eva_start 2014-10-07 12:30", "eva_end - after 6:13:00"],
    ),
    (
        "2014-10-07 19:00",
        "The spacewalk began at 8:30 a.m. EDT and ended 6 hours, 13 minutes later.",
        ["eva_start 2014-10-07 12:30", "eva_end 2014-10-07 18:43 after 6:13:00"],
    ),
    (
        "2019-03-22 19:00",
        "Hague and McClain concluded their spacewalk after XXXX hours and XX minutes.",
        ["eva_end -"],
    ),
    (
        "2013-07-16 14:00",
        "The spacewalk officially began at 7:57 a.m. EDT, and ended at 9:39 a.m. EDT when the "
        "airlock was repressurized.",
        ["eva_start 2013-07-16 11:57", "eva_end 2013-07-16 13:39"],
    ),
    (
        "2024-04-25 20:00",
        "The cosmonauts concluded their spacewalk at 3:33 p.m. EDT after 4 hours and 36 "
        "minutes, two hours early, having completed all tasks.",
        ["eva_end 2024-04-25 19:33 after 4:36:00"],
    ),
    (
        "2021-12-02 18:00",
        "The spacewalk ended on Dec. 2 at 17:47 UTC after 6 hours and 32 minutes.",
        ["eva_end 2021-12-02 17:47 after 6:32:00"],
    ),
    (
        "2013-07-16 13:40",
        "Flight controllers decided to end the spacewalk early because of water in "
        "Parmitano's helmet.",
        ["terminated -"],
    ),
    (
        "2024-06-24 13:30",
        "The spacewalk ended early at 9:17 a.m. EDT because of a leak in a cooling unit.",
        ["eva_end 2024-06-24 13:17", "terminated -"],
    ),
    (
        "2022-08-17 18:00",
        "Mission Control instructed the cosmonauts to end the spacewalk due to a battery "
        "power issue.",
        ["terminated -"],
    ),
    (
        "2013-07-16 13:50",
        "Tuesday's spacewalk ended early, at 9:29 a.m. EDT, after 1 hour and 32 minutes.",
        ["eva_end 2013-07-16 13:29 after 1:32:00", "terminated -"],
    ),
    (
        "2013-07-16 13:50",
        "Mission Control called an early end to the spacewalk.",
        ["terminated -"],
    ),
    (
        "2013-07-16 13:50",
        "The duo were told to terminate the spacewalk and head back to Quest.",
        ["terminated -"],
    ),
    (
        "2014-10-07 19:30",
        "The spacewalk officially started at 8:30 a.m. EDT (1230 GMT) and came to an end 6 "
        "hours and 13 minutes later.",
        ["eva_start 2014-10-07 12:30", "eva_end 2014-10-07 18:43 after 6:13:00"],
    ),
    (
        "2019-10-18 19:30",
        "NASA astronauts Christina Koch and Jessica Meir completed the first all-woman "
        "spacewalk at 2:55 p.m. EDT, 7 hours and 17 minutes after they began.",
        ["eva_end 2019-10-18 18:55 after 7:17:00"],
    ),
    (
        "2020-06-26 18:00",
        "The spacewalk lasted 6 hours, 7 minutes, ending at 1:39 p.m. EDT.",
        ["eva_end 2020-06-26 17:39 after 6:07:00"],
    ),
    (
        "2020-06-26 18:00",
        "Cassidy and Behnken ended a spacewalk of 6 hours, 7 minutes at 1:39 p.m. EDT.",
        ["eva_end 2020-06-26 17:39 after 6:07:00"],
    ),
    (
        "2016-01-15 18:00",
        "The spacewalk was cut short when Kopra reported a small amount of water in his helmet.",
        ["terminated -"],
    ),
    (
        "2025-05-01 19:00",
        "NASA astronauts Anne McClain and Nichole Ayers concluded their spacewalk at 2:49 "
        "p.m. EDT. It was the third spacewalk for McClain and the first for Ayers, and it was "
        "the 275th spacewalk in support of space station assembly, maintenance, and upgrades.",
        ["eva_end 2025-05-01 18:49"],
    ),
    (
        "2023-10-26 01:50",
        "Kononenko and Chub completed their spacewalk at 9:30 p.m. EDT after 7 hours and 41 "
        "minutes.",
        ["eva_end 2023-10-26 01:30 after 7:41:00"],
    ),
    (
        "2026-03-18 20:00",
        "The spacewalk's official end came at 3:54 p.m. EDT with the start of airlock "
        "repressurization.",
        ["eva_end 2026-03-18 19:54"],
    ),
    (
        "2026-03-18 20:00",
        "Repressurization of the Quest crew lock got underway at 3:54 p.m. EDT, wrapping up "
        "the spacewalk after 7 hours and 2 minutes.",
        ["eva_end 2026-03-18 19:54 after 7:02:00"],
    ),
    (
        "2026-03-18 20:00",
        "Today's excursion wrapped up at 3:54 p.m. EDT.",
        ["eva_end 2026-03-18 19:54"],
    ),
    (
        "2026-03-18 20:00",
        "At 3:54 p.m. EDT, Meir and Williams finished up the spacewalk.",
        ["eva_end 2026-03-18 19:54"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_an_end_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    found = tell(text, published)

    assert sorted(expected) == sorted(found)
