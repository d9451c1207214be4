"""What the API answers, field by field; its published schemas are made from these."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from relay.core.milestone import Milestone, Standing
from relay.core.spacewalk import Precision, Segment
from relay.core.standing import State
from relay.web.answer import Answer
from relay.web.film_answers import MediaAnswer

EVENT = "#/components/schemas/Event"
"""Where the published document describes an event; the journal's codec writes them."""


class PlanAnswer(Answer):
    """What is planned; nothing here has happened yet because it is planned."""

    start: datetime | None
    """The planned official start; null while it is not determined."""
    precision: Precision
    """How exactly it is known: below "minute" the rest of `start` means nothing."""
    approximate: bool
    """The source says "about"."""
    duration: timedelta | None
    coverage: datetime | None
    """When live coverage is planned to begin."""
    name: str
    description: str


class MilestoneAnswer(Answer):
    """One milestone as it was told last, also when it was withdrawn again."""

    milestone: Milestone
    title: str
    attempt: int
    """Counts the tries of one spacewalk: one more after each scrub or postponement."""
    occurrence: int
    """Counts within an attempt: a hatch that is opened again is occurrence 2."""
    occurred_at: datetime | None
    """Null where no source gave a time."""
    said_at: datetime | None
    """When the deciding words were written, where the source says so."""
    standing: Standing
    firm: bool
    """The agency, a moderator or two independent sources stand behind it."""
    revision: int
    note: str
    warning: str
    address: str
    """Where the deciding words can be read: http(s), or empty."""
    because: list[str]
    """Ids of the observations behind it."""


class StreamAnswer(Answer):
    """An address to watch at, as the source described it last."""

    url: str
    title: str
    live: bool
    starts_at: datetime | None
    ends_at: datetime | None
    priority: int
    """Lowest is best."""


class SuitAnswer(Answer):
    """Who wears which suit, as far as the agency says so of this spacewalk."""

    name: str
    """The family name, as printed."""
    role: str
    """Like "EV1"; empty where it is not stated."""
    marking: str
    """How the suit can be told on the picture; empty where it is not stated."""


class SummaryAnswer(Answer):
    """What a spacewalk came to, by its segment's rule."""

    start: datetime
    end: datetime
    duration: timedelta
    tasks: list[str]
    ordinal: int | None
    terminated: bool
    """It was called to end early."""


class Links(Answer):
    """Where there is more of it."""

    page: str
    api: str
    events: str


class SpacewalkAnswer(Answer):
    """A spacewalk in short."""

    id: str
    aliases: list[str]
    """Ids that it had before; they lead to it for ever."""
    name: str
    state: State
    segment: Segment | None
    number: str | None
    """The agency's own count."""
    ordinal: int | None
    """The count of all spacewalks at the station."""
    crew: list[str]
    """Family names, as printed."""
    suits: list[SuitAnswer]
    plan: PlanAnswer | None
    start: datetime | None
    """The official start: a US spacewalk starts on battery power, a Russian one at hatch open."""
    end: datetime | None
    """The official end: repressurization begins, or the hatch is closed."""
    links: Links


class WholeSpacewalkAnswer(SpacewalkAnswer):
    """All that is known of a spacewalk."""

    attempt: int
    streams: list[StreamAnswer]
    milestones: list[MilestoneAnswer]
    """In the order of time, the withdrawn ones last."""
    summary: SummaryAnswer | None
    media: list[MediaAnswer]
    """Oldest first."""


class SpacewalksAnswer(Answer):
    """Every spacewalk on the board: present ones, those to come soonest first, called off ones,
    past ones latest first."""

    spacewalks: list[SpacewalkAnswer]


class GapAnswer(Answer):
    """Events that a reader misses, by ids like those of events."""

    last: str = Field(serialization_alias="from")
    """Where the reader stood."""
    resumes: str = Field(serialization_alias="to")
    """What it is told comes after this, but for what may still stand between the two."""
    reason: str


class EventsAnswer(Answer):
    """A piece of the journal."""

    epoch: str
    """Names the journal: another one has another."""
    events: list[Annotated[dict[str, Any], WithJsonSchema({"$ref": EVENT})]]
    next: str
    """Ask on with this as `after`, also when no event of this piece was asked for."""
    more: bool
    """There is more right now."""
    gap: GapAnswer | None


class HealthAnswer(Answer):
    """The relay answers."""

    status: str
    head: int
    """The number of the newest event."""
