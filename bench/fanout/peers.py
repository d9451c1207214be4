"""How other bots tell many channels, each with discord.py's own client for requests."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime

import discord
from discord.http import Route

from bench.fanout.apart import cpu
from bench.fanout.loopback import Address
from bench.fanout.ours import Spent
from bots.discord.pacer import Pacer, Urgency
from relay.testing.discord.server import TOKEN

Send = Callable[[str], Awaitable[None]]
Pattern = Callable[[Send, Iterable[str]], Awaitable[None]]

PACE, AT_ONCE = 49.0, 8


async def one_after_another(send: Send, channels: Iterable[str]) -> None:
    """A loop, as most have it."""
    for channel in channels:
        await send(channel)


async def pool_of_16(send: Send, channels: Iterable[str]) -> None:
    """Sixteen at once, as fast as answers come."""
    left = iter(channels)

    async def work() -> None:
        for channel in left:
            await send(channel)

    await asyncio.gather(*(work() for _ in range(16)))


async def all_at_once(send: Send, channels: Iterable[str]) -> None:
    """`asyncio.gather` over everything."""
    await asyncio.gather(*(send(channel) for channel in channels))


async def paced(send: Send, channels: Iterable[str]) -> None:
    """At the pace of the relay: what the library itself takes of the processor."""
    pacer = Pacer(PACE, AT_ONCE)

    async def in_turn(channel: str) -> None:
        async with pacer.turn(Urgency.TELLING):
            await send(channel)

    await asyncio.gather(*(in_turn(channel) for channel in channels))


PATTERNS: Mapping[str, Pattern] = {
    "one after another": one_after_another,
    "pool of 16": pool_of_16,
    "gather over all": all_at_once,
    "paced 49/s, 8 at once": paced,
}


async def tell(there: Address, pattern: str) -> Spent:
    """Send one embed to every channel; a message that the library gives up for is lost."""
    Route.BASE = there.api_url
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(TOKEN)

        async def send(channel: str) -> None:
            with contextlib.suppress(discord.HTTPException):
                await client.get_partial_messageable(int(channel)).send(embed=_embed())

        before, began = cpu(), time.time()
        await PATTERNS[pattern](send, there.channels)
        return Spent(began, cpu() - before)


def _embed() -> discord.Embed:
    """About as long as an alert of the relay."""
    return discord.Embed(
        title="The spacewalk has begun: US EVA 95",
        description="Official start of the spacewalk of Ada Lovelace and Mary Anning. " * 2,
        color=0x2E9E5B,
        timestamp=datetime.now(UTC),
        url="https://www.nasa.gov/blogs/spacestation/",
    )
