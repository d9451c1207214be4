from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from relay.core.event import Event, EventType
from relay.core.spacewalk import Plan
from relay.journal.journal import Journal
from relay.journal.observations import Observations, StoredObservation
from relay.journal.store import Store

Claim = Callable[..., StoredObservation]


@pytest.fixture
def observations(store: Store) -> Observations:
    return Observations(store)


def notes(found: Sequence[StoredObservation]) -> list[str]:
    return [stored.observation.note for stored in found]


async def test_what_was_seen_since_comes_back_in_the_order_of_seeing(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    first, second, third = claim("a", minutes=1), claim("b", minutes=2), claim("c", minutes=3)
    await journal.append([], [third, first])
    await journal.append([], [second])

    assert await observations.all(since=second.observation.seen_at) == [second, third]


async def test_the_same_observation_again_changes_nothing(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    seen, later = claim("a"), claim("b", minutes=1)
    await journal.append([], [seen, seen])
    await journal.append([], [replace(seen, spacewalk="rs-eva-49"), later])

    assert await observations.all(since=seen.observation.seen_at) == [seen, later]


async def test_what_belongs_nowhere_is_kept_for_the_operator(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    await journal.append([], [claim("a"), claim("b", spacewalk=None)])

    assert notes(await observations.unknown()) == ["b"]


async def test_a_spacewalk_that_gets_its_number_keeps_its_observations(
    journal: Journal, observations: Observations, claim: Claim
) -> None:
    old = claim("a", minutes=1, spacewalk="us-2026-08-06")
    other = claim("b", minutes=2, spacewalk="rs-eva-49")
    await journal.append([], [old, other])

    await observations.rename("us-2026-08-06", "us-eva-95")

    found = await observations.all(since=old.observation.seen_at)
    assert found == [replace(old, spacewalk="us-eva-95"), other]


async def test_open_spacewalks_have_all_their_observations_however_old(
    journal: Journal, observations: Observations, claim: Claim, note: Callable[..., Event]
) -> None:
    day = 24 * 60
    planned = note().time + timedelta(days=60)
    await journal.append(
        [
            note(minutes=0, spacewalk="closed"),
            note(minutes=0, spacewalk="news"),
            note(minutes=30 * day, spacewalk="news"),
            note(minutes=0, spacewalk="planned", plan=Plan(start=planned)),
            note(minutes=0, spacewalk="old-name"),
            note(
                minutes=30 * day,
                type=EventType.SPACEWALK_IDENTIFIED,
                spacewalk="new-name",
                alias="old-name",
            ),
        ],
        [
            claim(name, spacewalk=name)
            for name in ("closed", "news", "planned", "old-name", "new-name")
        ]
        + [claim("unknown", spacewalk=None)],
    )

    found = await observations.of_open(since=note().time + timedelta(days=7))

    assert set(notes(found)) == {"news", "planned", "old-name", "new-name"}
