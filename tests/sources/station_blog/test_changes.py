"""Postponed, called off, another date: in words of our own."""

from collections.abc import Callable

import pytest

CASES = [
    (
        "2021-08-24 15:00",
        "NASA has postponed a spacewalk scheduled for Tuesday, Aug. 24, because of a minor "
        "medical issue.",
        ["delayed -"],
    ),
    (
        "2021-11-30 09:00",
        "NASA decided to delay the spacewalk planned for Tuesday, Nov. 30, until more "
        "information is available.",
        ["delayed -"],
    ),
    (
        "2014-08-09 09:00",
        "Die beiden Außenbordeinsätze von Alexander Gerst wurden auf Herbst verschoben.",
        ["delayed -"],
    ),
    (
        "2021-12-01 15:00",
        "The station spacewalk is now planned for Thursday.",
        ["planned schedule 2021-12-02"],
    ),
    (
        "2021-12-01 15:00",
        "The spacewalk has been rescheduled for Thursday, Dec. 2, at 7:10 a.m. EST.",
        ["planned schedule 2021-12-02 12:10"],
    ),
    (
        "2022-12-15 15:00",
        "The next U.S. spacewalk will take place no earlier than Dec. 21.",
        ["planned schedule 2022-12-21"],
    ),
    (
        "2024-06-13 12:30",
        "Today's spacewalk did not proceed as scheduled because of a spacesuit discomfort issue.",
        ["scrubbed -"],
    ),
    (
        "2024-06-13 12:30",
        "The spacewalk planned for today will not be proceeding.",
        ["scrubbed -"],
    ),
    (
        "2022-12-15 03:30",
        "Wednesday's spacewalk by two cosmonauts has been canceled.",
        ["scrubbed -"],
    ),
    (
        "2014-08-09 09:00",
        "Alexanders Weltraumausstieg ist auf den Herbst verschoben worden.",
        ["delayed -"],
    ),
    (
        "2021-08-24 15:00",
        "Tuesday's spacewalk has been put off because of a pinched nerve.",
        ["delayed -"],
    ),
    (
        "2021-08-24 15:00",
        "NASA and JAXA have decided to postpone their planned spacewalk.",
        ["delayed -"],
    ),
    (
        "2021-12-01 15:00",
        "The spacewalk has been moved to Thursday.",
        ["planned schedule 2021-12-02"],
    ),
    (
        "2021-12-01 15:00",
        "The spacewalk to replace an antenna is now targeted for no earlier than Thursday, Dec. 2.",
        ["planned schedule 2021-12-02"],
    ),
    (
        "2021-12-01 15:00",
        "The spacewalk, now set to begin at 7:10 a.m. EST on Thursday, Dec. 2, will be the "
        "fifth of the year.",
        ["planned schedule 2021-12-02 12:10"],
    ),
    (
        "2022-12-15 05:00",
        "Due to a leak, Russian flight controllers cancelled tonight's planned spacewalk by "
        "two cosmonauts.",
        ["scrubbed -"],
    ),
    (
        "2022-12-15 05:00",
        "The spacewalk is cancelled for today.",
        ["scrubbed -"],
    ),
    (
        "2024-06-13 13:00",
        "Today's spacewalk is not going ahead because of a suit issue.",
        ["scrubbed -"],
    ),
    (
        "2024-06-13 13:00",
        "The spacewalk will no longer take place today.",
        ["scrubbed -"],
    ),
    (
        "2024-06-13 13:00",
        "Managers called off the spacewalk about an hour before the hatch was to be opened.",
        ["scrubbed -"],
    ),
    (
        "2026-01-07 15:00",
        "The Jan. 8 spacewalk is postponed while teams monitor a medical concern with a crew "
        "member.",
        ["delayed -"],
    ),
    (
        "2026-01-07 15:00",
        "NASA is postponing Thursday's spacewalk. A new date will be shared later.",
        ["delayed -"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_a_change_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    found = tell(text, published)

    assert sorted(expected) == sorted(found)
