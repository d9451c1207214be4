"""False friends: words about spacewalks that report nothing."""

from collections.abc import Callable

import pytest

CASES = [
    (
        "2017-05-12 13:20",
        "A small water leak was found in an umbilical, but the spacewalk will go on.",
    ),
    (
        "2021-01-31 20:00",
        "The spacewalk will officially begin once the duo set their spacesuits to battery power.",
    ),
    (
        "2013-07-16 13:45",
        "The inner hatch was opened at 9:37 a.m. EDT.",
    ),
    (
        "2022-04-09 03:00",
        "The hatch between Dragon and the Harmony module was opened at 10:13 a.m. EDT.",
    ),
    (
        "2021-06-16 15:00",
        "Kimbrough made his way back to the Quest airlock to reconnect his spacesuit to an "
        "umbilical.",
    ),
    (
        "2022-12-15 03:30",
        "The spacewalk could be canceled if the leak is confirmed.",
    ),
    (
        "2025-05-02 15:00",
        "The duo rested after completing Thursday's spacewalk.",
    ),
    (
        "2018-02-16 18:00",
        "The hand was installed during a spacewalk on Jan. 4 that began at 6:49 a.m. EST.",
    ),
    (
        "2025-06-10 15:00",
        "Last month's spacewalk ended at 2:49 p.m. EDT after 5 hours and 44 minutes.",
    ),
    (
        "2025-05-02 15:00",
        "Spacewalkers have now spent a total of 72 days, 4 hours and 6 minutes outside.",
    ),
    (
        "2025-04-25 20:00",
        "McClain and Ayers are getting ready for a spacewalk scheduled for May 1.",
    ),
    (
        "2025-04-25 20:00",
        "They completed preparations for a spacewalk and concluded a spacewalk review at 3 "
        "p.m. EDT.",
    ),
    (
        "2021-06-16 18:00",
        "After restarting his suit, Kimbrough left the airlock again and rejoined Pesquet.",
    ),
    (
        "2021-06-16 18:00",
        "Kimbrough returned to the Quest airlock at 10:49 a.m. EDT and hooked his suit back "
        "up to an umbilical.",
    ),
    (
        "2026-01-07 15:00",
        "If needed, the spacewalk could move to Friday.",
    ),
    (
        "2026-03-18 20:00",
        "Crews have now conducted 278 spacewalks totaling 73 days, 1 hour and 5 minutes at "
        "the station.",
    ),
    (
        "2026-03-18 10:00",
        "The astronauts are about to switch their suits to battery power.",
    ),
]


@pytest.mark.parametrize(("published", "text"), CASES)
def test_a_false_friend_says_nothing(
    tell: Callable[[str, str], list[str]], published: str, text: str
) -> None:
    assert [] == tell(text, published)
