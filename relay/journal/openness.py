"""Which spacewalks are still open: their events and observations are needed, however old."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.schema import events


async def open_spacewalks(connection: AsyncConnection, since: datetime) -> set[str]:
    """Ids, former ones included, of spacewalks with news or plans at `since` or later."""
    recent = sa.select(events.c.spacewalk).where(events.c.latest >= since).distinct()
    found = set(await connection.scalars(recent))
    renamed = sa.select(events.c.spacewalk, events.c.alias).where(events.c.alias.is_not(None))
    names = [set(row) for row in await connection.execute(renamed)]
    while True:
        more = found.union(*(pair for pair in names if pair & found))
        if more == found:
            return found
        found = more
