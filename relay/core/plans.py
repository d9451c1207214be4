"""Which of all the planned times that were stated holds now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from relay.core.milestone import TABLE, Milestone
from relay.core.observation import Observation, Topic
from relay.core.spacewalk import Plan, Precision, Segment

Value = TypeVar("Value")

AGREES = timedelta(minutes=15)
"""Another source's planned start within this time does not move the plan ("about 8 a.m.")."""

NAMED = timedelta(hours=12)
UNNAMED = timedelta(hours=36)
"""How long after the day that a call-off names, or else after it was written, it voids a start."""


PLACEHOLDERS = (Precision.MONTH, Precision.YEAR)
"""A date this vague is no start that could be called off."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One source's word on the planned start."""

    source: str
    said_at: datetime
    plan: Plan
    moved: bool = False
    """The same source had stated another one before."""


def statements(
    claims: Iterable[Observation], segment: Segment | None, until: datetime | None
) -> list[Statement]:
    """Every planned start as first stated; a source that repeats itself adds nothing.

    `until` is when the spacewalk had begun: a plan that changes later only follows the facts.
    """
    found: list[Statement] = []
    latest: dict[str, Plan] = {}
    for claim in claims:
        plan = _stated(claim, segment)
        about = claim.spacewalk.reference or claim.source
        if plan is not None and latest.get(about) != plan:
            found.append(Statement(claim.source, claim.seen_at, plan, moved=about in latest))
            latest[about] = plan
    early = [s for s in found if until is None or s.said_at <= until]
    return early or found[:1]


def planned_starts(
    claims: Iterable[Observation], segment: Segment | None
) -> dict[datetime, datetime]:
    """Every start that was ever announced to the minute, with when it was first."""
    found: dict[datetime, datetime] = {}
    for claim in claims:
        plan = _stated(claim, segment)
        if plan is not None and plan.exact and plan.start is not None:
            found.setdefault(plan.start, claim.seen_at)
    return found


def latest_starts(claims: Iterable[Observation], until: datetime) -> list[datetime]:
    """The planned starts by the last word of each source at that instant; no vaguer than a day."""
    latest: dict[str, Plan] = {}
    for claim in claims:
        if claim.plan and claim.seen_at <= until:
            latest[claim.spacewalk.reference or claim.source] = claim.plan
    vague = PLACEHOLDERS
    return [p.start for p in latest.values() if p.start and p.precision not in vague]


def _stated(claim: Observation, segment: Segment | None) -> Plan | None:
    if claim.kind is Topic.SCHEDULE:
        return claim.plan
    if not (claim.planned and isinstance(claim.kind, Milestone) and claim.occurred_at):
        return None
    means = TABLE[claim.kind].means.get(segment) if segment else None
    if Milestone.EVA_START in (claim.kind, means):
        return Plan(start=claim.occurred_at, approximate=True)
    return None


def standing_plan(
    claims: Iterable[Observation], stated: Sequence[Statement], calls_off: Sequence[Observation]
) -> Plan | None:
    """The plan that holds after all that was said: the latest word, unless it only rounds."""
    coverage = _coverage(claims, calls_off)
    if not stated and coverage is None:
        return None
    current: Statement | None = None
    for statement in stated:
        if not any(voids(claim, statement) for claim in calls_off) and _moves(current, statement):
            current = statement
    words = [statement.plan for statement in stated]
    plan = current.plan if current else Plan(start=None)
    return replace(
        plan,
        coverage=coverage,
        duration=plan.duration or _last(word.duration for word in words),
        name=plan.name or _last(word.name for word in words) or "",
        description=plan.description or _last(word.description for word in words) or "",
    )


def voids(call_off: Observation, statement: Statement) -> bool:
    """Whether that start was called off: it had been stated before, for the day that is meant."""
    start = statement.plan.start
    if start is None or statement.plan.precision in PLACEHOLDERS:
        return False
    if statement.said_at > call_off.seen_at or _comes_with(call_off, statement):
        return False
    named = call_off.spacewalk.near or call_off.at
    fresh = abs(call_off.at - named) < timedelta(hours=1)
    return start <= named + (UNNAMED if fresh else NAMED)


def _comes_with(call_off: Observation, statement: Statement) -> bool:
    """Whether it is the new date that the same document gives with the call-off."""
    together = (statement.source, statement.said_at) == (call_off.source, call_off.seen_at)
    return together and statement.moved


def _moves(current: Statement | None, new: Statement) -> bool:
    """Whether a later word changes the plan, or merely agrees with it less exactly."""
    if current is None or current.source == new.source or current.plan.start is None:
        return True
    if new.plan.start is None:
        return False
    if new.plan.precision is not Precision.MINUTE:
        return new.plan.start.date() != current.plan.start.date()
    exact = current.plan.precision is Precision.MINUTE
    return not exact or abs(new.plan.start - current.plan.start) > AGREES


def _coverage(claims: Iterable[Observation], calls_off: Sequence[Observation]) -> datetime | None:
    planned = [
        Statement(claim.source, claim.seen_at, Plan(start=claim.occurred_at))
        for claim in claims
        if claim.kind is Milestone.COVERAGE_START and claim.planned and claim.occurred_at
    ]
    valid = [s for s in planned if not any(voids(claim, s) for claim in calls_off)]
    return valid[-1].plan.start if valid else None


def _last(values: Iterable[Value | None]) -> Value | None:
    said = [value for value in values if value]
    return said[-1] if said else None
