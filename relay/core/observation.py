"""One source's claim: what it says, of which spacewalk, in which words."""

import functools
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from relay.core.hint import Hint
from relay.core.milestone import Milestone, Trust
from relay.core.spacewalk import Identity, Plan, Stream, Suit

SENSORS = frozenset({"iss_telemetry"})


class Topic(StrEnum):
    """What an observation can be about besides a milestone."""

    SCHEDULE = "schedule"
    STREAM = "stream"
    SUITS = "suits"
    """Who wears which suit; it happens at no time, so it says nothing of when."""
    HINT = "hint"
    """What a sensor lets one expect; never a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where it can be read, the words themselves and, for a moderator, who says so."""

    address: str = ""
    words: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A claim, not a fact. Times are aware UTC; `occurred_at` is never the time of receiving."""

    source: str
    trust: Trust
    spacewalk: Identity
    kind: Milestone | Topic
    seen_at: datetime
    occurred_at: datetime | None = None
    said_at: datetime | None = None
    """When the source says that the words were written or last changed."""
    planned: bool = False
    """Announced for `occurred_at`, not reported as done."""
    again: bool = False
    """The words say that it had happened before: re-opened, underway again."""
    interim: bool = False
    """The words say that it is undone soon: closed for a leak check."""
    retracts: bool = False
    """The source says that this did not happen."""
    duration: timedelta | None = None
    """The printed length of the spacewalk, beside a start or an end."""
    ordinal: int | None = None
    """The printed count among all station spacewalks."""
    plan: Plan | None = None
    stream: Stream | None = None
    suits: tuple[Suit, ...] = ()
    hint: Hint | None = None
    when_due: bool = False
    """A clear sign of a sensor: worth the agency's own word while a spacewalk is due."""
    placed: Trust | None = None
    """What it counts as beside other claims, where that is not `trust`; no part of the claim."""
    author: str = ""
    """The account of the moderator who says so, as `platform:id`; `evidence.by` is the name."""
    note: str = ""
    warning: str = ""
    """What is doubtful in the words themselves, like a zone label that does not fit the date."""
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def at(self) -> datetime:
        """The instant it is sorted by: its own time, or when it was seen."""
        return self.occurred_at or self.seen_at

    @property
    def sensed(self) -> bool:
        """Whether it comes from a sensor: that knows a time and a segment, and no more."""
        return self.source in SENSORS

    @property
    def spoken(self) -> bool:
        """Whether somebody says so while it happens: that trails it, and is said again."""
        return self.trust is Trust.HINT and not self.sensed

    @property
    def worth(self) -> Trust:
        """How much it counts beside the other claims of its spacewalk."""
        return self.placed or self.trust

    @property
    def claim(self) -> tuple[object, ...]:
        """All that it says, without when it was seen: equal claims repeat each other."""
        who = self.spacewalk
        return (
            *(self.source, self.trust, self.kind, self.occurred_at, self.planned, self.again),
            *(self.interim, self.retracts, self.duration, self.ordinal, self.plan, self.stream),
            *(who.segment, who.number, who.near, tuple(sorted(who.crew)), who.reference),
            *(self.note, self.warning, self.evidence),
            # Only where there are any: the claims of older databases keep their names.
            *self.suits,
            *([self.hint] if self.hint else []),
            *(["when due"] if self.when_due else []),
            *([self.author] if self.author else []),
        )

    @property
    def slot(self) -> tuple[object, ...]:
        """What a later observation of the same source replaces: the same point of the same post."""
        about = self.spacewalk.reference or self.evidence.address or self.spacewalk.number
        stream = self.stream.url if self.stream else ""
        topic = self.hint or self.kind
        # What a moderator says anew replaces what was said before, whatever words stand beside it.
        note = "" if self.author and self.kind is not Milestone.TASK else self.note
        point = (topic, self.planned, self.again, self.interim, stream, note)
        return (self.source, about, *point)


@functools.lru_cache(maxsize=4096)
def observation_id(observation: Observation) -> str:
    """A short name that the same observation gets in every process."""
    content = repr((observation.seen_at, observation.claim))
    return hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()[:16]
