"""Which spacewalk does an observation speak of? Found by rule, or left unknown; never guessed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from relay.core.milestone import TABLE, Milestone, Trust
from relay.core.observation import Observation, Topic
from relay.core.plans import latest_starts
from relay.core.spacewalk import Identity, Precision

WINDOW = timedelta(hours=24)
"""How far from a plan or a known time an observation may lie."""
SENSED = timedelta(hours=12)
"""How far from its plan, or its start, a spacewalk is taken to be what a sensor shows."""
REPLANNED = timedelta(days=30)
"""How long after a call-off a new date for the same crew is taken to be its."""
CALLED_OFF = frozenset(milestone for milestone, row in TABLE.items() if row.calls_off)

Cases = Mapping[str, Sequence[Observation]]
"""The claims of every known spacewalk, by its id."""


def match(observation: Observation, cases: Cases) -> str | None:
    """The id of the spacewalk that is meant, or None.

    The source's own reference decides, then segment and number, then segment, date and crew;
    a new date after a call-off, which lies far from the old one, is known by its crew.
    """
    who = observation.spacewalk
    if observation.sensed or (observation.spoken and _is_unnamed(who)):
        return _due(observation, cases)
    for same in (_same_reference, _same_number):
        found = [name for name, claims in cases.items() if same(who, claims)]
        if found:
            return found[0] if len(found) == 1 else None
    near = [name for name, claims in cases.items() if _fits(observation, claims)]
    if len(near) > 1:
        near = [name for name in near if _shares_crew(who, cases[name])]
    if not near:
        near = [name for name, claims in cases.items() if _replans(observation, claims)]
    return near[0] if len(near) == 1 else None


def _is_unnamed(who: Identity) -> bool:
    return not (who.segment or who.number or who.crew or who.reference)


def _due(observation: Observation, cases: Cases) -> str | None:
    """Neither a sensor nor speech names a spacewalk: it is the one that is due, by what is planned
    at that time."""
    apart: dict[str, timedelta] = {}
    for name, claims in cases.items():
        known = _starts(claims, observation.seen_at)
        nearest = min((abs(observation.at - start) for start in known), default=None)
        if nearest is not None and nearest <= SENSED:
            apart[name] = nearest
    fitting = [name for name in apart if not _contradicts(observation.spacewalk, cases[name])]
    return min(fitting, key=lambda name: apart[name], default=None)


def _starts(claims: Sequence[Observation], until: datetime) -> list[datetime]:
    """What was planned at that time, or, where nothing was yet, since; and what has begun."""
    begun = [c.at for c in claims if c.kind is Milestone.EVA_START and not c.planned]
    told = _in_time(claims)
    return [*(latest_starts(told, until) or latest_starts(told, told[-1].seen_at)), *begun]


def _in_time(claims: Sequence[Observation]) -> list[Observation]:
    return sorted(claims, key=lambda claim: claim.seen_at)


def may_found(observation: Observation) -> bool:
    """Whether it is enough to speak of a spacewalk that nobody has mentioned yet."""
    who = observation.spacewalk
    if observation.sensed or observation.retracts or observation.trust < Trust.AUTOMATIC:
        return False
    if observation.kind is Topic.SUITS:
        return False
    if observation.kind is Topic.SCHEDULE:
        named = who.segment or who.reference
        return named is not None and (who.near is not None or who.number is not None)
    return who.segment is not None and when(observation) is not None


def when(observation: Observation) -> datetime | None:
    """The instant that the spacewalk lies near, as far as the observation tells."""
    known = observation.spacewalk.near or observation.occurred_at
    if known is None and isinstance(observation.kind, Milestone):
        return observation.seen_at
    return known


def twin(name: str, cases: Cases) -> str | None:
    """Another case that turns out to be the same spacewalk, known by its date only."""
    own = cases[name]
    if not any(claim.spacewalk.number for claim in own):
        return None
    others = {n: c for n, c in cases.items() if n != name and not _numbers(c)}
    alike = [n for n, c in others.items() if any(_fits(claim, own) for claim in _dated(c))]
    return alike[0] if len(alike) == 1 else None


def _same_reference(who: Identity, claims: Sequence[Observation]) -> bool:
    known = {claim.spacewalk.reference for claim in claims}
    return who.reference is not None and who.reference in known


def _same_number(who: Identity, claims: Sequence[Observation]) -> bool:
    if who.number is None or who.segment is None:
        return False
    segments = {claim.spacewalk.segment for claim in claims}
    return who.segment in segments and who.number.lower() in _numbers(claims)


def _numbers(claims: Iterable[Observation]) -> set[str]:
    return {claim.spacewalk.number.lower() for claim in claims if claim.spacewalk.number}


def _replans(observation: Observation, claims: Sequence[Observation]) -> bool:
    """A new date for the same crew, whose spacewalk was called off and has not begun since."""
    who = observation.spacewalk
    if observation.kind is not Topic.SCHEDULE or len(who.crew) < 2 or _contradicts(who, claims):
        return False
    facts = [claim for claim in claims if isinstance(claim.kind, Milestone) and not claim.planned]
    off = [c.seen_at for c in facts if c.kind in CALLED_OFF and not c.retracts]
    begun = any(c.kind is Milestone.EVA_START for c in facts)
    known = {name.casefold() for claim in claims for name in claim.spacewalk.crew}
    waiting = bool(off) and not begun and observation.seen_at - max(off) <= REPLANNED
    return waiting and {name.casefold() for name in who.crew} <= known


def _contradicts(who: Identity, claims: Sequence[Observation]) -> bool:
    segments = {claim.spacewalk.segment for claim in claims} - {None}
    numbers = _numbers(claims)
    if who.segment and segments and who.segment not in segments:
        return True
    return bool(who.number and numbers and who.number.lower() not in numbers)


def _fits(observation: Observation, claims: Sequence[Observation]) -> bool:
    who = observation.spacewalk
    if _contradicts(who, claims):
        return False
    if who.segment is None and not _may_mean(observation, claims):
        return False
    moment = when(observation)
    return moment is not None and any(abs(moment - a) <= WINDOW for a in _anchors(claims))


def _may_mean(observation: Observation, claims: Sequence[Observation]) -> bool:
    """Without a segment the crew tells; the agency and moderators need not name it."""
    who = observation.spacewalk
    if who.crew and any(claim.spacewalk.crew for claim in claims):
        return _shares_crew(who, claims)
    return observation.trust >= Trust.AGENCY


def _shares_crew(who: Identity, claims: Sequence[Observation]) -> bool:
    named = {name.casefold() for claim in claims for name in claim.spacewalk.crew}
    return bool(named & {name.casefold() for name in who.crew})


def _dated(claims: Iterable[Observation]) -> Iterable[Observation]:
    """Without what only borrows its day from the words around it."""
    return (claim for claim in claims if claim.kind is not Topic.SUITS)


def _anchors(claims: Iterable[Observation]) -> Iterable[datetime]:
    for claim in _dated(claims):
        plan = claim.plan
        if (
            plan
            and plan.start
            and plan.precision in (Precision.MINUTE, Precision.HOUR, Precision.DAY)
        ):
            yield plan.start
        elif claim.kind is not Topic.SCHEDULE and (moment := when(claim)):
            yield moment
