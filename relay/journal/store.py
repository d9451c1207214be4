"""The database: opened, locked, upgraded; every read and write goes through here."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from relay.errors import StoreError
from relay.journal import sqlite
from relay.journal.schema import events, meta
from relay.journal.tail import Tail
from relay.journal.upgrade import require_current, upgrade

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]


class Store:
    """An open database. `epoch` is a random name made with it: another journal has another."""

    epoch: str
    tail: Tail

    def __init__(self, name: str, engine: AsyncEngine, lock: FileLock | None) -> None:
        self.engine = engine
        self._name = name
        self._lock = lock
        self._writer = sqlite.immediate(engine)
        self._one_writer = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    @classmethod
    async def open(cls, url_or_path: str, *, exclusive: bool = True) -> "Store":
        """Open a path, a `sqlite://` address or `:memory:`; make and upgrade it where needed.

        `exclusive=False` opens an existing one for reading only, beside the relay that runs on
        it; it never sees `follow` wake up. Raises StoreError, with the file left as it was, when
        it is in use, damaged, not ours, of a newer version or not writable.
        """
        path = sqlite.path_of(url_or_path)
        lock = sqlite.prepare(path) if path and exclusive else None
        try:
            if path:
                await asyncio.to_thread(sqlite.examine, path)
            engine = sqlite.connect(path, writable=exclusive)
        except BaseException:
            _release(lock)
            raise
        store = cls(_name(path), engine, lock)
        try:
            await (store.write(store._begin) if exclusive else store.read(store._look))
        except BaseException:
            await store.close()
            raise
        return store

    async def _begin(self, connection: AsyncConnection) -> None:
        await connection.run_sync(upgrade, self._name)
        if not await connection.scalar(sa.select(meta.c.value).where(meta.c.name == "epoch")):
            values = {"name": "epoch", "value": secrets.token_hex(4)}
            await connection.execute(sa.insert(meta).values(values))
        await self._look(connection)

    async def _look(self, connection: AsyncConnection) -> None:
        await connection.run_sync(require_current, self._name)
        found = await connection.scalar(sa.select(meta.c.value).where(meta.c.name == "epoch"))
        self.epoch = str(found)
        self.tail = Tail(await head(connection))

    async def read(self, work: Work[T]) -> T:
        """What `work` returns, from one consistent view of the database."""
        return await self._settle(self._transact, self.engine, work)

    async def write(self, work: Work[T], then: Callable[[T], None] | None = None) -> T:
        """Run `work` in one transaction, alone; `then` gets its result once that is on disk.

        A caller that is cancelled meanwhile stops neither: memory and disk always agree. Raises
        StoreError, with everything rolled back and the store usable, for what the operator can
        mend.
        """
        return await self._settle(self._write, work, then)

    async def rows(self, query: sa.Select[Any]) -> Sequence[Any]:
        """What a query finds, all of it."""

        async def work(connection: AsyncConnection) -> Sequence[Any]:
            found: Sequence[Any] = (await connection.execute(query)).all()
            return found

        return await self.read(work)

    async def change(self, statement: sa.Update | sa.Delete) -> int:
        """Run one statement in a transaction of its own and count the rows that it changed."""

        async def work(connection: AsyncConnection) -> int:
            return (await connection.execute(statement)).rowcount

        return await self.write(work)

    async def _write(self, work: Work[T], then: Callable[[T], None] | None) -> T:
        async with self._one_writer:
            result = await self._transact(self._writer, work)
            if then:
                then(result)
            return result

    async def _transact(self, engine: AsyncEngine, work: Work[T]) -> T:
        with sqlite.explained(self._name):
            async with engine.begin() as connection:
                return await work(connection)

    async def _settle(self, start: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
        if self._closed:
            raise StoreError(f"{self._name} is closed: this is asked of it too late")
        task = asyncio.create_task(start(*arguments))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Finish what is running, then let go of the file. A second time does nothing."""
        self._closed = True
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.engine.dispose()
        _release(self._lock)


async def head(connection: AsyncConnection) -> int:
    """The highest seq, 0 for an empty journal."""
    return await connection.scalar(sa.select(sa.func.max(events.c.seq))) or 0


def _name(path: Path | None) -> str:
    return str(path) if path else "the database in memory"


def _release(lock: FileLock | None) -> None:
    if lock:
        lock.release()
