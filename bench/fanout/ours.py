"""The relay's way: journal, pump and bot as the program runs them, on a database on disk."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bench.fanout.apart import cpu
from bench.fanout.loopback import Address
from bots.discord import Config, Discord
from bots.discord.threads import CARD
from relay.clock import WallClock
from relay.core.board import Board, fold
from relay.core.card import card
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Standing
from relay.core.notice import Notice, notice
from relay.core.spacewalk import Plan, Segment
from relay.delivery.pump import Pump
from relay.http import SafeHttp
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.plugins import Destination, Receipt
from relay.testing.discord.server import TOKEN

SPACEWALK = "us-eva-95"
ENOUGH = 50
"""Edits that have been answered before the alert comes."""


@dataclass(frozen=True, slots=True)
class Spent:
    """On telling everyone."""

    began: float
    """Just before the event was appended, in seconds since 1970."""
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An alert that came when many edits of cards were waiting."""

    seconds: float
    """From the call to Discord's answer."""
    waiting: int
    """Edits that had not been answered when it was."""


def announced() -> Event:
    """A spacewalk will begin about now."""
    now = datetime.now(UTC)
    return Event(
        type=EventType.SPACEWALK_ANNOUNCED,
        spacewalk=SPACEWALK,
        time=now - timedelta(hours=30),
        segment=Segment.US,
        number="95",
        crew=("Ada Lovelace", "Mary Anning"),
        plan=Plan(start=now, name="US EVA 95", duration=timedelta(hours=6, minutes=30)),
    )


def begun() -> Event:
    """It begins now."""
    now = datetime.now(UTC)
    return Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk=SPACEWALK,
        time=now,
        milestone=Milestone.EVA_START,
        occurred_at=now,
        standing=Standing.CONFIRMED,
        firm=True,
        address="https://www.nasa.gov/blogs/spacestation/",
    )


@contextlib.asynccontextmanager
async def speaking(there: Address) -> AsyncIterator[Discord]:
    """The bot with the pace and the places in flight that it has when nothing is configured."""
    config = Config(token=SecretStr(TOKEN), api_url=there.api_url, allow_private=True)
    bot = Discord(config, SafeHttp(), WallClock())
    await bot.start()
    try:
        yield bot
    finally:
        await bot.close()


def destination(channel: str) -> Destination:
    """One channel that wants everything."""
    return Destination(id=f"discord:{channel}", platform=Discord.name, address=channel)


async def tell(there: Address) -> Spent:
    """Append one milestone and return when every channel was told of it and the record is kept."""
    plan = announced()
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(str(Path(folder) / "bench.db"))
        journal, destinations = Journal(store), Destinations(store)
        await journal.append([plan])
        for channel in there.channels:
            await destinations.put(destination(channel))
        async with speaking(there) as bot:
            pump = _pump(store, journal, bot, fold([plan, begun()]))
            running = asyncio.create_task(pump.run())
            await pump.settle()
            before, began = cpu(), time.time()
            await journal.append([begun()])
            await pump.settle()
            spent = Spent(began, cpu() - before)
            await pump.drain(1)
            await running
        await store.close()
    return spent


def _pump(store: Store, journal: Journal, bot: Discord, board: Board) -> Pump:
    return Pump(
        journal,
        Destinations(store),
        Deliveries(store),
        {bot.name: bot},
        lambda event, voice: notice(event, board.find(event.spacewalk), voice),
        WallClock(),
    )


async def behind_edits(there: Address, posted: Sequence[tuple[str, str]]) -> Overtaken:
    """Ask for an edit of all these messages (channel, id) at once, and then tell an alert."""
    async with speaking(there) as bot:
        event = begun()
        walk = fold([announced(), event]).find(SPACEWALK)
        assert walk is not None
        glance, news = card(walk, event.time), notice(event, walk)
        assert news is not None

        async def edit(channel: str, message: str) -> None:
            receipt = Receipt(message=f"{channel}/{message}")
            await bot.show(destination(channel), CARD, glance, "card", receipt)

        edits = [asyncio.create_task(edit(*one)) for one in posted]
        for done in asyncio.as_completed(edits[:ENOUGH]):
            await done
        overtaken = await _alert(bot, posted[0][0], news, edits)
        for task in edits:
            task.cancel()
        await asyncio.gather(*edits, return_exceptions=True)
    return overtaken


async def _alert(
    bot: Discord, channel: str, news: Notice, edits: Sequence[asyncio.Task[None]]
) -> Overtaken:
    began = time.perf_counter()
    await bot.deliver(destination(channel), news, "alert", None)
    seconds = time.perf_counter() - began
    return Overtaken(seconds, sum(not task.done() for task in edits))
