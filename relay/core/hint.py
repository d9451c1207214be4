"""What a sensor lets one expect. Never a fact, and told as a guess, to those who ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

FRESH = timedelta(minutes=30)
"""How long a hint is worth showing."""


class Hint(StrEnum):
    """By the pressure in the crewlock of the US airlock."""

    DEPRESS = "depress"
    LEAK_CHECK = "leak_check"
    HATCH_IN_14_MIN = "hatch_in_14_min"
    HATCH_IN_2_MIN = "hatch_in_2_min"
    SIGNAL_LOST = "signal_lost"
    SIGNAL_BACK = "signal_back"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A hint at its instant of source time."""

    at: datetime
    hint: Hint


TITLES: Mapping[Hint, str] = MappingProxyType(
    {
        Hint.DEPRESS: "The airlock is being depressurized",
        Hint.LEAK_CHECK: "The pressure is held, as for a leak check",
        Hint.HATCH_IN_14_MIN: "Hatch expected in about 14 minutes",
        Hint.HATCH_IN_2_MIN: "Hatch expected in about 2 minutes",
        Hint.SIGNAL_LOST: "No telemetry: the signal is lost",
        Hint.SIGNAL_BACK: "The telemetry is back",
    }
)
