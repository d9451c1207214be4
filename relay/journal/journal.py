"""The append-only log of events: everything upstream appends, everything downstream follows."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.core.event import Event
from relay.journal import schema
from relay.journal.codec import EVENTS
from relay.journal.observations import StoredObservation, insert
from relay.journal.store import Store

_BATCH = 500
"""How many events a reader that is far behind takes from the database at once."""


class Journal:
    """Appends events and tells them to any number of followers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def epoch(self) -> str:
        """A random name that this journal was given when it was made: another one has another."""
        return self._store.epoch

    @property
    def head(self) -> int:
        """The highest seq so far, 0 while there is none."""
        return self._store.tail.head

    async def append(
        self, events: Sequence[Event], observations: Sequence[StoredObservation] = ()
    ) -> list[Event]:
        """Write events, and the observations behind them, in one transaction.

        Returns the events with their `seq`, as every reader gets them, now and after a restart.
        When it returns they are on disk. Raises StoreError when they are not.
        """
        bodies = [EVENTS.encode(replace(event, seq=0)) for event in events]
        kept = [EVENTS.decode(body) for body in bodies]

        async def work(connection: AsyncConnection) -> list[Event]:
            await insert(connection, observations)
            first = self._store.tail.head + 1
            numbered = [replace(event, seq=seq) for seq, event in enumerate(kept, first)]
            if numbered:
                rows = [_row(event, body) for event, body in zip(numbered, bodies, strict=True)]
                await connection.execute(sa.insert(schema.events), rows)
            return numbered

        return await self._store.write(work, then=self._store.tail.add)

    async def follow(
        self, after: int, idle: float | None = None
    ) -> AsyncGenerator[Event | None, None]:
        """Every event after `after`, past and future, in order, each exactly once, for ever.

        None comes whenever nothing came for `idle` seconds. A reader that falls behind the shared
        tail reads from the database until it has caught up. Do not put a timeout around its
        `anext`, which would end it: give `idle`.
        """
        while True:
            events = self._store.tail.after(after)
            if events is None:
                events = await self.events(after, _BATCH)
            for event in events:
                after = event.seq
                yield event
            if not events and not await self._store.tail.beyond(after, idle):
                yield None

    async def events(
        self, after: int = 0, limit: int | None = None, spacewalk: str | None = None
    ) -> list[Event]:
        """The events after `after` in order, at most `limit`, of one spacewalk or of all."""
        table = schema.events
        query = sa.select(table.c.seq, table.c.body).where(table.c.seq > after)
        if spacewalk is not None:
            query = query.where(table.c.spacewalk == spacewalk)
        rows = await self._store.rows(query.order_by(table.c.seq).limit(limit))
        return [replace(EVENTS.decode(body), seq=seq) for seq, body in rows]


def _row(event: Event, body: str) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "spacewalk": event.spacewalk,
        "alias": event.alias,
        "time": event.time,
        "latest": _latest(event),
        "body": body,
    }


def _latest(event: Event) -> datetime:
    """The latest instant that an event speaks of."""
    planned = event.plan.start if event.plan else None
    instants = (event.time, event.occurred_at, event.due_at, planned)
    return max(instant for instant in instants if instant)
