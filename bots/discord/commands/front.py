"""What every command has at hand: the desk, the post that shows whether a place can be told, and
the allowance of those who ask."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bots.discord.commands.allowance import Allowance
from relay.plugins import Desk, Destination

PLATFORM = "discord"
WAITING = 30.0
"""Seconds that someone waits for what became of a test message."""
BUSY = "Discord is busy; try again later."

Test = Callable[[Destination], Awaitable[str]]
"""Posts a message there that says that it is a test and pings nobody. What hindered it comes back,
in words for whoever asked; nothing when it arrived."""


@dataclass(frozen=True, slots=True)
class Front:
    """One for the whole bot."""

    desk: Desk
    test: Test
    allowance: Allowance
    patience: float = WAITING

    async def hindrance(self, destination: Destination) -> str:
        """Try to tell it: what hindered that, as `Test` says it, or BUSY when nothing is known in
        time."""
        try:
            async with asyncio.timeout(self.patience):
                return await self.test(destination)
        except TimeoutError:
            return BUSY

    async def of_server(self, server: int) -> list[Destination]:
        """All that belong to that server, those of the configuration included."""
        return await self.desk.destinations(community(server))

    async def of_places(self, server: int, addresses: Iterable[str]) -> list[Destination]:
        """The same, and what the configuration tells at these addresses without naming a server."""
        found = {one.id: one for one in await self.of_server(server)}
        for address in addresses:
            found |= {o.id: o for o in await self.desk.destinations_at(PLATFORM, address)}
        return [found[name] for name in sorted(found)]

    async def made_by_server(self, server: int) -> list[Destination]:
        """Those that people of that server made, and may change."""
        return [one for one in await self.of_server(server) if one.made_in_chat]

    async def put(self, destination: Destination) -> None:
        """Add or change it, and tell it again if the platform had refused it."""
        await self.desk.put(destination)
        if destination.id in await self.desk.suspended():
            await self.desk.reopen(destination.id)


def community(server: int | None) -> str:
    """How the relay names a server; nothing for a direct message."""
    return f"{PLATFORM}:{server}" if server else ""


def account(user: int) -> str:
    """How the relay names a person."""
    return f"{PLATFORM}:{user}"


def channel_destination(channel: int) -> str:
    """The id of the destination that people make for a channel."""
    return f"{PLATFORM}.{channel}"
