"""Who goes out is read from the words that name them, and from nothing else."""

import pytest

from relay.sources.station_blog.identities import crew_of

BOTH = {"Palmer", "Cruz"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hatch is open. Astronauts Ada Palmer and Bo Cruz are on their way.", BOTH),
        ("Work goes on at Node X. Astronauts Palmer and Cruz began it.", BOTH),
        ("Spacewalkers Ada Palmer and Bo Cruz are outside.", BOTH),
        ("It is a spacewalk of Ada Palmer and Bo Cruz.", BOTH),
        ("The excursion of NASA's Ada Palmer and Bo Cruz is over.", BOTH),
        ("Ada Palmer goes out with Bo Cruz.", BOTH),
        ("Ada Palmer went outside with Bo Cruz for a sixth time.", BOTH),
        ("The team of Palmer and Cruz.", set()),
        ("A spacewalk of Expedition 75 and Dragon.", set()),
        ("The view goes out with Dragon.", set()),
    ],
)
def test_both_names_are_kept(text: str, expected: set[str]) -> None:
    assert frozenset(expected) == crew_of(text)
