"""The live stream: pictures, clips and what they cost, beside `streamlink | ffmpeg`.

`python -m bench.video [--quick|--soak]`. The stream comes from a process of its own on this
machine: 720p at 30 frames a second, 5 Mbit/s, segments of two seconds, and a rung of 0.9 Mbit/s.
Debian's ffmpeg has to be there for the other side. `--soak` follows a small stream for six hours
at speed instead.
"""

import asyncio
import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.figures import percentile, show
from bench.idle import cpu_seconds, resident_mb
from bench.video import peers
from bench.video.following import Followed, follow_for, following
from bench.video.origin import Stream, streaming
from bench.video.soak import soak
from relay.clock import WallClock
from relay.video.captions.reading import Captions
from relay.video.lapse.samples import Samples
from relay.video.segment import Ring, Rung

MIB = 1024 * 1024
Figures = dict[str, float]


def p95(seconds: Iterable[float]) -> float:
    """In milliseconds."""
    return round(percentile(seconds, 0.95) * 1000, 3)


async def watched(followed: Followed, before: float, seconds: float) -> Figures:
    """What following costs, and how late segments are, after so many seconds of it."""
    clock, own = WallClock(), os.getpid()
    await follow_for(followed, clock, before)
    followed.lags.clear()
    cpu, began = cpu_seconds(own), time.monotonic()
    await clock.sleep(seconds)
    cpu = (cpu_seconds(own) - cpu) / (time.monotonic() - began)
    high = followed.watcher.rings[Rung.HIGH]
    length = sum(one.duration for one in high)
    return {
        "watcher_cpu_percent": round(cpu * 100, 2),
        "ring_lag_ms": round(statistics.median(followed.lags) * 1000, 1),
        "ring_mb_90s": round(high.size / length * 90 / 1e6, 1),
        "rss_mb": round(resident_mb(own), 1),
    }


async def pictures(followed: Followed, stream: Stream, count: int, folder: Path) -> Figures:
    """A picture that is there already, and one by the other way."""
    ours, ages = [], []
    for _ in range(count * 20):
        began = time.perf_counter()
        still = await followed.studio.snapshot()
        ours.append(time.perf_counter() - began)
        ages.append(stream.age(still.jpeg))
        await asyncio.sleep(0.1)
    theirs = [await asyncio.to_thread(_peer, stream, folder) for _ in range(count)]
    return {
        "snapshot_p95_ms": p95(ours),
        "snapshot_age_s": round(statistics.median(ages), 2),
        "peer_snapshot_p95_ms": p95(seconds for seconds, _ in theirs),
        "peer_snapshot_age_s": round(statistics.median(age for _, age in theirs), 2),
    }


def _peer(stream: Stream, folder: Path) -> tuple[float, float]:
    seconds, jpeg = peers.snapshot(stream.url, folder)
    return seconds, stream.age(jpeg)


async def cold(stream: Stream, count: int, folder: Path) -> Figures:
    """A picture of a stream that nobody followed."""
    taken, ages = [], []
    for _ in range(count):
        async with following(stream.url, folder) as fresh:
            began = time.perf_counter()
            still = await fresh.studio.snapshot()
            taken.append(time.perf_counter() - began)
            ages.append(stream.age(still.jpeg))
    return {
        "cold_snapshot_ms": round(statistics.median(taken) * 1000, 1),
        "cold_snapshot_age_s": round(statistics.median(ages), 2),
    }


async def clips(followed: Followed, count: int, folder: Path) -> Figures:
    """From what is in memory, in both qualities."""
    rings = followed.watcher.rings
    high, low = long(rings[Rung.HIGH], 40), long(rings[Rung.LOW], 100)
    cutter = followed.developing.room.cutter
    cutter.warm()
    await asyncio.sleep(1)
    short, whole, size = [], [], 0
    for _ in range(count):
        began = time.perf_counter()
        await cutter.cut([high], None, timedelta(seconds=30), 64 * MIB)
        short.append(time.perf_counter() - began)
        began = time.perf_counter()
        made = await cutter.cut([low], None, timedelta(seconds=90), 10 * MIB)
        whole.append(time.perf_counter() - began)
        size = len(made.mp4)
    last = [one.data for one in list(high)[-15:]]
    theirs = [peers.clip(last, folder) for _ in range(count)]
    return {
        "clip30_p95_ms": p95(short),
        "peer_clip30_p95_ms": p95(theirs),
        "clip90_p95_ms": p95(whole),
        "clip90_mib": round(size / MIB, 2),
    }


def long(ring: Ring, seconds: float) -> Ring:
    """The ring, or where it is too short its segments again and again, each time a run of their
    own."""
    held = list(ring)
    made = Ring(seconds=600, size=10**9)
    length = 0.0
    for turn in itertools.count():
        for one in held:
            shift = timedelta(seconds=sum(s.duration for s in held) * turn)
            made.add(replace(one, run=one.run + turn, start=one.start + shift))
            length += one.duration
        if length >= seconds:
            return made
    raise AssertionError


async def costs(followed: Followed, folder: Path) -> Figures:
    """What captions and the pictures of the hyperlapse take of a core."""
    segments = list(followed.watcher.rings[Rung.HIGH])[:8]
    captions, began = Captions(), time.thread_time()
    for one in segments:
        captions.take(Rung.HIGH, one)
    spoken = (time.thread_time() - began) / sum(one.duration for one in segments)
    still = await followed.studio.snapshot()
    samples, began = Samples(folder / "lapse"), time.process_time()
    for number in range(20):
        await samples.add("us-eva-95", still.at + timedelta(seconds=10 * number), still.jpeg)
    each = (time.process_time() - began) / 20
    return {
        "captions_cpu_percent": round(spoken * 100, 2),
        "hyperlapse_cpu_s_per_hour": round(each * 360, 2),
    }


async def soaked() -> Figures:
    """Six hours in four and a half minutes."""
    with tempfile.TemporaryDirectory() as scratch:
        return await soak(6.0, 80.0, os.getpid(), Path(scratch))


async def run(*, quick: bool) -> Figures:
    """Everything, one after the other."""
    seconds, count = ((16.0, 6.0), 1) if quick else ((24.0, 90.0), 8)
    with tempfile.TemporaryDirectory() as scratch, streaming() as stream:
        folder = Path(scratch)
        async with following(stream.url, folder) as followed:
            figures = await watched(followed, *seconds)
            figures |= await pictures(followed, stream, count, folder)
            figures |= await clips(followed, count, folder)
            figures |= await costs(followed, folder)
        figures |= await cold(stream, count, folder)
    return figures


LIMITS = {
    "snapshot_p95_ms": "< 5",
    "snapshot_age_s": "≤ half of the other",
    "clip30_p95_ms": "< 120",
    "clip90_p95_ms": "< 150",
    "clip90_mib": "≤ 10",
    "watcher_cpu_percent": "< 2",
    "ring_lag_ms": "< 250",
    "ring_mb_90s": "≤ 61",
    "rss_mb": "< 200",
    "captions_cpu_percent": "< 0.5",
    "hyperlapse_cpu_s_per_hour": "< 10",
}


def main() -> None:
    """Print the table."""
    if not shutil.which("ffmpeg"):
        raise SystemExit("ffmpeg is not there: install Debian's package ffmpeg")
    work = soaked() if "--soak" in sys.argv else run(quick="--quick" in sys.argv)
    figures = asyncio.run(work)
    rows = [(name, value, LIMITS.get(name, "")) for name, value in figures.items()]
    show("The live stream", ("what", "measured", "asked for"), rows, figures)


if __name__ == "__main__":
    main()
