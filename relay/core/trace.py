"""A measured quantity over time, as far back as it is of use to anyone."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """The pressure in the crewlock. Oldest first."""

    points: tuple[tuple[datetime, float], ...] = ()
    """Source time and torr."""
    gaps: tuple[tuple[datetime, datetime | None], ...] = ()
    """Losses of signal, from and to; None while one lasts."""
