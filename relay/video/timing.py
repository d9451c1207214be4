"""The relay's time and that of the stream, which differ in a replay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Timing:
    """In a live run both are the same. In a replay the stream goes on in real time beside it."""

    now: Callable[[], datetime]
    """The relay's present."""
    real: Callable[[], datetime]
    """The stream's."""
    staged: bool = False
    """Whether it is a replay: then what sources name as live is not, and only the streams of the
    operator are followed."""

    def told(self, at: datetime) -> datetime:
        """An instant of the stream in the relay's time: as long ago."""
        return self.now() - (self.real() - at) if self.staged else at

    def seen(self, at: datetime) -> datetime:
        """Where in the stream an instant of the relay's time is to be seen: in a replay, in which
        minutes pass in a second, just now."""
        return self.real() if self.staged else at
