"""An event in words, the same for every platform."""

from dataclasses import dataclass
from datetime import datetime

from relay.core.event import Event
from relay.core.milestone import Milestone

KINDS: frozenset[str] = frozenset(
    {"announced", "rescheduled", "reminder", "stream", "summary"} | {m.value for m in Milestone}
)
"""What a destination can ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to tell. `key` with `revision` names it for ever: the same key again is an edit."""

    key: str
    revision: int
    kind: str
    """One of KINDS."""
    title: str
    text: str
    """Plain text: nothing in it is markup, and every platform escapes it its own way."""
    address: str
    """Where to read or watch, http(s), or empty."""
    time: datetime
    """When the relay knew."""
    event: Event

    @property
    def correction(self) -> bool:
        """Whether something told before is changed by it."""
        return self.revision > 1
