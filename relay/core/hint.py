"""What a sensor lets one expect. Never a fact, and told as a guess, to those who ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Hint(StrEnum):
    """By the pressure in the crewlock of the US airlock."""

    DEPRESS = "depress"
    LEAK_CHECK = "leak_check"
    HATCH_IN_14_MIN = "hatch_in_14_min"
    HATCH_IN_2_MIN = "hatch_in_2_min"
    FILLED = "filled"
    """Air again before there was vacuum: what was expected does not come."""
    SIGNAL_LOST = "signal_lost"
    SIGNAL_BACK = "signal_back"


_FRESH = {Hint.HATCH_IN_2_MIN: timedelta(minutes=6), Hint.HATCH_IN_14_MIN: timedelta(minutes=20)}
_OF_THE_HATCH = (*_FRESH, Hint.DEPRESS, Hint.LEAK_CHECK)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A hint at its instant of source time."""

    at: datetime
    hint: Hint

    def holds(self, now: datetime, *, hatch_open: bool) -> bool:
        """Whether it is still worth showing at that instant."""
        if hatch_open and self.hint in _OF_THE_HATCH:
            return False
        return timedelta() <= now - self.at <= _FRESH.get(self.hint, timedelta(minutes=30))


TITLES: Mapping[Hint, str] = MappingProxyType(
    {
        Hint.DEPRESS: "The airlock is being depressurized",
        Hint.LEAK_CHECK: "The pressure is held, as for a leak check",
        Hint.HATCH_IN_14_MIN: "Hatch expected in about 14 minutes",
        Hint.HATCH_IN_2_MIN: "Hatch expected in about 2 minutes",
        Hint.FILLED: "The airlock is filled again: no hatch is expected",
        Hint.SIGNAL_LOST: "No telemetry: the signal is lost",
        Hint.SIGNAL_BACK: "The telemetry is back",
    }
)
