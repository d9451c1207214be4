"""How an instant is handed to a page: as words in UTC, and for the script to show locally."""

from dataclasses import dataclass
from datetime import UTC, datetime

from relay.core.wording import clock_time


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: `iso` for programs, `text` in UTC for people."""

    iso: str
    text: str


def moment(instant: datetime, beside: datetime | None = None) -> Moment:
    """The date is left out of the words on the same UTC day as `beside`."""
    return Moment(iso(instant), clock_time(instant, beside))


def iso(instant: datetime) -> str:
    """In UTC, to the second, as HTML and JavaScript read it."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
