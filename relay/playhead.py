"""Where a replay is at this moment, also between two documents: for clocks that people watch."""

import time
from datetime import datetime, timedelta


class Playhead:
    """Runs evenly from each instant of the recording to the next."""

    def __init__(self, start: datetime) -> None:
        self._from = self._to = start
        self._began = self._ends = 0.0

    def run(self, start: datetime, end: datetime, seconds: float) -> None:
        """Go from `start` to `end` in that many real seconds, beginning now."""
        self._from, self._to = start, end
        self._began = time.monotonic()
        self._ends = self._began + seconds

    def now(self) -> datetime:
        """The instant that it is at."""
        real = time.monotonic()
        if real >= self._ends:
            return self._to
        return self._from + timedelta(seconds=(real - self._began) * self._speed())

    def pace(self) -> float:
        """Seconds of the recording that pass in a real one, 0 while it stands."""
        return self._speed() if time.monotonic() < self._ends else 0.0

    def _speed(self) -> float:
        span = self._ends - self._began
        return (self._to - self._from).total_seconds() / span if span > 0 else 0.0
