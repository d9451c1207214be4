"""The last minutes of the crewlock pressure, and what their shape says."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

Point = tuple[datetime, float]
"""Source time and torr."""

KEPT = timedelta(minutes=2)
STEP_WITHIN = timedelta(seconds=15)
STEP_FROM = 45.0
"""Torr above which the hatch cannot be opened: it opens inward (opened at 20.3 torr in 2017)."""
STEP_FALL, STEP_SHARE = 5.0, 0.4
"""A step falls this much at least, in torr and as a share of what it falls from."""
FIRST_FALL = 0.2
"""Share by which the first sample of a step lies below the one before. A vent: 1 % a second."""
VACUUM = 5.0
"""Torr; a step is seen on its way: its first sample lies above this. A wrong value is just low."""
NOISE = 2.5
"""Torr that the sensor shows at most times in vacuum: its zero lies at 0.7 to 2.6."""


class Curve:
    """Samples in order. Source: US EVA 45, 10 October 2017, one sample a second."""

    def __init__(self) -> None:
        self._points: deque[Point] = deque()

    def add(self, at: datetime, torr: float) -> None:
        """Append; what is older than KEPT is forgotten."""
        self._points.append((at, torr))
        while at - self._points[0][0] > KEPT:
            self._points.popleft()

    def clear(self) -> None:
        """Forget: what comes next does not continue it."""
        self._points.clear()

    def step(self) -> datetime | None:
        """The first sample of the step that ends with the last one: a hatch is opened.

        None unless it was seen falling: two samples at least, so that one wrong value is no step.
        """
        if len(self._points) < 3:
            return None
        end, low = self._points[-1]
        recent = [point for point in self._points if end - point[0] <= STEP_WITHIN]
        for (_, before), (at, after) in pairwise(recent):
            if before <= STEP_FROM and after <= before * (1 - FIRST_FALL):
                deep = before - low >= max(STEP_FALL, before * STEP_SHARE)
                return at if deep and at < end and after > VACUUM else None
        return None

    def steady(self, most: float) -> bool:
        """Whether no two samples of the rise lie further apart than that many torr a second."""
        start = self.rise()
        rising = [point for point in self._points if point[0] >= start]
        return all(
            after[1] - before[1] <= most * max(1.0, (after[0] - before[0]).total_seconds())
            for before, after in pairwise(rising)
        )

    def rise(self) -> datetime:
        """The first sample above the noise of the rise that ends with the last one."""
        found = self._points[-1]
        for point in reversed(self._points):
            if point[1] <= NOISE or point[1] > found[1]:
                break
            found = point
        return found[0]


class Streak:
    """How long, and by how many samples, the pressure has been as it is asked to be."""

    def __init__(self, holds: Callable[[float], bool]) -> None:
        self._holds = holds
        self.count = 0
        self.since: datetime | None = None
        self.last: datetime | None = None

    def take(self, at: datetime, torr: float) -> None:
        """Look at the next sample."""
        if not self._holds(torr):
            self.end()
            return
        self.since = self.since or at
        self.last = at
        self.count += 1

    def end(self) -> None:
        """It is not so any more, or nobody knows."""
        self.count, self.since, self.last = 0, None, None

    def lasts(self, length: timedelta, now: datetime | None = None) -> bool:
        """Whether it has held for that long, by its own last sample or by `now`."""
        end = now or self.last
        return self.since is not None and end is not None and end - self.since >= length
