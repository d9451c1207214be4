"""The relay's desk: what a bot may ask, answered from the parts behind it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from relay.core.board import Board
from relay.core.event import Event
from relay.core.statement import Statement
from relay.delivery.display import Display
from relay.delivery.pump import Pump
from relay.journal.destinations import Destinations
from relay.journal.shown import Shown
from relay.moderation import Moderation
from relay.plugins import Desk, Destination, Footage, Receipt


class FrontDesk(Desk):
    """One for all bots."""

    def __init__(
        self,
        board: Callable[[], Board],
        now: Callable[[], datetime],
        lead_times: tuple[timedelta, ...],
        moderation: Moderation,
        destinations: Destinations,
        shown: Shown,
        tellers: tuple[Pump, Display],
        footage: Footage,
    ) -> None:
        self._board = board
        self._now = now
        self._lead_times = lead_times
        self._moderation = moderation
        self._destinations = destinations
        self._shown = shown
        self._tellers = tellers
        self._footage = footage

    @property
    def board(self) -> Board:
        return self._board()

    @property
    def lead_times(self) -> tuple[timedelta, ...]:
        return self._lead_times

    @property
    def footage(self) -> Footage:
        return self._footage

    def now(self) -> datetime:
        return self._now()

    def trusts(self, author: str) -> bool:
        return self._moderation.trusts(author)

    async def observe(self, statement: Statement) -> list[Event]:
        return await self._moderation.observe(statement)

    def consequences(self, statement: Statement) -> list[Event]:
        return self._moderation.consequences(statement)

    async def destination(self, identity: str) -> Destination | None:
        return await self._destinations.one(identity)

    async def destinations(self, community: str) -> list[Destination]:
        return await self._destinations.of(community)

    async def destinations_at(self, platform: str, address: str) -> list[Destination]:
        return await self._destinations.at(platform, address)

    async def suspended(self) -> Mapping[str, str]:
        return await self._destinations.suspended()

    async def put(self, destination: Destination) -> None:
        await self._destinations.put(destination)
        await self._take_up(destination.id)

    async def pause(self, identity: str) -> bool:
        found = await self._destinations.pause(identity)
        await self._take_up(identity)
        return found

    async def resume(self, identity: str) -> bool:
        found = await self._destinations.resume(identity)
        await self._take_up(identity)
        return found

    async def suspend(self, identity: str, reason: str) -> bool:
        found = await self._destinations.suspend(identity, reason)
        await self._take_up(identity)
        return found

    async def reopen(self, identity: str) -> bool:
        found = await self._destinations.reopen(identity)
        await self._take_up(identity)
        return found

    async def remove(self, identity: str) -> bool:
        found = await self._destinations.remove(identity)
        await self._take_up(identity)
        return found

    async def shown(self, identity: str, key: str) -> Receipt | None:
        there = await self._shown.at(identity, key)
        return there.receipt if there else None

    async def _take_up(self, identity: str) -> None:
        for teller in self._tellers:
            await teller.take_up(identity)
