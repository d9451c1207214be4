"""What can happen to a disk: the event is refused in words, and the relay goes on afterwards."""

import resource
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from relay.core.event import Event
from relay.errors import StoreError
from relay.journal import sqlite
from relay.journal.journal import Journal
from relay.journal.store import Store

Note = Callable[..., Event]


@pytest.fixture
async def store(path: Path, note: Note, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    store = await Store.open(str(path))
    await Journal(store).append([note()])
    yield store
    await store.close()


@contextmanager
def pragma(store: Store, during: str, afterwards: str) -> Iterator[None]:
    """Every transaction meanwhile starts on a connection with that pragma."""
    engine = store.engine.sync_engine
    wanted = {"pragma": during}

    def set_it(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.execute(f"PRAGMA {wanted['pragma']}")

    sa.event.listen(engine, "checkout", set_it)
    yield
    wanted["pragma"] = afterwards


async def refused(journal: Journal, event: Event, words: str) -> None:
    head = journal.head
    with pytest.raises(StoreError, match=words):
        await journal.append([event])
    assert journal.head == head
    assert len(await journal.events()) == head


async def goes_on(journal: Journal, event: Event) -> None:
    head = journal.head
    assert [written.seq for written in await journal.append([event])] == [head + 1]
    assert len(await journal.events()) == head + 1


async def test_a_full_disk(store: Store, journal: Journal, note: Note) -> None:
    with pragma(store, "max_page_count=1", "max_page_count=1000000"):
        await refused(journal, note("x" * 100_000), "disk is full")

    await goes_on(journal, note())


async def test_a_file_that_has_become_read_only(store: Store, journal: Journal, note: Note) -> None:
    with pragma(store, "query_only=ON", "query_only=OFF"):
        await refused(journal, note(), "check the rights")

    await goes_on(journal, note())


async def test_a_disk_that_fails(store: Store, path: Path, journal: Journal, note: Note) -> None:
    limit, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = path.with_name(path.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        await refused(journal, note("x" * 100_000), "reading or writing failed|disk is full")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))

    await goes_on(journal, note())


async def test_another_program_that_locks_the_file(
    path: Path, store: Store, journal: Journal, note: Note
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await refused(journal, note(), "holds it locked")
        other.execute("ROLLBACK")

    await goes_on(journal, note())
