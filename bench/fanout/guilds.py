"""The bot's connection in a world of many servers: memory, and how long it takes to be there."""

import asyncio
import gc
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.fanout.apart import cpu
from bench.fanout.loopback import Address
from bots.discord.client import build
from relay.core.board import Board
from relay.plugins import Destination
from relay.testing.desk import FakeDesk
from relay.testing.discord.server import TOKEN

GUILDS, CHANNELS, SHARDS = 2_500, 30, 3
"""Discord's own advice is a shard for every thousand servers."""


@dataclass(frozen=True, slots=True)
class Connected:
    """The client of `bots.discord`, when it has heard of every server."""

    guilds: int
    channels: int
    mb_before: float
    mb: float
    """Resident memory of the process."""
    ready_s: float
    cpu_s: float


async def connect(there: Address) -> Connected:
    """Log in, identify each shard, and return when the library says that it is ready."""
    Route.BASE = there.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(there.gateway_url)
    client = build(FakeDesk(Board(), datetime.now(UTC)), test=_no_test)
    gc.collect()
    before, spent, began = _resident_mb(), cpu(), time.monotonic()
    async with client:
        connecting = asyncio.create_task(client.start(TOKEN))
        await client.wait_until_ready()
        seconds, taken = time.monotonic() - began, cpu() - spent
        gc.collect()
        known = sum(len(guild.channels) for guild in client.guilds)
        found = Connected(len(client.guilds), known, before, _resident_mb(), seconds, taken)
    await connecting
    return found


async def _no_test(destination: Destination) -> str:
    return ""


def _resident_mb() -> float:
    """Of this process, as Linux counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kilobytes) / 1024
