"""Facts as the journal keeps them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from relay.core.hint import Hint
from relay.core.media import Media
from relay.core.milestone import Milestone, Standing
from relay.core.spacewalk import Plan, Precision, Segment, Stream, Suit


class EventType(StrEnum):
    """What kind of fact an event is."""

    SPACEWALK_ANNOUNCED = "spacewalk_announced"
    SPACEWALK_IDENTIFIED = "spacewalk_identified"
    """It has got its number; the id used so far is an alias from now on."""
    SPACEWALK_UPDATED = "spacewalk_updated"
    """Crew, suits, name, duration or segment changed; nothing that anyone waits for."""
    SPACEWALK_RESCHEDULED = "spacewalk_rescheduled"
    MILESTONE_REACHED = "milestone_reached"
    MILESTONE_CONFIRMED = "milestone_confirmed"
    MILESTONE_CORRECTED = "milestone_corrected"
    """Another time than told, or, with standing `retracted`, not reached after all."""
    STREAM_LIVE = "stream_live"
    """A source says that it is live, or its picture is back after it was lost."""
    STREAM_LOST = "stream_lost"
    """No stream gives a picture any more."""
    STREAM_CHANGED = "stream_changed"
    """The picture comes from another stream than before."""
    PICTURE_TAKEN = "picture_taken"
    """Of the milestone that it names, where it names one."""
    CLIP_READY = "clip_ready"
    """A clip around the milestone that it names, or the hyperlapse of the whole spacewalk."""
    HINT = "hint"
    """What a sensor lets one expect; told to those who ask for hints."""
    REMINDER_DUE = "reminder_due"
    SUMMARY = "summary"
    CHANNEL_CHANGED = "channel_changed"
    """The address of the round-the-clock channel; it belongs to no spacewalk."""
    STATEMENT = "statement"
    """What a moderator said, and who: the audit line. What came of it stands in events after it;
    it is told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a spacewalk came to, by its segment's rule."""

    start: datetime
    end: datetime
    tasks: tuple[str, ...] = ()
    ordinal: int | None = None
    terminated: bool = False

    @property
    def duration(self) -> timedelta:
        """Official end minus official start."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of the journal. `seq` is given by the journal; `time` is when the relay knew."""

    type: EventType
    spacewalk: str
    time: datetime
    seq: int = 0
    revision: int = 1
    origin: str = ""
    """The id that its messages are kept under, where that is not `spacewalk`: an earlier one."""

    milestone: Milestone | None = None
    attempt: int = 1
    """Counts the tries of one spacewalk: one more after each scrub or postponement."""
    occurrence: int = 1
    """Counts within an attempt: a hatch that is opened again is occurrence 2."""
    occurred_at: datetime | None = None
    said_at: datetime | None = None
    """When the deciding words were written, where the source says so."""
    standing: Standing | None = None
    firm: bool = False
    """The agency, a moderator or two independent sources stand behind it."""
    note: str = ""
    warning: str = ""
    by: str = ""
    """The moderator behind it, by the name that others see."""
    author: str = ""
    """The same as an account: `discord:80351110224678912`; only in a statement."""
    scope: str = ""
    """The community that it holds for, like `discord:197038439483310086`; empty for everyone."""

    alias: str | None = None
    segment: Segment | None = None
    number: str | None = None
    crew: tuple[str, ...] = ()
    suits: tuple[Suit, ...] = ()
    """Who wears which suit, as far as the agency says so of this spacewalk."""
    plan: Plan | None = None
    stream: Stream | None = None
    streams: tuple[Stream, ...] = ()
    ordinal: int | None = None
    previous: datetime | None = None
    """The time that was told before: of the milestone, or of the planned start."""
    previous_precision: Precision | None = None
    """How exactly the planned start was known before."""

    hint: Hint | None = None
    """What is expected, of `occurred_at` as the instant at which the sensor showed it."""

    due_at: datetime | None = None
    lead: timedelta | None = None
    """How long before the planned start a reminder is due."""
    late: timedelta | None = None
    """How much too late a reminder is, when that is worth saying."""

    summary: Summary | None = None
    media: Media | None = None
    """The file of a picture or a clip."""
    address: str = ""
    """Where the deciding words can be read."""
    because: tuple[str, ...] = ()
    """Ids of the observations behind it."""

    @property
    def for_everyone(self) -> bool:
        """Whether anyone may hear of it: no statement of a moderator, no mark of one community."""
        return not self.scope and self.type is not EventType.STATEMENT
