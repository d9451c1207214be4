"""The places to tell: what each wants, whether it is told, and how far it has been."""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.codec import DESTINATIONS
from relay.journal.schema import destinations
from relay.journal.store import Store, head
from relay.plugins import Destination


class Destinations:
    """Kept destinations. Nothing but `remove` ever deletes one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def put(self, destination: Destination) -> None:
        """Add it, to be told what is new from now on, or change what an existing one wants.

        `paused` counts for a new one only: `pause` and `resume` decide later, so that reading
        the same configuration at every start does not undo them.
        """
        body = DESTINATIONS.encode(replace(destination, paused=False))
        change = _one(destination.id).values(body=body)

        async def work(connection: AsyncConnection) -> None:
            if (await connection.execute(change)).rowcount:
                return
            row = {"id": destination.id, "paused": destination.paused, "suspended": ""}
            row |= {"cursor": await head(connection), "body": body}
            await connection.execute(sa.insert(destinations).values(row))

        await self._store.write(work)

    async def all(self) -> list[Destination]:
        """Every destination, by id. A suspended one counts as paused."""
        table = destinations.c
        query = sa.select(table.body, table.paused, table.suspended).order_by(table.id)
        return [
            replace(DESTINATIONS.decode(body), paused=paused or bool(suspended))
            for body, paused, suspended in await self._store.rows(query)
        ]

    async def pause(self, identity: str) -> bool:
        """Tell it nothing until `resume`. False when there is no such destination."""
        return await self._store.change(_one(identity).values(paused=True)) > 0

    async def suspend(self, identity: str, reason: str) -> bool:
        """Tell it nothing until `resume`: the platform refuses it, in the words `reason`."""
        change = _one(identity).values(suspended=reason or "no reason given")
        return await self._store.change(change) > 0

    async def resume(self, identity: str) -> bool:
        """Tell it again what is new from now on; what it missed is not told in one burst."""

        async def work(connection: AsyncConnection) -> bool:
            values = {"paused": False, "suspended": "", "cursor": await head(connection)}
            return (await connection.execute(_one(identity).values(values))).rowcount > 0

        return await self._store.write(work)

    async def suspended(self) -> dict[str, str]:
        """Why each suspended destination is, by id: for the operator to mend and resume."""
        query = sa.select(destinations.c.id, destinations.c.suspended)
        rows = await self._store.rows(query.where(destinations.c.suspended != ""))
        return dict(rows)

    async def remove(self, identity: str) -> bool:
        """Forget it and what it was told. False when there is no such destination."""
        forget = sa.delete(destinations).where(destinations.c.id == identity)
        return await self._store.change(forget) > 0


def _one(identity: str) -> sa.Update:
    return sa.update(destinations).where(destinations.c.id == identity)
