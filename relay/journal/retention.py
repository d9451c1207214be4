"""Forgets what is old, and never what is still needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.openness import open_spacewalks
from relay.journal.schema import captions, deliveries, documents, events, observations, shown
from relay.journal.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long things are kept."""

    events: timedelta
    """Of a spacewalk, counted from its latest news; its deliveries and captions go with them."""
    observations: timedelta
    documents: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many rows were deleted."""

    events: int
    deliveries: int
    observations: int
    documents: int


async def prune(store: Store, keep: Retention, now: datetime) -> Pruned:
    """Delete what is older than `keep` says, in one transaction.

    Kept however old: everything of a spacewalk with news or plans within the limit, events that
    belong to no spacewalk, and the highest seq, so that numbering goes on where it was.
    """

    async def work(connection: AsyncConnection) -> Pruned:
        needed = await open_spacewalks(connection, now - keep.events)
        followed = await open_spacewalks(connection, now - keep.observations)

        async def delete(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
            return (await connection.execute(sa.delete(table).where(*conditions))).rowcount

        await delete(captions, captions.c.spacewalk.not_in(sorted(needed)))
        await delete(shown, shown.c.at < now - keep.events)
        return Pruned(
            events=await delete(
                events,
                events.c.spacewalk.not_in(["", *sorted(needed)]),
                events.c.seq < sa.select(sa.func.max(events.c.seq)).scalar_subquery(),
            ),
            deliveries=await delete(deliveries, deliveries.c.seq.not_in(sa.select(events.c.seq))),
            observations=await delete(
                observations,
                observations.c.seen_at < now - keep.observations,
                sa.func.coalesce(observations.c.spacewalk, "").not_in(sorted(followed)),
            ),
            documents=await delete(documents, documents.c.at < now - keep.documents),
        )

    return await store.write(work)
