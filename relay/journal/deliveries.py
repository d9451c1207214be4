"""What each destination was told: receipts for later edits, refusals for the operator."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One delivery, to be written down."""

    destination: str
    key: str
    revision: int
    seq: int
    outcome: Outcome
    receipt: Receipt | None = None
    problem: str = ""


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

    async def record(self, *entries: Entry) -> None:
        """Write deliveries down and move each destination's cursor to its seq: all or nothing.

        A cursor never moves back. A destination that was removed meanwhile leaves no trace.
        """
        moves = [{"there": entry.destination, "to": entry.seq} for entry in entries]
        rows = [_row(entry) for entry in entries]

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(_MOVE, moves)
            await connection.execute(_WRITE, rows)

        await self._store.write(work)

    async def pass_over(self, seq: int, but_for: Collection[str]) -> None:
        """Move every cursor to `seq`, except those of destinations that still wait for something.

        So a destination that asks for more kinds later is not told of them for the past.
        """
        cursor = destinations.c.cursor
        done = (cursor < seq) & destinations.c.id.not_in(but_for)
        await self._store.change(sa.update(destinations).where(done).values(cursor=seq))

    async def posted(self, key: str) -> dict[str, Delivered]:
        """The latest message that each destination has for a notice key, by destination."""
        table = deliveries.c
        query = sa.select(table.destination, table.message, table.revision)
        query = query.where(table.key == key, table.outcome == Outcome.DELIVERED.value)
        rows = await self._store.rows(query.order_by(table.id))
        return await asyncio.to_thread(_by_destination, rows)

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


def _by_destination(rows: Sequence[Any]) -> dict[str, Delivered]:
    return {
        one: Delivered(None if message is None else Receipt(message=message), revision)
        for one, message, revision in rows
    }


def _row(entry: Entry) -> dict[str, object]:
    return {
        "of": entry.destination,
        "key": entry.key,
        "revision": entry.revision,
        "seq": entry.seq,
        "outcome": entry.outcome.value,
        "message": entry.receipt and entry.receipt.message,
        "problem": entry.problem,
    }


_THERE = sa.bindparam("there", type_=destinations.c.id.type)
_TO = sa.bindparam("to", type_=sa.Integer)
_MOVE = (
    sa.update(destinations)
    .where(destinations.c.id == _THERE)
    .values(cursor=sa.case((destinations.c.cursor < _TO, _TO), else_=destinations.c.cursor))
)
_COLUMNS = ("key", "revision", "seq", "outcome", "message", "problem")
_OF = sa.bindparam("of", type_=destinations.c.id.type)
_WRITE = sa.insert(deliveries).from_select(
    ["destination", *_COLUMNS],
    sa.select(
        destinations.c.id, *(sa.bindparam(c, type_=deliveries.c[c].type) for c in _COLUMNS)
    ).where(destinations.c.id == _OF),
)
