import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from relay.core.event import Event
from relay.journal.journal import Journal
from relay.journal.observations import Observations, StoredObservation
from relay.journal.store import Store

Note = Callable[..., Event]


async def test_events_are_numbered_from_one(journal: Journal, note: Note) -> None:
    assert journal.head == 0

    first = await journal.append([note("a"), note("b")])
    second = await journal.append([note("c")])

    assert [event.seq for event in first + second] == [1, 2, 3]
    assert [event.note for event in await journal.events()] == ["a", "b", "c"]
    assert journal.head == 3


async def test_numbering_goes_on_after_a_restart(path: Path, note: Note) -> None:
    store = await Store.open(str(path))
    written = await Journal(store).append([note("a"), note("b")])
    await store.close()

    store = await Store.open(str(path))
    journal = Journal(store)
    assert journal.head == 2
    written += await journal.append([note("c")])

    assert await journal.events() == written
    await store.close()


async def test_events_can_be_asked_for_in_part(journal: Journal, note: Note) -> None:
    await journal.append([note("a"), note("b", spacewalk="rs-eva-49"), note("c"), note("d")])

    assert [e.note for e in await journal.events(after=1, limit=2)] == ["b", "c"]
    assert [e.note for e in await journal.events(spacewalk="rs-eva-49")] == ["b"]
    assert await journal.events(after=4) == []


async def test_an_event_and_its_observations_are_written_together_or_not_at_all(
    store: Store, journal: Journal, note: Note, claim: Callable[..., StoredObservation]
) -> None:
    await journal.append([note("a")], [claim("first")])
    unfit = claim("second")
    unfit = StoredObservation(None, unfit.spacewalk, unfit.observation)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError) as caught:
        await journal.append([note("lost")], [claim("third"), unfit])
    assert "third" not in str(caught.value)  # a log must not quote what is written

    (after,) = await journal.append([note("b")])

    assert after.seq == 2
    kept = await Observations(store).all()
    assert [stored.observation.note for stored in kept] == ["first"]


async def test_observations_alone_can_be_appended(
    store: Store, journal: Journal, claim: Callable[..., StoredObservation]
) -> None:
    assert await journal.append([], [claim("a")]) == []

    assert journal.head == 0
    assert await Observations(store).all() == [claim("a")]


async def test_an_append_that_nobody_waits_for_any_more_leaves_memory_and_disk_alike(
    store: Store, journal: Journal, note: Note
) -> None:
    for turns in range(40):
        writer = asyncio.create_task(journal.append([note(), note()]))
        for _ in range(turns):
            await asyncio.sleep(0)
        writer.cancel()
        await asyncio.wait([writer])
    await journal.append([note()])

    on_disk = [event.seq for event in await journal.events()]

    assert on_disk == list(range(1, journal.head + 1))
    assert list(store.tail.after(0) or ()) == await journal.events()


async def test_many_may_append_at_once(journal: Journal, note: Note) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(journal.append([note(str(i)), note(str(i))])) for i in range(40)]

    for task in tasks:
        first, second = task.result()
        assert second.seq == first.seq + 1
    everything = await journal.events()
    assert all(b.seq == a.seq + 1 for a, b in pairwise(everything))
    assert len(everything) == 80
