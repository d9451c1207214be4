"""What state a spacewalk is shown in: as told, unless it has not been heard of for too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core.milestone import TABLE, Milestone
from relay.core.spacewalk import Precision
from relay.core.standing import Fact, Spacewalk, State, in_order

SILENCE = timedelta(hours=24)
"""No spacewalk lasts this long (the longest from the station took 8 h 56 min, 11 March 2001): what
has not been heard of for so long is not shown as going on."""

OVERDUE = {
    Precision.MINUTE: timedelta(hours=12),
    Precision.HOUR: timedelta(hours=13),
    Precision.DAY: timedelta(days=2),
    Precision.MONTH: timedelta(days=32),
    Precision.YEAR: timedelta(days=367),
}
"""How long after a planned start nothing can be heard before the plan says nothing any more."""

_DECIDES = {
    State.OVER: Milestone.EVA_END,
    State.UNDERWAY: Milestone.EVA_START,
    State.CALLED_OFF: Milestone.SCRUBBED,
    State.POSTPONED: Milestone.DELAYED,
}
"""The milestone that a state is known by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The state in words. `tone` names its colour, `doubt` says what keeps it from being sure."""

    words: str
    tone: str
    doubt: str = ""


def condition(walk: Spacewalk, now: datetime) -> Condition:
    """The state that a spacewalk is shown in at that instant."""
    if silent(walk, now):
        return Condition(words=f"{walk.state.value.capitalize()}, no report since", tone="silent")
    words = walk.state.value.capitalize()
    if walk.state is State.PLANNED and any(_calls_off(f) for f in walk.standing_facts()):
        words = "Planned anew"
    if walk.fact(Milestone.TERMINATED):
        words += ", called to end early"
    return Condition(words=words, tone=walk.state.name.lower(), doubt=_doubt(walk))


def doubt_of(fact: Fact | None) -> str:
    """The words for a fact that nobody stands behind yet; empty for a firm one."""
    return "reported, not yet confirmed" if fact and not fact.firm else ""


def last_sign(walk: Spacewalk) -> datetime | None:
    """The latest instant that anything known of a spacewalk speaks of."""
    spoken = [fact.occurred_at or fact.said_at for fact in walk.standing_facts()]
    planned = walk.plan.start if walk.plan else None
    return max((instant for instant in [*spoken, planned] if instant), default=None)


def silent(walk: Spacewalk, now: datetime) -> bool:
    """Whether it should have been heard of: its last sign lies too far back to go by."""
    last = last_sign(walk)
    if last is None or walk.state in (State.OVER, State.CALLED_OFF, State.POSTPONED):
        return False
    planned = walk.state is State.PLANNED and walk.plan
    return now - last > (OVERDUE[planned.precision] if planned else SILENCE)


def going(walk: Spacewalk, now: datetime) -> bool:
    """Whether it is being prepared or underway."""
    return walk.state in (State.PREPARING, State.UNDERWAY) and not silent(walk, now)


def _calls_off(fact: Fact) -> bool:
    return TABLE[fact.milestone].calls_off


def _doubt(walk: Spacewalk) -> str:
    if decisive := _DECIDES.get(walk.state):
        return doubt_of(walk.fact(decisive))
    facts = in_order(walk.standing_facts()) if walk.state is State.PREPARING else []
    return doubt_of(facts[-1]) if facts else ""
