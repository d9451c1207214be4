"""Writes deliveries down, many in one transaction while many are under way."""

import asyncio
import logging

from relay.errors import StoreError
from relay.journal.deliveries import Delivered, Deliveries, Entry, Outcome

LONGEST = 0.5
"""Real seconds that a record waits for others. After a crash so much is told again, under the same
idempotency keys."""
KEYS = 4
"""Notices whose receipts are held at once; those of others are read again."""

log = logging.getLogger(__name__)


class Book:
    """The deliveries, as the tellers need them: read once a notice, written in groups."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._telling = 0
        self._waiting: list[tuple[Entry, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._posted: dict[str, asyncio.Task[dict[str, Delivered]]] = {}

    async def posted(self, destination_id: str, key: str) -> Delivered | None:
        """The latest message that a destination has for a notice. Raises StoreError."""
        if key not in self._posted:
            while len(self._posted) >= KEYS:
                del self._posted[next(iter(self._posted))]
            self._posted[key] = asyncio.create_task(self._deliveries.posted(key))
        try:
            known = await asyncio.shield(self._posted[key])
        except StoreError:
            self._posted.pop(key, None)
            raise
        return known.get(destination_id)

    def forget(self, destination_id: str) -> None:
        """It was removed: what it was told counts no more."""
        for key in list(self._posted):
            if known := self._read(key):
                known.pop(destination_id, None)

    def _read(self, key: str) -> dict[str, Delivered] | None:
        """What is known of a notice. What is being read just now, or could not be read, may lack
        what was written meanwhile: it is read again."""
        task = self._posted.get(key)
        if task is None:
            return None
        if task.done() and not task.cancelled() and task.exception() is None:
            return task.result()
        del self._posted[key]
        return None

    def begins(self) -> None:
        """One more is being told: its record will follow."""
        self._telling += 1
        self._quiet.clear()

    def ends(self) -> None:
        """It has been told, or not."""
        self._telling -= 1
        if not self._telling:
            self._quiet.set()

    async def record(self, entry: Entry) -> None:
        """Return when it is on disk. Raises StoreError."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        """As long as others are being told, their records may come along."""
        while self._waiting:
            try:
                async with asyncio.timeout(LONGEST):
                    await self._quiet.wait()
            except TimeoutError:
                log.debug("%d records are written while others are told", len(self._waiting))
            group, self._waiting = self._waiting, []
            await self._write_down(group)

    async def _write_down(self, group: list[tuple[Entry, asyncio.Future[None]]]) -> None:
        try:
            await self._deliveries.record(*(entry for entry, _ in group))
        except Exception as problem:  # noqa: BLE001 - each of those who wait gets it
            for _, written in group:
                if not written.done():
                    written.set_exception(problem)
            return
        for entry, written in group:
            self._remember(entry)
            if not written.done():
                written.set_result(None)

    def _remember(self, entry: Entry) -> None:
        if entry.outcome is not Outcome.DELIVERED:
            return
        if (known := self._read(entry.key)) is not None:
            known[entry.destination] = Delivered(entry.receipt, entry.revision)
