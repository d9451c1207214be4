"""A clock that stands still until it is told to move: hours of waiting pass in an instant."""

import asyncio
import heapq
import itertools
from datetime import datetime, timedelta

from relay.clock import Clock

SETTLE = 25
"""Turns of the event loop that what has just been woken is given before time goes on."""


class FakeClock(Clock):
    """Time by hand. Nothing in it waits for real time.

    A test starts what it tests as a task and moves the clock with `advance`. Where that task does
    real I/O (a loopback server), `await clock.asleep()` first, so that it is really waiting.
    """

    def __init__(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock starts at an aware time: give `now` a time zone")
        self._now = now
        self._order = itertools.count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """The instant that the clock was moved to."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved that many seconds further."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._now + timedelta(seconds=seconds)
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        self._changed.set()
        await woken

    @property
    def next_due(self) -> datetime | None:
        """When the first of those who sleep wakes up; None when nobody sleeps."""
        self._forget_cancelled()
        return self._sleepers[0][0] if self._sleepers else None

    async def asleep(self, count: int = 1) -> None:
        """Return as soon as at least `count` tasks sleep on this clock."""
        while sum(not woken.done() for _, _, woken in self._sleepers) < count:
            self._changed.clear()
            await self._changed.wait()

    async def advance(self, seconds: float) -> None:
        """Move on, waking everyone whose time comes on the way, in order and at their instant."""
        await self.advance_to(self._now + timedelta(seconds=seconds))

    async def advance_to(self, instant: datetime) -> None:
        """Move on to that instant, like `advance`."""
        await _settle()
        while (due := self.next_due) is not None and due <= instant:
            _, _, woken = heapq.heappop(self._sleepers)
            self._now = max(self._now, due)
            woken.set_result(None)
            await _settle()
        self._now = max(self._now, instant)

    def _forget_cancelled(self) -> None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)


async def _settle() -> None:
    for _ in range(SETTLE):
        await asyncio.sleep(0)
