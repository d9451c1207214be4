"""Which spacewalk is meant, and what is planned for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Segment(StrEnum):
    """The part of the station that a spacewalk starts from: its rule makes start and end."""

    US = "us"
    RUSSIAN = "russian"

    @property
    def prefix(self) -> str:
        """As agencies abbreviate it in the name of a spacewalk: `us`, `rs`."""
        return "us" if self is Segment.US else "rs"


class Precision(StrEnum):
    """How exactly a planned time is known; only a minute starts a countdown or a reminder."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a source says of which spacewalk it means. Every field may be unknown."""

    segment: Segment | None = None
    number: str | None = None
    """The agency's own count, like `95` or `45a`."""
    near: datetime | None = None
    """An instant that the spacewalk lies near: its printed or planned date, in UTC."""
    crew: frozenset[str] = frozenset()
    """Family names, as printed."""
    reference: str | None = None
    """The source's own lasting name for it, like `launch_library:1012`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is planned. `start` is the official start in UTC, None while it is not determined."""

    start: datetime | None
    precision: Precision = Precision.MINUTE
    duration: timedelta | None = None
    coverage: datetime | None = None
    """When live coverage is planned to begin."""
    name: str = ""
    description: str = ""
    approximate: bool = False
    """The words say "about" or "approximately"."""

    @property
    def exact(self) -> bool:
        """Whether a countdown may start from it."""
        return self.start is not None and self.precision is Precision.MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """An address to watch at. `live` is what the source says of this moment."""

    url: str
    title: str = ""
    live: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    priority: int = 100
    """Lowest is best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suit:
    """How a spacewalker is told from the others on video, as the agency says it of this spacewalk:
    no marking is concluded from a role, nor a role from a marking."""

    name: str
    """The family name, as in the crew."""
    role: str = ""
    """`EV1` is extravehicular crew member 1; empty while it is not said."""
    marking: str = ""
    """`red stripes`, `broken red stripes`, `no stripes`; empty while it is not said."""


def suits_of(crew: Sequence[str], suits: Iterable[Suit]) -> tuple[Suit, ...]:
    """The suits of those who go out; all of them while the crew is not known. One name alone is a
    mention, not a crew."""
    names = {name.casefold() for name in crew}
    return tuple(suit for suit in suits if len(names) < 2 or suit.name.casefold() in names)


def spacewalk_id(segment: Segment | None, number: str | None, near: datetime | None) -> str:
    """`us-eva-95`, `us-2026-08-06` while the number is not known, `eva-2026-08-06` without segment.

    Raises ValueError when neither number nor date is known: such a spacewalk has no name yet.
    """
    if segment and number:
        return f"{segment.prefix}-eva-{number.lower()}"
    if near is None:
        raise ValueError("a spacewalk without a number needs a date")
    prefix = segment.prefix if segment else "eva"
    return f"{prefix}-{near.astimezone(UTC):%Y-%m-%d}"
