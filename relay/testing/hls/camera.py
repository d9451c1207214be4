"""Pictures that are made while they are shown, so that their clock is right."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

from relay.clock import Clock
from relay.testing.hls.ladder import Ladder, Programme, Slot
from relay.testing.hls.making import endless
from relay.testing.hls.recipe import Made
from relay.video.segment import Rung

KEPT = 24
"""Segments that can still be had."""
AHEAD = 2
"""Segments that are made before their time."""


class Camera(Programme):
    """The one recipe of a ladder, without an end. At first it holds `first` segments."""

    def __init__(self, ladder: Ladder, first: int) -> None:
        (self._recipe,) = ladder.parts
        self._ladder = ladder
        self._first = first
        self._running: dict[Rung, Iterator[Made]] = {}
        self._made: dict[tuple[Rung, int], Made] = {}
        self._count = 0

    @property
    def ladder(self) -> Ladder:
        return self._ladder

    def prepare(self) -> None:
        while self._count < self._first:
            self._make()

    def slot(self, index: int) -> Slot:
        start, seconds = index * self._recipe.seconds, self._recipe.seconds
        return Slot(index=index, start=start, seconds=seconds, part=0, offset=start)

    def passed(self, seconds: float) -> int:
        return min(int((seconds + 1e-6) // self._recipe.seconds), self._count)

    def segment(self, rung: Rung, index: int) -> bytes:
        return self._made[rung, index].data

    def header(self, rung: Rung, part: int) -> bytes:  # noqa: ARG002
        return self._made[rung, self._count - 1].header

    async def run(self, clock: Clock, begin: datetime) -> None:
        """Make segments shortly before their time, until it is cancelled."""
        while True:
            due = begin + timedelta(seconds=(self._count - AHEAD + 1) * self._recipe.seconds)
            await clock.sleep((due - clock.now()).total_seconds())
            await asyncio.to_thread(self._make)

    def _make(self) -> None:
        for rung in self._ladder.rungs:
            if rung not in self._running:
                self._running[rung] = endless(self._ladder.recipes(rung)[0])
            self._made[rung, self._count] = next(self._running[rung])
            self._made.pop((rung, self._count - KEPT), None)
        self._count += 1
