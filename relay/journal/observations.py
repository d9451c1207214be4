"""What sources claimed, kept so that fusion can start again where it was."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.core.observation import Observation
from relay.journal.codec import OBSERVATIONS
from relay.journal.schema import observations
from relay.journal.store import Store


@dataclass(frozen=True, slots=True)
class StoredObservation:
    """An observation, its name (`relay.core.observation.observation_id`) and what it belongs to.

    `spacewalk` is None while nobody knows which one is meant.
    """

    id: str
    spacewalk: str | None
    observation: Observation


class Observations:
    """Reads what `Journal.append` wrote."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def all(self) -> list[StoredObservation]:
        """Everything that is kept, in the order of seeing."""
        return await self._select(sa.true())

    async def unknown(self) -> list[StoredObservation]:
        """What belongs to no spacewalk that anyone knows: for the operator to look at."""
        return await self._select(observations.c.spacewalk.is_(None))

    async def _select(self, condition: sa.ColumnElement[bool]) -> list[StoredObservation]:
        query = sa.select(observations.c.id, observations.c.spacewalk, observations.c.body)
        query = query.where(condition).order_by(observations.c.seen_at, observations.c.id)
        rows = await self._store.rows(query)
        return [StoredObservation(i, which, OBSERVATIONS.decode(body)) for i, which, body in rows]


async def insert(connection: AsyncConnection, new: Sequence[StoredObservation]) -> None:
    """Write those whose id is not there yet; the rest is left as it is."""
    by_id = {stored.id: stored for stored in reversed(new)}
    if not by_id:
        return
    known = sa.select(observations.c.id).where(observations.c.id.in_(list(by_id)))
    for identity in await connection.scalars(known):
        del by_id[identity]
    rows = [_row(stored) for stored in by_id.values()]
    if rows:
        await connection.execute(sa.insert(observations), rows)


def _row(stored: StoredObservation) -> dict[str, object]:
    return {
        "id": stored.id,
        "spacewalk": stored.spacewalk,
        "seen_at": stored.observation.seen_at,
        "body": OBSERVATIONS.encode(stored.observation),
    }
