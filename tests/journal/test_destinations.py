from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relay.core.event import Event
from relay.journal.deliveries import Deliveries, Entry, Outcome
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.plugins import Destination, Receipt

CHANNEL = Destination(
    id="channel",
    platform="webhook",
    address="https://example.org/hook",
    kinds=frozenset({"summary", "reminder"}),
    lead_times=(timedelta(hours=1),),
    priority=5,
    options={"role": "space"},
)


@pytest.fixture
def destinations(store: Store) -> Destinations:
    return Destinations(store)


@pytest.fixture
def deliveries(store: Store) -> Deliveries:
    return Deliveries(store)


async def test_a_destination_comes_back_as_it_was_put(destinations: Destinations) -> None:
    other = Destination(id="a", platform="console", address="")
    await destinations.put(CHANNEL)
    await destinations.put(other)

    assert await destinations.all() == [other, CHANNEL]


async def test_a_new_destination_starts_at_what_is_new(
    journal: Journal,
    destinations: Destinations,
    deliveries: Deliveries,
    note: Callable[..., Event],
) -> None:
    await destinations.put(CHANNEL)
    await journal.append([note(), note()])
    await destinations.put(replace(CHANNEL, id="later"))

    assert await deliveries.cursors() == {"channel": 0, "later": 2}


async def test_a_changed_destination_keeps_its_place(
    journal: Journal,
    destinations: Destinations,
    deliveries: Deliveries,
    note: Callable[..., Event],
) -> None:
    await destinations.put(CHANNEL)
    await journal.append([note(), note()])
    await deliveries.record(
        Entry(
            destination="channel",
            key="k",
            revision=1,
            seq=1,
            outcome=Outcome.DELIVERED,
            receipt=Receipt(message="m"),
        )
    )

    changed = replace(CHANNEL, address="https://example.org/other", kinds=frozenset())
    await destinations.put(changed)

    assert await destinations.all() == [changed]
    assert await deliveries.cursor("channel") == 1
    assert (await deliveries.posted("k")).get("channel")


async def test_what_was_paused_stays_paused_when_it_is_put_again(
    destinations: Destinations,
) -> None:
    await destinations.put(CHANNEL)
    assert await destinations.pause("channel")
    await destinations.put(replace(CHANNEL, priority=1))

    assert await destinations.all() == [replace(CHANNEL, priority=1, paused=True)]


async def test_it_may_begin_paused(destinations: Destinations) -> None:
    await destinations.put(replace(CHANNEL, paused=True))
    assert await destinations.all() == [replace(CHANNEL, paused=True)]

    assert await destinations.resume("channel")

    assert await destinations.all() == [CHANNEL]


async def test_resumed_it_is_told_what_is_new_from_then_on(
    journal: Journal,
    destinations: Destinations,
    deliveries: Deliveries,
    note: Callable[..., Event],
) -> None:
    await destinations.put(CHANNEL)
    await destinations.pause("channel")
    await journal.append([note(), note()])
    assert await deliveries.cursor("channel") == 0

    await destinations.resume("channel")

    assert await deliveries.cursor("channel") == 2


async def test_a_suspended_one_is_told_nothing_and_the_reason_is_kept(
    destinations: Destinations, path: Path, store: Store
) -> None:
    await destinations.put(CHANNEL)
    assert await destinations.suspend("channel", "Unknown \ud800 Webhook")
    await destinations.put(CHANNEL)

    assert await destinations.all() == [replace(CHANNEL, paused=True)]
    assert await destinations.suspended() == {"channel": "Unknown ? Webhook"}
    await destinations.resume("channel")
    assert await destinations.all() == [CHANNEL]
    assert await destinations.suspended() == {}


async def test_a_removed_one_leaves_nothing(
    destinations: Destinations, deliveries: Deliveries
) -> None:
    await destinations.put(CHANNEL)
    await deliveries.record(
        Entry(
            destination="channel",
            key="k",
            revision=1,
            seq=1,
            outcome=Outcome.DELIVERED,
            receipt=Receipt(message="m"),
        )
    )

    assert await destinations.remove("channel")

    assert await destinations.all() == []
    assert (await deliveries.posted("k")).get("channel") is None


async def test_nobody_can_be_changed_who_does_not_exist(destinations: Destinations) -> None:
    assert not await destinations.pause("nobody")
    assert not await destinations.resume("nobody")
    assert not await destinations.suspend("nobody", "gone")
    assert not await destinations.remove("nobody")
    assert await destinations.all() == []
