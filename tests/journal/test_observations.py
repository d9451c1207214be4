from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from relay.journal.journal import Journal
from relay.journal.observations import Observations, StoredObservation
from relay.journal.store import Store

Claim = Callable[..., StoredObservation]


@pytest.fixture
def observations(store: Store) -> Observations:
    return Observations(store)


def notes(found: Sequence[StoredObservation]) -> list[str]:
    return [stored.observation.note for stored in found]


async def test_what_was_seen_comes_back_in_the_order_of_seeing(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    first, second, third = claim("a", minutes=1), claim("b", minutes=2), claim("c", minutes=3)
    await journal.append([], [third, first])
    await journal.append([], [second])

    assert await observations.all() == [first, second, third]


async def test_the_same_observation_again_changes_nothing(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    seen, later = claim("a"), claim("b", minutes=1)
    await journal.append([], [seen, seen])
    await journal.append([], [replace(seen, spacewalk="rs-eva-49"), later])

    assert await observations.all() == [seen, later]


async def test_what_belongs_nowhere_is_kept_for_the_operator(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    await journal.append([], [claim("a"), claim("b", spacewalk=None)])

    assert notes(await observations.unknown()) == ["b"]
