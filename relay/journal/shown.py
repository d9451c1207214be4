"""What every destination shows of a spacewalk now: the message to edit, and what stands in it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.schema import destinations, shown
from relay.journal.store import Store
from relay.plugins import Receipt


@dataclass(frozen=True, slots=True)
class ShownThere:
    """A message and the digest of what it says. No receipt: the platform would not take it."""

    receipt: Receipt | None
    digest: str


class Shown:
    """The book of what is kept up to date in place."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def all(self, key: str) -> dict[str, ShownThere]:
        """What stands under that key, by destination."""
        query = sa.select(shown.c.destination, shown.c.message, shown.c.digest)
        rows = await self._store.rows(query.where(shown.c.key == key))
        return {one: _there(message, digest) for one, message, digest in rows}

    async def of(self, destination_id: str) -> dict[str, ShownThere]:
        """What one destination has, by key."""
        query = sa.select(shown.c.key, shown.c.message, shown.c.digest)
        rows = await self._store.rows(query.where(shown.c.destination == destination_id))
        return {key: _there(message, digest) for key, message, digest in rows}

    async def at(self, destination_id: str, key: str) -> ShownThere | None:
        """What one destination has under that key."""
        query = sa.select(shown.c.message, shown.c.digest)
        query = query.where(shown.c.destination == destination_id, shown.c.key == key)
        return next((_there(*row) for row in await self._store.rows(query)), None)

    async def put(self, destination_id: str, key: str, there: ShownThere, now: datetime) -> None:
        """Write it down. A destination that was removed meanwhile leaves no trace."""
        receipt = there.receipt
        values = {"message": receipt and receipt.message, "digest": there.digest, "at": now}
        mine = (shown.c.destination == destination_id) & (shown.c.key == key)
        exists = sa.select(destinations.c.id).where(destinations.c.id == destination_id)

        async def work(connection: AsyncConnection) -> None:
            if (await connection.execute(sa.update(shown).where(mine).values(values))).rowcount:
                return
            if (await connection.scalar(exists)) is not None:
                row = {"destination": destination_id, "key": key, **values}
                await connection.execute(sa.insert(shown).values(row))

        await self._store.write(work)


def _there(message: str | None, digest: str) -> ShownThere:
    return ShownThere(None if message is None else Receipt(message=message), digest)
