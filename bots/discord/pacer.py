"""One pace for all requests of one bot: the most urgent first, only so many at once."""

import asyncio
import contextlib
import heapq
import itertools
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from enum import IntEnum

CATCH_UP = 2
"""Requests that may follow closer than the pace after the program was held up."""


TOGETHER = 2
"""Requests that begin in one wake of the program: half the wakes, for 20 ms that nobody sees."""
SECOND = 1.015
"""With some room for what is on its way longer than the next one."""


class Urgency(IntEnum):
    """What goes first when several wait."""

    ASKED = 0
    """A person waits for it in a chat: single requests, and people have an allowance."""
    PINGING = 1
    """Someone asked to be called for it."""
    TELLING = 2
    SHOWING = 3
    """Cards and calendar entries: the next edit says more anyway."""


class Pacer:
    """Requests begin evenly at `rate` a second, and never more than one above it within a second,
    also after the program was held up."""

    def __init__(
        self,
        rate: float,
        in_flight: int,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap = 1 / rate
        self._now = now
        self._sleep = sleep
        self._free = in_flight
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        # One more than the pace: who is late by a moment each time must not fall behind for it.
        self._begun: deque[float] = deque(maxlen=int(rate) + 1)
        self._next = 0.0
        self._letting: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    @contextlib.asynccontextmanager
    async def turn(self, urgency: Urgency) -> AsyncIterator[None]:
        """Wait for one's turn; the request is in flight until the block ends."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency, next(self._order), mine))
        self._changed.set()
        if self._letting is None or self._letting.done():
            self._letting = asyncio.create_task(self._let_through())
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._land()
            raise
        try:
            yield
        finally:
            self._land()

    def pause(self, seconds: float) -> None:
        """Nothing begins for so long: the platform asks for it."""
        self._next = max(self._next, self._now() + seconds)

    def _land(self) -> None:
        self._free += 1
        self._changed.set()

    async def _let_through(self) -> None:
        # Only who was held up may catch up, not who had nothing to do.
        self._next = max(self._next, self._now())
        while self._waiting:
            if not self._free:
                self._changed.clear()
                await self._changed.wait()
                continue
            wait = self._due() - self._now()
            if wait > 0:
                await self._sleep(wait)
                continue
            for _ in range(min(TOGETHER, self._free)):
                if self._window() <= self._now():
                    self._begin_one()

    def _due(self) -> float:
        return max(self._next, self._window())

    def _window(self) -> float:
        """When one more fits into the second that has begun."""
        full = len(self._begun) == self._begun.maxlen
        return self._begun[0] + SECOND if full else 0.0

    def _begin_one(self) -> None:
        while self._waiting:
            mine = heapq.heappop(self._waiting)[2]
            if not mine.done():
                self._begin(mine)
                return

    def _begin(self, mine: asyncio.Future[None]) -> None:
        now = self._now()
        self._free -= 1
        self._begun.append(now)
        self._next = max(self._next, now - CATCH_UP * self._gap) + self._gap
        mine.set_result(None)
