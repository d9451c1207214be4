"""What the telemetry shows, before anyone says of which spacewalk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relay.core.hint import Hint


class Opening(StrEnum):
    """How an open hatch was recognized."""

    STEP = "step"
    """The pressure fell away within seconds: seen as it happened."""
    LEVEL = "level"
    """Vacuum, reached so slowly that nothing showed a hatch."""
    GAP = "gap"
    """Vacuum after a loss of signal before which there was air."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HatchOpen:
    """`at` is the first sample of the step, or of vacuum; of a gap it is where the signal came
    back, and `after` where it was lost."""

    at: datetime
    how: Opening
    after: datetime | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Repress:
    """The crewlock is being filled; `at` is the first sample of the rise, or, where its beginning
    was not seen, the first one after it, and `after` the last one before it."""

    at: datetime
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a look at the pressure lets one expect, or that there is nothing to look at."""

    at: datetime
    hint: Hint


Sign = HatchOpen | Repress | Expected
