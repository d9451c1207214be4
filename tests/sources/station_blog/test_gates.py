"""The cheap tests before the wordings never keep a wording from being found."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.sources.station_blog.wordings import WORDINGS
from relay.sources.station_blog.wordings.phrases import Group, Wording

WORDS = (
    "the spacewalk EVA outing sortie excursion began begun starts will begin ended came to a close"
    " wrapped up concluded at 8:12 a.m. EDT suits were switched on battery power hatch opened closed"
    " it for a leak check again repressurization started coverage is live now on NASA+ tune in from"
    " postponed called off new date told return airlock because being brought back inside exited"
    " Poisk outside since early terminated scheduled work , not which and выход люк открыт начался"
).split()


def unreachable(sentence: str) -> Iterator[str]:
    lowered = sentence.lower()
    for group in WORDINGS:
        if not group.can_match(lowered):
            yield from (row.pattern.pattern for row in group.rows if matches(row, sentence))


def matches(row: Wording, sentence: str) -> bool:
    places = [match.start() for match in row.pattern.finditer(sentence)]
    context = row.context
    return any(context is None or context.search(sentence, 0, place) for place in places)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_what_a_gate_turns_away_no_row_would_match(sentence: str) -> None:
    assert [] == list(unreachable(sentence))


@pytest.mark.parametrize("group", WORDINGS)
def test_a_gate_is_written_in_lower_case(group: Group) -> None:
    assert all(word and word == word.lower() for words in group.needs for word in words)
