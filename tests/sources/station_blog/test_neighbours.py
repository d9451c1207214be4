"""What a sentence leaves to the one before it: the hatch that "it" is, the end that "it" lasted."""

from collections.abc import Callable

import pytest

Tell = Callable[[str, str], list[str]]

AT = "2026-11-18 22:30"
OPENED = "The cosmonauts opened the hatch of Poisk at 10:12 a.m. EST."
HATCH = "hatch_open 2026-11-18 15:12"
START = "eva_start 2026-11-18 15:12"
INTERIM = "interim hatch_closed 2026-11-18 15:20"
UNTIMED = "interim hatch_closed -"
ENDED = "The two astronauts concluded their spacewalk at 2:45 p.m. EST."
END = "eva_end 2026-11-18 19:45"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{OPENED} They closed it at 10:20 a.m. EST for a leak check.", [HATCH, INTERIM]),
        (f"{OPENED} At 10:20 a.m. EST they closed it to check for leaks.", [HATCH, INTERIM]),
        (f"{OPENED} It was closed at 10:20 a.m. EST for a leak check.", [HATCH, INTERIM]),
        (f"{OPENED} It was shut for a short leak check.", [HATCH, UNTIMED]),
        (
            "The cosmonauts opened the hatch of Poisk at 10:12 a.m. EST, after which the crew "
            "shut it for a leak check.",
            [HATCH, UNTIMED],
        ),
        (
            "The hatch was opened at 10:12 a.m. EST, after which the two sealed it at 10:20 a.m. "
            "EST for a leak check.",
            [HATCH, INTERIM],
        ),
        (f"{OPENED} After that, Palmer shut it for a leak check.", [HATCH, UNTIMED]),
        # Something else is closed.
        (f"{OPENED} They opened a tool bag and closed it at 10:20 a.m. EST.", [HATCH, START]),
        (f"{OPENED} They found the locker and closed it at 10:20 a.m. EST.", [HATCH, START]),
        (
            "The inner hatch of Poisk was opened at 10:12 a.m. EST. They closed it at 10:20 a.m. "
            "EST for a leak check.",
            [],
        ),
        ("The locker was open. They closed it at 10:20 a.m. EST.", []),
        (f"{OPENED} The valve stuck. They closed it at 10:20 a.m. EST.", [HATCH, START]),
    ],
)
def test_it_is_the_hatch_of_the_sentence_before(tell: Tell, text: str, expected: list[str]) -> None:
    assert sorted(expected) == sorted(tell(text, AT))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("It lasted 5 hours, 58 minutes.", f"{END} after 5:58:00"),
        ("It lasted five hours and 58 minutes.", f"{END} after 5:58:00"),
        ("The excursion took six hours and 7 minutes.", f"{END} after 6:07:00"),
        ("It ran for 6 hours and 7 minutes.", f"{END} after 6:07:00"),
        ("In all, it took 6 hours and 7 minutes.", f"{END} after 6:07:00"),
        ("The total time was 6 hours and 7 minutes.", f"{END} after 6:07:00"),
        ("They were outside for 6 hours and 7 minutes.", f"{END} after 6:07:00"),
        ("The outing ran 6 hours, 7 minutes.", f"{END} after 6:07:00"),
        # Other lengths.
        ("It was planned to last 6 hours and 30 minutes.", END),
        ("Moving the pump took two hours and 10 minutes.", END),
        ("It took two hours and 10 minutes to move the pump.", END),
        ("The next spacewalk will last 6 hours and 30 minutes.", END),
        ("Their previous spacewalk lasted 5 hours and 2 minutes.", END),
        ("The news conference lasted 1 hour and 5 minutes.", END),
        ("It lasted 12 minutes longer than planned.", END),
    ],
)
def test_it_is_the_end_of_the_sentence_before(tell: Tell, after: str, expected: str) -> None:
    assert [expected] == tell(f"{ENDED} {after}", AT)


def test_a_length_two_sentences_on_is_of_something_else(tell: Tell) -> None:
    found = tell(f"{ENDED} Then a meeting was held. It lasted 1 hour and 5 minutes.", AT)

    assert [END] == found
