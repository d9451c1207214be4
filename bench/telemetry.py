"""The telemetry: a whole real day in seconds, beside two other rules, and from feed to notice.

`python -m bench.telemetry [--quick] [FILE]`. FILE is the recording of US EVA 45 (10 October 2017):
a line for each row, with the hours of the year and three items, `-` for no change. Without it only
the way from feed to notice is measured. All goes through a loopback Lightstreamer server and the
source's own client.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import percentile, show
from bench.latency import telling
from relay.clock import Clock
from relay.core.observation import Observation, Topic
from relay.errors import SourceUnavailable
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.iss_telemetry import IssTelemetry
from relay.sources.iss_telemetry.source import IssTelemetrySettings
from relay.testing.airlock import time_stamp
from relay.testing.lightstreamer import Lightstreamer
from relay.testing.story import scheduled

DAY = Path(__file__).parents[2] / "shared/data/telemetry/us-eva-45-2017-10-10.txt"
ITEMS = ("AIRLOCK000049", "AIRLOCK000047", "AIRLOCK000048")
ZERO = datetime(2016, 12, 31, tzinfo=UTC)
STEP = (20.9, 20.3, 14.0, 10.2, 5.7, 3.8)
"""Torr, one a second, in 2017."""

Row = tuple[datetime, str, dict[str, str | None]]


class SourceTime(Clock):
    """It is as late as the feed says."""

    def __init__(self, now: datetime) -> None:
        self.present = now

    def now(self) -> datetime:
        return self.present

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


def rows(file: Path) -> Iterator[Row]:
    """Every change of every item."""
    for line in file.read_text().splitlines():
        hours, *values = line.split()
        for item, value in zip(ITEMS, values, strict=True):
            if value != "-":
                at = ZERO + timedelta(hours=float(hours))
                yield at, item, {"TimeStamp": hours, "Value": value}


async def whole_day(day: list[Row]) -> tuple[float, list[tuple[datetime, Observation]]]:
    """Seconds for all of it, and what was decided when, in source time."""
    clock = SourceTime(day[-1][0])
    read, found, began = IssTelemetry.reader(), [], 0.0
    async with Lightstreamer() as server:
        playing = asyncio.create_task(_play(server, day))
        times = iter(day)
        async for document in listening(server, clock):
            began = began or time.perf_counter()
            assert isinstance(document, Document), document
            at = next(times)[0]
            found += [(at, one) for one in read(document.text, clock.now())]
            if at == day[-1][0]:
                break
        seconds = time.perf_counter() - began
        playing.cancel()
    return seconds, found


async def _play(server: Lightstreamer, day: list[Row]) -> None:
    await server.session()
    await server.play((item, values) for _, item, values in day)


def listening(server: Lightstreamer, clock: Clock) -> AsyncIterator[Document | SourceUnavailable]:
    """The documents of a source that is connected to that server."""
    settings = IssTelemetrySettings(url=server.url, allow_private=True)
    return IssTelemetry(settings, SafeHttp(), clock).documents()


def by_simple_rule(day: list[Row]) -> list[str]:
    """ "Below 600 it begins, from 700 on it is over"."""
    said, on = [], False
    for at, torr in pressures(day):
        if (torr < 600) is not on and (torr < 600 or torr >= 700):
            on = torr < 600
            said.append(f"{'begins' if on else 'over'} {at:%H:%M:%S}")
    return said


def by_vacuum_rule(day: list[Row]) -> list[str]:
    """ "Below 2.5 for 30 samples it is on", once a second as its program looks."""
    said, on, since = [], False, None
    points = pressures(day)
    for (at, torr), (until, _) in zip(points, [*points[1:], points[-1]], strict=True):
        since = (since or at) if torr < 2.5 else None
        if on and torr >= 2.5:
            on = False
            said.append(f"off {at:%H:%M:%S}")
        decided = since + timedelta(seconds=30) if since else None
        if not on and decided and decided <= until:
            on = True
            said.append(f"on {decided:%H:%M:%S}")
    return said


def pressures(day: list[Row]) -> list[tuple[datetime, float]]:
    """Those of the crewlock."""
    return [(at, float(values["Value"] or "nan")) for at, item, values in day if item == ITEMS[0]]


async def feed_to_notice(rounds: int, folder: Path) -> list[float]:
    """Milliseconds from the sample that decides, as it is sent, to the notice at a bot."""
    clock, taken = SourceTime(ZERO + timedelta(days=30)), []
    async with Lightstreamer() as server, telling(folder, frozenset({"hatch_open"})) as line:
        reading = asyncio.create_task(_take_in(listening(server, clock), line.intake.take))
        await server.session()
        for number in range(rounds):
            day = ZERO + timedelta(days=30 + 3 * number)
            names = {"id": number + 1, "name": f"US EVA {number + 1}", "slug": f"eva-{number + 1}"}
            await line.intake.take(scheduled(day - timedelta(hours=1), day, **names))
            for second, torr in enumerate(STEP):
                clock.present = day + timedelta(seconds=second)
                began = time.perf_counter()
                stamp = time_stamp(clock.present)
                await server.update(ITEMS[0], TimeStamp=stamp, Value=str(torr))
            taken.append((await line.bot.told.get() - began) * 1000)
            await line.pump.settle()
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading
    return taken


async def _take_in(
    documents: AsyncIterator[Document | SourceUnavailable],
    take: Callable[[Document], Awaitable[object]],
) -> None:
    while True:
        document = await anext(documents)
        assert isinstance(document, Document), document
        await take(document)


def compared(found: list[tuple[datetime, Observation]], day: list[Row]) -> None:
    """Print what each detector says of the day."""
    facts = [(at, one) for at, one in found if one.kind is not Topic.HINT]
    ours = [f"{one.kind} {one.occurred_at:%H:%M:%S}, decided {at:%H:%M:%S}" for at, one in facts]
    rows = [("this detector", word) for word in ours]
    rows += [("below 600 begins, from 700 over", word) for word in by_simple_rule(day)]
    rows += [("below 2.5 for 30 s", word) for word in by_vacuum_rule(day)]
    show("US EVA 45, hatch 11:54:55, repress 18:21:46", ("rule", "says (UTC)"), rows, {})


def main() -> None:
    """Measure and print."""
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("-")] or [DAY]
    rounds = 50 if "--quick" in sys.argv else 500
    figures: dict[str, object] = {}
    if files[0].exists():
        day = list(rows(files[0]))
        seconds, found = asyncio.run(whole_day(day))
        compared(found, day)
        figures |= {"updates": len(day), "day_s": round(seconds, 2)}
    else:
        print(f"{files[0].name} is not here: the real day is left out")
    with tempfile.TemporaryDirectory() as scratch:
        taken = asyncio.run(feed_to_notice(rounds, Path(scratch)))
    shown = [("feed to notice", percentile(taken, 0.5), percentile(taken, 0.99), max(taken))]
    figures |= {"p50_ms": round(shown[0][1], 2), "p99_ms": round(shown[0][2], 2), "rounds": rounds}
    show(f"{rounds} hatches open", ("what", "p50 ms", "p99 ms", "max ms"), shown, figures)


if __name__ == "__main__":
    main()
