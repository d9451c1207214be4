"""Keeps what the chart shows: the pressure of the last hours, thinned out."""

from collections import deque
from datetime import datetime, timedelta

from relay.core.trace import Trace

KEPT = timedelta(hours=5)
MOST = 20_000
"""Samples; at one a second this is more than five hours."""


class Tracer:
    """Samples and losses of signal, oldest first."""

    def __init__(self) -> None:
        self._points: deque[tuple[datetime, float]] = deque(maxlen=MOST)
        self._gaps: deque[tuple[datetime, datetime | None]] = deque(maxlen=100)
        self._trace: Trace | None = Trace()

    @property
    def trace(self) -> Trace:
        """What is kept at present; the same object until there is more."""
        if self._trace is None:
            self._trace = Trace(tuple(self._points), tuple(self._gaps))
        return self._trace

    def add(self, at: datetime, torr: float) -> None:
        """One more sample."""
        self._points.append((at, torr))
        while at - self._points[0][0] > KEPT:
            self._points.popleft()
        self._trace = None

    def signal(self, at: datetime, *, good: bool) -> None:
        """The signal is lost, or back."""
        lost = bool(self._gaps) and self._gaps[-1][1] is None
        if good and lost:
            self._gaps[-1] = (self._gaps[-1][0], at)
            self._trace = None
        elif not good and not lost:
            self._gaps.append((at, None))
            self._trace = None
