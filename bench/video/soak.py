"""Hours of a small stream at speed: what does the memory do?"""

import asyncio
import gc
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.idle import resident_mb
from bench.video.following import follow_for, following
from relay.clock import Clock
from relay.testing.hls.ladder import Ladder
from relay.testing.hls.origin import Origin
from relay.testing.hls.recipe import Recipe

LADDER = Ladder(
    parts=(Recipe(count=30, width=160, height=90, captions=((1.0, "THIS IS A TEST PICTURE."),)),),
    low=30_000,
)


class Quick(Clock):
    """Time that passes faster than it does."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._began = time.monotonic()
        self._start = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self._factor)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._factor)


async def soak(hours: float, factor: float, own: int, folder: Path) -> dict[str, float]:
    """Megabytes in use after each sixth of the time, the origin's included, and how many of the
    segments that were published came: at that speed a late wake-up passes some over."""
    clock = Quick(factor)
    used = []
    async with (
        Origin(LADDER, clock=clock, live=True) as origin,
        following(origin.url, folder, clock) as followed,
    ):
        for _ in range(6):
            await follow_for(followed, clock, hours * 600)
            origin.asked.clear()
            gc.collect()
            used.append(resident_mb(own))
        published = hours * 1800
        share = len(followed.lags) / published
    memory = {f"soak_part_{part}_mb": round(mb, 1) for part, mb in enumerate(used, 1)}
    return memory | {"soak_segments_percent": round(share * 100, 1)}
