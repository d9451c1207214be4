"""When to load a playlist again, so that a new segment is seen as soon as it is published.

A client waits for the target duration after a load that brought something new, and half of it
after one that did not (RFC 8216, 6.3.4). Done to the letter that locks whatever phase the first
load had: with segments of 6 s each is seen 3 s late on average. Here the moment of publishing is
found by halving the interval that it must lie in, by waiting longer now and then, never less; then
it is followed as it drifts.
"""

import math

MARGIN = 0.03
"""Seconds that a load comes after the moment that was found, as a part of it is chance."""
NARROW = 0.02
"""The interval is not halved further below this part of a segment's duration..."""
NARROWEST = 0.12
"""... nor below so many seconds."""
ONCE = 6
"""A segment that comes late after so many that did not is one by itself: the moment stands."""
FORGET = 0.001
"""The part of a segment's duration by which the interval grows with each load: clocks drift."""


class Phase:
    """One for a playlist that is followed. Instants are seconds of any one clock."""

    def __init__(self) -> None:
        self._media = 0.0
        """Where the newest segment ends, on the stream's own time line."""
        self._number: int | None = None
        self._late = math.inf
        """A segment is published at most so long after its end on that time line..."""
        self._early = -math.inf
        """... and at least so long."""
        self._step = math.inf
        self._on_time = 0
        """Loads with something new since a segment came later than all before it."""

    def after(
        self, began: float, newest: int, duration: float, target: float, added: float
    ) -> float:
        """The instant of the next load, given one that began at `began`: its newest segment, how
        long that is and all new ones together are (0: nothing new), and the target duration.

        Where segments are shorter than the target duration they set the pace, down to half of it:
        hls.js 1.5 does the same, else such a stream is never in phase.
        """
        pace = max(min(duration, target), target / 2)
        if self._number is None or newest < self._number:
            self._forget()
        elif newest == self._number:
            return self._unchanged(began, duration, target)
        self._number = newest
        self._on_time += 1
        self._media += added
        self._learn(began - self._media, duration)
        return self._next(began, duration, pace)

    def failed(self, began: float, target: float) -> float:
        """The same for a load that gave nothing at all."""
        return began + target / 2

    def _forget(self) -> None:
        self._late, self._early, self._step = math.inf, -math.inf, math.inf

    def _learn(self, seen: float, duration: float) -> None:
        """A segment was there `seen` seconds after its end, and the one after it was not."""
        grow = FORGET * duration
        self._late = min(self._late + grow / 4, seen)
        self._early = max(self._early - grow, seen - duration)
        if self._early >= self._late:
            self._early, self._late = seen - duration, seen

    def _unchanged(self, began: float, duration: float, target: float) -> float:
        not_yet = began - self._media - duration
        soonest = began + target / 2
        if not_yet >= self._late:
            if self._on_time >= ONCE:
                self._on_time = 0
                return soonest
            self._late = math.inf
            self._step = max(NARROWEST, duration / 20)
        self._early = max(self._early, not_yet)
        if math.isinf(self._late):
            return soonest
        return max(soonest, self._media + duration + self._aim(duration))

    def _next(self, began: float, duration: float, pace: float) -> float:
        wanted = self._media + duration + self._aim(duration)
        soonest = began + pace
        if wanted >= soonest:
            return wanted
        if soonest - wanted < self._tolerance(duration):
            return soonest
        return wanted + duration

    def _aim(self, duration: float) -> float:
        """How long after a segment's end to look for it."""
        width = self._late - self._early
        if width <= self._tolerance(duration) or math.isinf(width):
            return self._late + MARGIN
        step = min(width / 2, self._step)
        self._step *= 2
        return self._early + step

    def _tolerance(self, duration: float) -> float:
        return max(NARROWEST, NARROW * duration)
