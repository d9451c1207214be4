"""The bot's delivery side in front of a loopback Discord, with the time in a test's hands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from bots.discord.pacer import Pacer
from bots.discord.posting import Poster
from bots.discord.rest import Rest
from relay.core.card import Card, Line, Phase
from relay.plugins import Destination
from relay.testing.clock import FakeClock
from relay.testing.discord import Channel, Guild, Limits, Loopback, Message

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FAST = 100_000.0
"""Requests a second: the pace is no matter of the test."""


@dataclass
class Scene:
    """One server with one channel, and what speaks to it."""

    discord: Loopback
    clock: FakeClock
    session: aiohttp.ClientSession
    pacer: Pacer
    guild: Guild
    channel: Channel
    waits: list[float] = field(default_factory=list)
    """Seconds that a request waited in its place."""

    def __post_init__(self) -> None:
        self.begin_anew()

    def begin_anew(self, token: str = "") -> None:
        """A new run of the program: nothing that was in memory is left."""
        used, url = token or self.discord.token, self.discord.api_url
        self.rest = Rest(self.session, url, used, self.pacer, self.clock, self.wait)
        self.poster = Poster(self.rest, self.clock)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        await self.clock.advance(seconds)

    def to(self, address: str = "", **options: str) -> Destination:
        """A destination of the bot's; the first channel, unless another address is given."""
        return a_place(address or str(self.channel.id), **options)

    @property
    def told(self) -> list[Message]:
        return self.channel.told

    @property
    def titles(self) -> list[str]:
        return [message.embeds[0]["title"] for message in self.told]

    def asked(self, route: str) -> int:
        """How often."""
        return self.discord.counts.requests[route]

    @property
    def refused_for_speed(self) -> int:
        return self.discord.counts.statuses[429]


def a_place(address: str, **options: str) -> Destination:
    """A destination; `__` in the name of an option stands for a full stop."""
    named = {name.replace("__", "."): value for name, value in options.items()}
    return Destination(id=f"discord-{address}", platform="discord", address=address, options=named)


@asynccontextmanager
async def a_scene(limits: Limits | None = None) -> AsyncIterator[Scene]:
    """Without any limit, unless some are given."""
    clock = FakeClock(NOON)
    async with Loopback(limits or Limits.off(), clock=clock) as discord, _session() as session:
        guild = discord.world.add_guild(channels=1)
        (channel,) = guild.channels.values()
        yield Scene(discord, clock, session, Pacer(FAST, 32), guild, channel)


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())


def a_card(**changes: Any) -> Card:
    """Of a spacewalk that is planned for an hour after noon, unless `changes` say otherwise."""
    fields: dict[str, Any] = {
        "key": "us-eva-95",
        "spacewalk": "us-eva-95",
        "title": "US EVA 95",
        "phase": Phase.PLANNED,
        "state": "Planned",
        "facts": (("Crew", "Menon and Meir"),),
        "lines": (Line(at="12:01", title="Hatch open", standing="confirmed", note=""),),
        "hint": "",
        "watch": "https://plus.nasa.gov/eva-95",
        "live": False,
        "start": NOON + HOUR,
        "end": NOON + 7 * HOUR,
        "description": "A new solar array.",
        "picture": None,
    }
    return Card(**fields | changes)
