"""What stands, of all that was claimed of one spacewalk.

A pure function of the set of claims: in whatever order they came, the same facts stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relay.core.attempts import attempts, boundaries
from relay.core.hint import Expectation
from relay.core.milestone import CONFIRMS, TABLE, Milestone, Trust
from relay.core.observation import Observation, Topic, observation_id
from relay.core.plans import latest_starts, planned_starts, standing_plan, statements
from relay.core.spacewalk import Plan, Segment, Stream, Suit, suits_of
from relay.core.standing import Fact

DUE = timedelta(hours=4)
"""How far from a planned start a spacewalk is due; the hatch opens before it or, after a slip that
nobody wrote down, hours later."""
AHEAD = timedelta(minutes=2)
"""A time this far after it was seen is not a fact yet, whatever the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What stands of one spacewalk."""

    segment: Segment | None
    number: str | None
    crew: tuple[str, ...]
    suits: tuple[Suit, ...]
    plan: Plan | None
    streams: tuple[Stream, ...]
    ordinal: int | None
    facts: tuple[Fact, ...]
    hints: tuple[Expectation, ...]
    withdrawn_by: str
    """The moderator whose word is the newest and takes another back; empty for all others."""
    claims: frozenset[str]
    """Ids of all claims that were weighed."""


def account(claims: Sequence[Observation]) -> Account:
    """Weigh all claims of one spacewalk."""
    claims = sorted(claims, key=lambda claim: (claim.seen_at, observation_id(claim)))
    identities = [claim.spacewalk for claim in claims]
    segment = next((who.segment for who in reversed(identities) if who.segment), None)
    announced = planned_starts(claims, segment)
    reached = [_placed(c, claims) for c in claims if _is_fact(c) and not _echoes(c, announced)]
    begun = _begun(reached, segment)
    calls_off = [claim for claim in reached if _calls_off(claim, begun)]
    ending = [claim for claim in calls_off if not claim.spoken]
    stated = statements(claims, segment, until=begun)
    ends = boundaries(ending, stated)
    facts = attempts(reached, calls_off if ending or not begun else [], ends, segment)
    crew = _crew(claims)
    return Account(
        segment=segment,
        number=next((who.number for who in reversed(identities) if who.number), None),
        crew=crew,
        suits=suits_of(crew, _suits(claims, crew)),
        plan=standing_plan(claims, stated, ending),
        streams=_streams(claims, ends),
        ordinal=next((c.ordinal for c in reversed(claims) if c.ordinal), None),
        facts=tuple(facts),
        hints=_hints(claims),
        withdrawn_by="".join(c.evidence.by for c in claims[-1:] if c.retracts),
        claims=frozenset(observation_id(claim) for claim in claims),
    )


def _is_fact(claim: Observation) -> bool:
    """Reported as done, and at a time that had come when it was seen."""
    if claim.planned or not isinstance(claim.kind, Milestone):
        return False
    return claim.occurred_at is None or claim.occurred_at <= claim.seen_at + AHEAD


def _placed(claim: Observation, claims: Sequence[Observation]) -> Observation:
    """A sensor's clear sign counts as the agency's word when a spacewalk is due."""
    if not claim.when_due:
        return claim
    due = any(abs(claim.at - start) <= DUE for start in latest_starts(claims, claim.seen_at))
    return replace(claim, placed=Trust.AGENCY if due else claim.trust)


def _echoes(claim: Observation, announced: Mapping[datetime, datetime]) -> bool:
    """A start at just the announced minute, from others than the agency: the plan, printed as
    a fact, as several sites did on 15 August 2018."""
    if claim.kind is not Milestone.EVA_START or claim.trust >= CONFIRMS or not claim.occurred_at:
        return False
    known = announced.get(claim.occurred_at)
    return known is not None and known <= claim.seen_at


def _begun(reached: Sequence[Observation], segment: Segment | None) -> datetime | None:
    """The first credible start: from then on nothing calls it off and no plan matters."""
    starts = {Milestone.EVA_START}
    if segment is Segment.RUSSIAN:
        starts.add(Milestone.HATCH_OPEN)
    said = [c for c in reached if c.kind in starts and c.trust >= Trust.AUTOMATIC]
    denied = max((c.seen_at for c in said if c.retracts), default=None)
    times = [c.at for c in said if not c.retracts and (denied is None or c.seen_at > denied)]
    return min(times, default=None)


def _calls_off(claim: Observation, begun: datetime | None) -> bool:
    """Speech alone is told as reported: no plan is void and no attempt over by it, and a credible
    start proves it wrong."""
    assert isinstance(claim.kind, Milestone)
    return TABLE[claim.kind].calls_off and (begun is None or claim.at < begun)


def _crew(claims: Sequence[Observation]) -> tuple[str, ...]:
    """The best source's latest list; a list of one is a mention, not a crew."""
    named = [claim for claim in claims if claim.spacewalk.crew]
    if not named:
        return ()
    pairs = [c for c in named if len(c.spacewalk.crew) > 1] or named
    schedules = [c for c in pairs if c.kind is Topic.SCHEDULE] or pairs
    return tuple(sorted(schedules[-1].spacewalk.crew))


def _suits(claims: Sequence[Observation], crew: Sequence[str]) -> list[Suit]:
    """The agency's latest word on everyone's suit, by role. Nobody else takes one of the crew's."""
    stated = [claim for claim in claims if claim.suits and claim.trust >= CONFIRMS]
    worn: dict[str, Suit] = {}
    for claim in sorted(stated, key=lambda claim: claim.said_at or claim.seen_at):
        stated_now = suits_of(crew, claim.suits)
        names = {suit.name for suit in stated_now}
        for name in worn.keys() - names:
            worn[name] = _without(worn[name], stated_now)
        for suit in stated_now:
            worn[suit.name] = _completed(suit, worn.get(suit.name))
    known = [suit for suit in worn.values() if suit.role or suit.marking]
    return sorted(known, key=lambda suit: (not suit.role, suit.role, suit.name))


def _without(suit: Suit, others: Sequence[Suit]) -> Suit:
    """What is left of it once the same role or marking is said to be another's."""
    roles, markings = {other.role for other in others}, {other.marking for other in others}
    return replace(
        suit,
        role="" if suit.role in roles else suit.role,
        marking="" if suit.marking in markings else suit.marking,
    )


def _completed(suit: Suit, before: Suit | None) -> Suit:
    """With what was said of it before, unless that was of another role or another suit."""
    if before is None:
        return suit
    changed = (suit.role and before.role and suit.role != before.role) or (
        suit.marking and before.marking and suit.marking != before.marking
    )
    if changed:
        return suit
    return replace(suit, role=suit.role or before.role, marking=suit.marking or before.marking)


def _hints(claims: Sequence[Observation]) -> tuple[Expectation, ...]:
    """What sensors let one expect, in the order of time."""
    found = {(c.hint, c.at) for c in claims if c.hint}
    return tuple(sorted((Expectation(at, hint) for hint, at in found), key=lambda one: one.at))


def _streams(claims: Sequence[Observation], ends: Sequence[datetime]) -> tuple[Stream, ...]:
    """The latest word on every address, best first. None is live for what was called off."""
    latest = {claim.stream.url: claim for claim in claims if claim.stream}
    streams = [
        replace(claim.stream, live=False) if ends and claim.seen_at <= ends[-1] else claim.stream
        for claim in latest.values()
        if claim.stream
    ]
    return tuple(sorted(streams, key=lambda s: (not s.live, s.priority, s.url)))
