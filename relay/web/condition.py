"""What state a spacewalk is shown in: as told, unless it has not been heard of for too long."""

from dataclasses import dataclass
from datetime import datetime

from relay.core.milestone import TABLE, Milestone
from relay.core.silence import silent
from relay.core.standing import Fact, Spacewalk, State, in_order
from relay.web.progress import doubt_of

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
    early = walk.fact(Milestone.TERMINATED)
    if early and early.firm:
        words += ", called to end early"
    unsure = _doubt(walk) or (early and not early.firm and "a call to end early is not confirmed")
    return Condition(words=words, tone=walk.state.name.lower(), doubt=unsure or "")


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
