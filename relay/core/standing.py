"""What has been told of one spacewalk: to everyone, and to one community alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from relay.core.event import Summary
from relay.core.hint import Expectation
from relay.core.media import Media, MediaKind
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.spacewalk import Plan, Segment, Stream, Suit

FactKey = tuple[Milestone, int, int]
"""Milestone, attempt, occurrence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One milestone as told. `occurred_at` is None where no source gave a time."""

    milestone: Milestone
    attempt: int = 1
    occurrence: int = 1
    occurred_at: datetime | None = None
    said_at: datetime | None = None
    standing: Standing = Standing.REPORTED
    firm: bool = False
    revision: int = 1
    note: str = ""
    warning: str = ""
    address: str = ""
    by: str = ""
    """The moderator whose word decided, by the name that others see."""
    because: tuple[str, ...] = ()

    @property
    def key(self) -> FactKey:
        """What it is told under, once."""
        return (self.milestone, self.attempt, self.occurrence)


class State(StrEnum):
    """Where a spacewalk is on its way."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    CALLED_OFF = "called off"
    PREPARING = "preparing"
    UNDERWAY = "underway"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacewalk:
    """All that has been told of one spacewalk."""

    id: str
    origin: str
    """The id it was first told under; it never changes, so messages can be found again."""
    aliases: tuple[str, ...] = ()
    segment: Segment | None = None
    number: str | None = None
    crew: tuple[str, ...] = ()
    suits: tuple[Suit, ...] = ()
    """By role; empty while the agency has not said who wears which."""
    plan: Plan | None = None
    plan_revision: int = 0
    streams: tuple[Stream, ...] = ()
    streams_told: frozenset[str] = frozenset()
    ordinal: int | None = None
    facts: Mapping[FactKey, Fact] = field(default_factory=dict)
    hints: tuple[Expectation, ...] = ()
    """What sensors let one expect, oldest first."""
    summary: Summary | None = None
    summary_revision: int = 0
    picture_revision: int = 0
    """How often it was told that the live picture was lost, came back or changed."""
    picture_lost: bool = False
    """Whether the last of it was that it was lost."""
    gallery: tuple[Media, ...] = ()
    """Pictures and clips of it, in the order in which they were made."""
    reminded: frozenset[tuple[timedelta, datetime]] = frozenset()
    """Lead time and due time of the reminders told."""
    marks: Mapping[str, Mapping[FactKey, Fact]] = field(default_factory=dict)
    """What moderators told their own community alone, by its scope. No fact, no state and nothing
    that others see comes of it."""

    def seen_by(self, scope: str) -> "Spacewalk":
        """As that community sees it: its own marks stand where nothing was told to everyone."""
        told = {f.note for f in self.facts.values() if TABLE[f.milestone].repeats}
        own = {
            key: mark
            for key, mark in self.marks.get(scope, {}).items()
            if not (TABLE[mark.milestone].repeats and mark.note in told)
        }
        return replace(self, facts={**own, **self.facts}, marks={})

    def standing_facts(self) -> list[Fact]:
        """Facts that were not retracted, in the order of their times as far as they are known."""
        return [fact for fact in self.facts.values() if fact.standing is not Standing.RETRACTED]

    def fact(self, milestone: Milestone) -> Fact | None:
        """The latest standing occurrence of a milestone."""
        found = [f for f in self.standing_facts() if f.milestone is milestone]
        return max(found, key=lambda f: (f.attempt, f.occurrence), default=None)

    def instants(self) -> list[datetime]:
        """The times of what stands; where nobody knows one, when it was said."""
        spoken = [fact.occurred_at or fact.said_at for fact in self.standing_facts()]
        return [instant for instant in spoken if instant]

    @property
    def picture(self) -> Media | None:
        """The newest one."""
        pictures = (one for one in reversed(self.gallery) if one.kind is MediaKind.PICTURE)
        return next(pictures, None)

    def expectation(self, now: datetime) -> Expectation | None:
        """The newest hint, while it is fresh and nothing firmer has come after it."""
        if not self.hints or any(instant >= self.hints[-1].at for instant in self.instants()):
            return None
        opened = self.fact(Milestone.HATCH_OPEN) is not None
        return self.hints[-1] if self.hints[-1].holds(now, hatch_open=opened) else None

    @property
    def attempt(self) -> int:
        """The number of the latest try that anything was told of."""
        return max((fact.attempt for fact in self.standing_facts()), default=1)

    @property
    def state(self) -> State:
        """Where it is on its way, by what was told last."""
        if self.fact(Milestone.EVA_END):
            return State.OVER
        if self.fact(Milestone.EVA_START):
            return State.UNDERWAY
        if called_off := self.called_off:
            return called_off
        begun = {Milestone.COVERAGE_START, Milestone.DEPRESS_START, Milestone.HATCH_OPEN}
        off = {f.attempt for f in self.standing_facts() if TABLE[f.milestone].calls_off}
        reached = {f.milestone for f in self.standing_facts() if f.attempt not in off}
        return State.PREPARING if reached & begun else State.PLANNED

    @property
    def called_off(self) -> State | None:
        """Postponed or called off, while nothing new is planned."""
        if self.plan and self.plan.start:
            return None
        last = max((f for f in self.standing_facts()), key=lambda f: f.attempt, default=None)
        if last is None:
            return None
        ended = {f.milestone for f in self.standing_facts() if f.attempt == last.attempt}
        if Milestone.SCRUBBED in ended:
            return State.CALLED_OFF
        return State.POSTPONED if Milestone.DELAYED in ended else None


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """One attempt after the other, each in the order of time; what has no time stands where the
    table puts it.
    """
    known = list(facts)
    tries = sorted({fact.attempt for fact in known})
    return [fact for n in tries for fact in _one_try(f for f in known if f.attempt == n)]


def _one_try(facts: Iterable[Fact]) -> list[Fact]:
    every = sorted(facts, key=lambda fact: (TABLE[fact.milestone].order, fact.occurrence))
    ordered = [fact for fact in every if fact.occurred_at]
    ordered.sort(key=lambda fact: str(fact.occurred_at))
    for fact in (fact for fact in every if not fact.occurred_at):
        order = TABLE[fact.milestone].order
        place = sum(TABLE[other.milestone].order <= order for other in ordered)
        needed = TABLE[fact.milestone].after
        starts = [n for n, other in enumerate(ordered, 1) if other.milestone is needed]
        place = max([place, *starts])
        ordered.insert(place, fact)
    return ordered
