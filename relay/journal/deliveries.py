"""What each destination was told: receipts for later edits, refusals for the operator."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.schema import deliveries, destinations
from relay.journal.store import Store
from relay.plugins import Receipt


class Outcome(StrEnum):
    """How telling one notice to one destination ended."""

    DELIVERED = "delivered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a destination has of one notice: the platform's message and the revision in it."""

    receipt: Receipt | None
    revision: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A notice that a platform would not take, and why, in its own words."""

    destination: str
    key: str
    revision: int
    seq: int
    problem: str


class Deliveries:
    """The book of deliveries, and every destination's cursor: the seq up to which it was told."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def record(
        self,
        destination_id: str,
        key: str,
        revision: int,
        seq: int,
        outcome: Outcome,
        receipt: Receipt | None,
        problem: str = "",
    ) -> None:
        """Write down one delivery and move the cursor to `seq`, both or neither.

        The cursor never moves back. A destination that was removed meanwhile leaves no trace.
        """
        row = {
            "destination": destination_id,
            "key": key,
            "revision": revision,
            "seq": seq,
            "outcome": outcome.value,
            "message": receipt.message if receipt else None,
            "problem": problem,
        }
        cursor = destinations.c.cursor
        move = sa.update(destinations).where(destinations.c.id == destination_id)
        move = move.values(cursor=sa.case((cursor < seq, seq), else_=cursor))

        async def work(connection: AsyncConnection) -> None:
            if (await connection.execute(move)).rowcount:
                await connection.execute(sa.insert(deliveries).values(row))

        await self._store.write(work)

    async def pass_over(self, seq: int, but_for: Collection[str]) -> None:
        """Move every cursor to `seq`, except those of destinations that still wait for something.

        So a destination that asks for more kinds later is not told of them for the past.
        """
        cursor = destinations.c.cursor
        done = (cursor < seq) & destinations.c.id.not_in(but_for)
        await self._store.change(sa.update(destinations).where(done).values(cursor=seq))

    async def posted(self, destination_id: str, key: str) -> Delivered | None:
        """The latest message that this destination has for a notice key, if any."""
        table = deliveries.c
        query = sa.select(table.message, table.revision).where(
            table.destination == destination_id,
            table.key == key,
            table.outcome == Outcome.DELIVERED.value,
        )
        rows = await self._store.rows(query.order_by(table.id.desc()).limit(1))
        for message, revision in rows:
            return Delivered(None if message is None else Receipt(message=message), revision)
        return None

    async def cursor(self, destination_id: str) -> int:
        """Up to which seq a destination was told. Raises KeyError for one that does not exist."""
        query = sa.select(destinations.c.cursor).where(destinations.c.id == destination_id)
        for (cursor,) in await self._store.rows(query):
            return int(cursor)
        raise KeyError(destination_id)

    async def cursors(self) -> dict[str, int]:
        """The cursor of every destination, by id."""
        rows = await self._store.rows(sa.select(destinations.c.id, destinations.c.cursor))
        return dict(rows)

    async def refusals(self, limit: int = 100) -> list[Refusal]:
        """The newest refusals, newest first."""
        table = deliveries.c
        query = sa.select(table.destination, table.key, table.revision, table.seq, table.problem)
        query = query.where(table.outcome == Outcome.REFUSED.value)
        rows = await self._store.rows(query.order_by(table.id.desc()).limit(limit))
        return [Refusal(*row) for row in rows]
