import asyncio
import random
from collections.abc import Callable
from contextlib import aclosing

import pytest

from relay.core.event import Event
from relay.journal import tail
from relay.journal.journal import Journal
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


async def test_two_journals_of_one_store_are_one(store: Store, note: Note) -> None:
    reader = asyncio.create_task(read(Journal(store), after=0, until=1))
    written = await Journal(store).append([note("a")])

    assert await reader == written
