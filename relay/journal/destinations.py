"""The places to tell: what each wants, whether it is told, and how far it has been."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.codec import DESTINATIONS
from relay.journal.schema import destinations
from relay.journal.store import Store, head
from relay.plugins import Destination

MANY = 100
"""From so many on they are read beside the event loop."""


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
        found_by = {"community": destination.community, "address": destination.address}
        change = _one(destination.id).values(body=body, **found_by)

        async def work(connection: AsyncConnection) -> None:
            if (await connection.execute(change)).rowcount:
                return
            row = {"id": destination.id, "paused": destination.paused, "suspended": ""}
            row |= {"cursor": await head(connection), "body": body, **found_by}
            await connection.execute(sa.insert(destinations).values(row))

        await self._store.write(work)

    async def all(self) -> list[Destination]:
        """Every destination, by id. A suspended one counts as paused."""
        return await self._select(sa.true())

    async def one(self, identity: str) -> Destination | None:
        """That one, as `all` has it."""
        return next(iter(await self._select(destinations.c.id == identity)), None)

    async def of(self, community: str) -> list[Destination]:
        """All of that community, by id."""
        return await self._select(destinations.c.community == community)

    async def at(self, platform: str, address: str) -> list[Destination]:
        """All that tell that place, by id."""
        found = await self._select(destinations.c.address == address)
        return [one for one in found if one.platform == platform]

    async def _select(self, condition: sa.ColumnElement[bool]) -> list[Destination]:
        table = destinations.c
        query = sa.select(table.body, table.paused, table.suspended).where(condition)
        rows = await self._store.rows(query.order_by(table.id))
        return _decoded(rows) if len(rows) < MANY else await asyncio.to_thread(_decoded, rows)

    async def pause(self, identity: str) -> bool:
        """Tell it nothing until `resume`. False when there is no such destination."""
        return await self._store.change(_one(identity).values(paused=True)) > 0

    async def suspend(self, identity: str, reason: str) -> bool:
        """Tell it nothing until `resume`: the platform refuses it, in the words `reason`."""
        change = _one(identity).values(suspended=reason or "no reason given")
        return await self._store.change(change) > 0

    async def resume(self, identity: str) -> bool:
        """Tell it again what is new from now on; what it missed is not told in one burst."""
        return await self._from_now_on(identity, paused=False, suspended="")

    async def reopen(self, identity: str) -> bool:
        """End a suspension, as `resume` does; what people paused stays paused."""
        return await self._from_now_on(identity, suspended="")

    async def _from_now_on(self, identity: str, **values: object) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            change = _one(identity).values(cursor=await head(connection), **values)
            return (await connection.execute(change)).rowcount > 0

        return await self._store.write(work)

    async def paused(self) -> set[str]:
        """The ids of those that people, or the configuration, paused; suspended or not."""
        rows = await self._store.rows(sa.select(destinations.c.id).where(destinations.c.paused))
        return {identity for (identity,) in rows}

    async def unpause(self, identity: str) -> bool:
        """End a pause alone: one that is suspended stays so."""
        return await self._store.change(_one(identity).values(paused=False)) > 0

    async def suspended(self) -> dict[str, str]:
        """Why each suspended destination is, by id: for the operator to mend and resume."""
        query = sa.select(destinations.c.id, destinations.c.suspended)
        rows = await self._store.rows(query.where(destinations.c.suspended != ""))
        return dict(rows)

    async def remove(self, identity: str) -> bool:
        """Forget it and what it was told. False when there is no such destination."""
        forget = sa.delete(destinations).where(destinations.c.id == identity)
        return await self._store.change(forget) > 0


def _decoded(rows: Sequence[Any]) -> list[Destination]:
    return [
        replace(DESTINATIONS.decode(body), paused=paused or bool(suspended))
        for body, paused, suspended in rows
    ]


def _one(identity: str) -> sa.Update:
    return sa.update(destinations).where(destinations.c.id == identity)
