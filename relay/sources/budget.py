"""Keeps the promise made to a public service: never more calls an hour than it allows."""

from collections import deque
from datetime import datetime, timedelta

from relay.clock import Clock

MARGIN = timedelta(seconds=60)
"""Added to the stretch: calls take unequal time to arrive where they are counted."""


class CallBudget:
    """At most `calls` in any stretch of `per` seconds. It outlives loops, retries and errors:
    whoever calls, for whatever reason, takes from the same budget."""

    def __init__(self, clock: Clock, calls: int, per: float) -> None:
        self._clock = clock
        self._calls = calls
        self._per = timedelta(seconds=per) + MARGIN
        self._made: deque[datetime] = deque(maxlen=calls)

    async def take(self) -> None:
        """Wait until a call is allowed and count it as made."""
        while (wait := self.wait()) > 0:
            await self._clock.sleep(wait)
        self._made.append(self._clock.now())

    def wait(self) -> float:
        """Seconds until a call is allowed."""
        if len(self._made) < self._calls:
            return 0.0
        return (self._made[-self._calls] + self._per - self._clock.now()).total_seconds()

    def limit(self, calls: int) -> None:
        """Allow no more than that from now on; a larger figure than the present one is ignored."""
        self._calls = max(1, min(self._calls, calls))

    def count_used(self, calls: int) -> None:
        """Count calls that were made earlier, by another process say, as if made right now."""
        missing = min(calls, self._calls) - len(self._made)
        self._made.extend(self._clock.now() for _ in range(missing))
