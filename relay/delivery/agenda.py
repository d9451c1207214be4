"""Who is told next: a hundred thousand destinations in a queue, without a task for each of them."""

import asyncio
import heapq
import itertools
import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relay.clock import Clock
from relay.journal.deliveries import Outcome
from relay.plugins import Destination, Receipt


@dataclass(frozen=True, slots=True)
class Told:
    """How a telling ended."""

    outcome: Outcome
    receipt: Receipt | None = None
    problem: str = ""
    closed: bool = False
    """It takes nothing at all until someone changes something there."""


@dataclass(slots=True, eq=False)
class Line:
    """One destination and what it has still to be told."""

    destination: Destination
    heard: int
    """Up to this seq every event was looked at on its behalf."""
    waiting: list[int] = field(default_factory=list)
    """What it wants of that and was not told yet, oldest first."""
    failures: int = 0
    """Tries in a row that came to nothing."""
    told: Told | None = None
    """The first of `waiting` is told, but the store did not take the record yet."""


LONGEST_BACKOFF = 300.0
"""Seconds between two tries, unless the platform asks for more."""

LONGEST_WISH = 24 * 3600.0
"""A platform that asks for more is asked again after that many seconds all the same."""


def backoff(failures: int, first: float, longest: float) -> float:
    """Seconds to wait after so many failures in a row, twice as long each time."""
    return min(longest, first * 2.0 ** min(failures - 1, 16))


Lane = asyncio.PriorityQueue[tuple[float, int, Line | None]]
"""Lines whose turn it is, lowest priority number first, else first come, first served."""


class Agenda:
    """Lines in the order of their turns. A line stands on it at most once, so its order holds.

    Lines that failed last time have a lane of their own: however many destinations are down, and
    however long each try takes, the sound ones do not wait for them.
    """

    def __init__(self, clock: Clock) -> None:
        self.sound: Lane = asyncio.PriorityQueue()
        self.failing: Lane = asyncio.PriorityQueue()
        self._clock = clock
        self._order = itertools.count()
        self._later: list[tuple[datetime, int, Line]] = []
        self._alarm: asyncio.Task[None] | None = None

    def put(self, line: Line) -> None:
        """Its turn is now."""
        lane = self.failing if line.failures else self.sound
        lane.put_nowait((line.destination.priority, next(self._order), line))

    def put_off(self, line: Line, wish: float) -> float:
        """Count a failure; its turn comes again after the returned number of the clock's seconds.

        After a first failure that is what the platform wishes; later it is at least the backoff.
        """
        line.failures += 1
        wish = min(LONGEST_WISH, wish)
        least = backoff(line.failures, 1.0, LONGEST_BACKOFF)
        seconds = wish if line.failures == 1 else max(wish, least)
        if line.waiting:
            self._put_later(line, seconds)
        return seconds

    def _put_later(self, line: Line, seconds: float) -> None:
        due = self._clock.now() + timedelta(seconds=seconds)
        entry = (due, next(self._order), line)
        heapq.heappush(self._later, entry)
        if self._later[0] is entry:
            self.close()
            self._alarm = asyncio.create_task(self._ring())

    def stop(self, lane: Lane, workers: int) -> None:
        """Hand None to that many workers, before any line that waits there."""
        for _ in range(workers):
            lane.put_nowait((-math.inf, next(self._order), None))

    def close(self) -> None:
        """Wake nobody any more."""
        if self._alarm is not None:
            self._alarm.cancel()

    async def _ring(self) -> None:
        while self._later:
            seconds = (self._later[0][0] - self._clock.now()).total_seconds()
            if seconds > 0:
                await self._clock.sleep(seconds)
            else:
                self.put(heapq.heappop(self._later)[2])
