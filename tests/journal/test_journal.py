import asyncio
import random
from collections.abc import Callable
from contextlib import aclosing
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from relay.core.event import Event
from relay.journal import tail
from relay.journal.journal import Journal
from relay.journal.observations import Observations, StoredObservation
from relay.journal.store import Store

Note = Callable[..., Event]


async def read(journal: Journal, after: int, until: int) -> list[Event]:
    got: list[Event] = []
    async with aclosing(journal.follow(after)) as events:
        async for event in events:
            assert event is not None
            got.append(event)
            if event.seq == until:
                break
    return got


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
    with pytest.raises(IntegrityError):
        await journal.append([note("lost")], [claim("third"), unfit])

    (after,) = await journal.append([note("b")])

    assert after.seq == 2
    kept = await Observations(store).all(since=note().time)
    assert [stored.observation.note for stored in kept] == ["first"]


async def test_observations_alone_can_be_appended(
    store: Store, journal: Journal, claim: Callable[..., StoredObservation]
) -> None:
    assert await journal.append([], [claim("a")]) == []

    assert journal.head == 0
    assert await Observations(store).all(claim().observation.seen_at) == [claim("a")]


async def test_a_follower_gets_the_past_and_then_the_future(journal: Journal, note: Note) -> None:
    past = await journal.append([note("a"), note("b"), note("c")])
    reader = asyncio.create_task(read(journal, after=1, until=5))
    await asyncio.sleep(0)
    future = await journal.append([note("d")]) + await journal.append([note("e")])

    assert await reader == past[1:] + future


async def test_what_is_told_live_is_what_is_read_later(journal: Journal, note: Note) -> None:
    reader = asyncio.create_task(read(journal, after=0, until=1))
    await journal.append([note("a lone surrogate \ud800 and more")])

    assert await reader == await journal.events()


async def test_many_followers_each_get_everything_once_and_in_order(
    journal: Journal, note: Note
) -> None:
    chance = random.Random(7)
    last = 600
    starts = [chance.randrange(0, 50) for _ in range(20)]
    await journal.append([note() for _ in range(50)])

    async def slow(after: int) -> list[int]:
        got = []
        async with aclosing(journal.follow(after)) as events:
            async for event in events:
                assert event is not None
                got.append(event.seq)
                for _ in range(chance.randrange(4)):
                    await asyncio.sleep(0)
                if event.seq >= last:
                    break
        return got

    async def write() -> None:
        while journal.head < last:
            await journal.append([note() for _ in range(chance.randrange(1, 8))])

    async with asyncio.TaskGroup() as group:
        readers = [group.create_task(slow(after)) for after in starts]
        for _ in range(3):
            group.create_task(write())

    for after, reader in zip(starts, readers, strict=True):
        assert reader.result() == list(range(after + 1, last + 1))


async def test_a_follower_that_fell_behind_catches_up_from_the_database(
    store: Store, journal: Journal, note: Note
) -> None:
    await journal.append([note(str(number)) for number in range(3 * tail.SIZE)])
    assert store.tail.after(0) is None

    got = await read(journal, after=0, until=3 * tail.SIZE)

    assert [event.seq for event in got] == list(range(1, 3 * tail.SIZE + 1))
    assert [event.note for event in got[:3]] == ["0", "1", "2"]


async def test_silence_is_told_too(journal: Journal, note: Note) -> None:
    async with aclosing(journal.follow(0, idle=0.001)) as events:
        assert await anext(events) is None
        assert await anext(events) is None
        written = await journal.append([note("a")])
        assert [await anext(events)] == written
        assert await anext(events) is None


async def test_a_follower_can_be_cancelled_at_any_moment(journal: Journal, note: Note) -> None:
    await journal.append([note() for _ in range(3 * tail.SIZE)])
    for turns in range(30):
        reader = asyncio.create_task(read(journal, after=0, until=10**6))
        for _ in range(turns * 7):
            await asyncio.sleep(0)
        reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader

    (after,) = await journal.append([note("still works")])

    assert after.seq == journal.head == 3 * tail.SIZE + 1


async def test_an_append_that_nobody_waits_for_any_more_leaves_memory_and_disk_alike(
    journal: Journal, note: Note
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
    assert await read(journal, after=0, until=journal.head) == await journal.events()


async def test_many_may_append_at_once(journal: Journal, note: Note) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(journal.append([note(str(i)), note(str(i))])) for i in range(40)]

    for task in tasks:
        first, second = task.result()
        assert second.seq == first.seq + 1
    everything = await journal.events()
    assert all(b.seq == a.seq + 1 for a, b in pairwise(everything))
    assert len(everything) == 80


async def test_two_journals_of_one_store_are_one(store: Store, note: Note) -> None:
    reader = asyncio.create_task(read(Journal(store), after=0, until=1))
    written = await Journal(store).append([note("a")])

    assert await reader == written
