"""From a document read to the notice in the hands of a bot, through the whole program.

`python -m bench.latency [--quick]`. Every round is a new spacewalk's start post of the station
blog, a real database on disk, and one destination of a bot that notes the time.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import percentile, show
from relay.clock import Clock, WallClock
from relay.core.board import Board
from relay.core.fusion import Fusion
from relay.core.notice import Notice, notice
from relay.delivery.pump import Pump
from relay.intake import Intake
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.plugins import Bot, Destination, Document, Finding, Http, Receipt, Settings, find_sources

FIRST = datetime(2024, 1, 1, 12, 46, tzinfo=UTC)


class Stopwatch(Bot):
    """A bot that notes when it was told."""

    name = "stopwatch"
    Config = Settings

    def __init__(self, config: Settings, http: Http | None, clock: Clock) -> None:
        self.told: asyncio.Queue[float] = asyncio.Queue()

    async def start(self) -> None:
        return None

    async def deliver(
        self, destination: Destination, notice: Notice, key: str, posted: Receipt | None
    ) -> Receipt:
        self.told.put_nowait(time.perf_counter())
        return Receipt(message=key)

    async def close(self) -> None:
        return None

    async def check(self, destinations: Sequence[Destination]) -> list[Finding]:
        return []


def post(number: int) -> Document:
    """The blog's document about the start of spacewalk `number`, with nine older posts behind."""
    items = "".join(_item(n) for n in range(number, max(-1, number - 10), -1))
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    return Document("station_blog", _day(number) + timedelta(minutes=6), feed)


def _day(number: int) -> datetime:
    return FIRST + timedelta(days=3 * number)


def _item(number: int) -> str:
    at = _day(number)
    words = (
        f"Two NASA astronauts switched their spacesuits to battery power at {at:%H:%M} UTC, "
        f"beginning U.S. spacewalk {number + 1} outside the Quest airlock. "
    ) + "They will work on the truss for about six and a half hours. " * 20
    published = at + timedelta(minutes=5)
    return (
        f"<item><title>Astronauts Begin Spacewalk {number + 1}</title>"
        f"<link>https://blog.example/{number}</link>"
        f"<pubDate>{published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description>{words}</description></item>"
    )


@dataclass(frozen=True)
class Line:
    """The whole way, from a document to a bot."""

    intake: Intake
    pump: Pump
    bot: Stopwatch


@contextlib.asynccontextmanager
async def telling(folder: Path, wanted: frozenset[str]) -> AsyncIterator[Line]:
    """One destination that wants these kinds, and a new database on disk."""
    store = await Store.open(str(folder / "bench.db"))
    journal, fusion, bot = Journal(store), Fusion(Board()), Stopwatch(Settings(), None, WallClock())
    readers = {name: source.reader() for name, source in find_sources().items()}
    intake = Intake(readers, fusion, journal, Documents(store, count=10, size=1000))
    destinations = Destinations(store)
    await destinations.put(Destination(id="a", platform=bot.name, address="", kinds=wanted))
    pump = Pump(
        journal,
        destinations,
        Deliveries(store),
        {bot.name: bot},
        lambda event, voice: notice(event, intake.board.find(event.spacewalk), voice),
        WallClock(),
    )
    pumping = asyncio.create_task(pump.run())
    yield Line(intake, pump, bot)
    await pump.drain(1)
    await pumping
    await store.close()


async def measure(rounds: int, folder: Path) -> list[float]:
    """Milliseconds from each document to its notice."""
    taken = []
    async with telling(folder, frozenset({"eva_start"})) as line:
        for number in range(rounds):
            document = post(number)
            start = time.perf_counter()
            await line.intake.take(document)
            taken.append((await line.bot.told.get() - start) * 1000)
            await line.pump.settle()
    return taken


def main() -> None:
    """Measure and print."""
    rounds = 100 if "--quick" in sys.argv else 1000
    with tempfile.TemporaryDirectory() as scratch:
        taken = asyncio.run(measure(rounds, Path(scratch)))
    rows = [("document to bot", percentile(taken, 0.5), percentile(taken, 0.99), max(taken))]
    figures = {"p50_ms": round(rows[0][1], 2), "p99_ms": round(rows[0][2], 2), "rounds": rounds}
    show(f"{rounds} spacewalks begin", ["what", "p50 ms", "p99 ms", "max ms"], rows, figures)


if __name__ == "__main__":
    main()
