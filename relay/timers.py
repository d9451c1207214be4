"""Wake-ups at given instants: by APScheduler in a live run, by the recording's time in a replay."""

import asyncio
import heapq
import itertools
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Call = Callable[[], Awaitable[None]]

GLANCE = 1.0
"""Seconds between looks at the wall clock, so that a jump forward delays nothing by more."""


class Timers(Protocol):
    """Something that calls at an instant. A name that is set again replaces the earlier one."""

    def set(self, name: str, at: datetime, call: Call) -> None:
        """Call once at `at`, or at once when that has passed: nothing is ever missed."""
        ...

    def cancel(self, name: str) -> None:
        """Forget it; a name that is not set is no mistake."""
        ...


class WallTimers(Timers):
    """The machine's own clock.

    APScheduler drops a job that is a second late by default, and fires a missed one once for each
    time it was missed. Both are switched off: who is called decides what lateness means.
    """

    def __init__(self) -> None:
        defaults = {"misfire_grace_time": None, "coalesce": True}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._next_glance: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin calling. Must be called within the running event loop."""
        self._scheduler.start()
        self._glance()

    def stop(self) -> None:
        """Call nothing any more."""
        if self._next_glance:
            self._next_glance.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def set(self, name: str, at: datetime, call: Call) -> None:
        # An earlier call of that name may still be waiting for the database: drop neither.
        self._scheduler.add_job(
            _run,
            "date",
            [call],
            run_date=at,
            id=name,
            replace_existing=True,
            max_instances=sys.maxsize,
        )

    def cancel(self, name: str) -> None:
        if self._scheduler.get_job(name):
            self._scheduler.remove_job(name)

    def repeat(self, name: str, seconds: float, call: Call) -> None:
        """Call again and again: for housekeeping."""
        trigger = IntervalTrigger(seconds=seconds, timezone=UTC)
        self._scheduler.add_job(
            _run, trigger, [call], id=name, replace_existing=True, max_instances=1
        )

    def _glance(self) -> None:
        """The scheduler sleeps by the monotonic clock; woken often, it looks at the wall."""
        self._scheduler.wakeup()
        self._next_glance = asyncio.get_running_loop().call_later(GLANCE, self._glance)


async def _run(call: Call) -> None:
    """APScheduler calls what is no coroutine function in a thread, and awaits nothing of it."""
    await call()


class Timeline(Timers):
    """The time of a recording: it stands still until it is moved, and calls on the way."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._order = itertools.count()
        self._queue: list[tuple[datetime, int, str]] = []
        self._calls: dict[str, tuple[int, Call]] = {}

    def set(self, name: str, at: datetime, call: Call) -> None:
        number = next(self._order)
        self._calls[name] = (number, call)
        heapq.heappush(self._queue, (at, number, name))

    def cancel(self, name: str) -> None:
        self._calls.pop(name, None)

    async def move_to(self, instant: datetime) -> None:
        """Go on to that instant; what is due on the way is called at its own time."""
        while self._queue and self._queue[0][0] <= instant:
            at, number, name = heapq.heappop(self._queue)
            if self._calls.get(name, (None,))[0] == number:
                _, call = self._calls.pop(name)
                self.now = max(self.now, at)
                await call()
        self.now = max(self.now, instant)

    @property
    def next_due(self) -> datetime | None:
        """When the next call is due."""
        return self._queue[0][0] if self._queue else None
