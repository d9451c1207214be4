"""The facts of each attempt at one spacewalk, by the table of milestones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.lengths import fitted
from relay.core.milestone import TABLE, Milestone
from relay.core.observation import Observation
from relay.core.plans import Statement, voids
from relay.core.runs import Claims, runs
from relay.core.spacewalk import Segment
from relay.core.standing import Fact, in_order
from relay.core.weighing import weigh

_M = Milestone
PAIRS = ((_M.DEPRESS_START, _M.REPRESS_START), (_M.HATCH_OPEN, _M.HATCH_CLOSED))
BRIEF = timedelta(minutes=30)
"""A hatch closed sooner after opening is a leak check, unless the words say that it is over."""


def boundaries(calls_off: Claims, stated: Sequence[Statement]) -> list[datetime]:
    """When each attempt was called off. A later word on the same call-off ends nothing new."""
    ends: list[datetime] = []
    for claim in sorted(calls_off, key=lambda c: (c.at, c.seen_at)):
        fresh = [s for s in stated if not ends or s.said_at > ends[-1]]
        if not ends or any(voids(claim, statement) for statement in fresh):
            ends.append(claim.at)
    return ends


def attempts(
    reached: Claims, calls_off: Claims, ends: Sequence[datetime], segment: Segment | None
) -> list[Fact]:
    """What stands, attempt after attempt, in the order in which it is told."""
    milestones = [c for c in reached if not TABLE[_kind(c)].calls_off]
    facts: list[Fact] = []
    for attempt in range(1, len(ends) + 2):
        within = [c for c in milestones if sum(end < c.at for end in ends) + 1 == attempt]
        off = [c for c in calls_off if max(1, sum(end <= c.at for end in ends)) == attempt]
        found = _called_off(off) + (_facts(within, segment) if within else [])
        facts += [replace(fact, attempt=attempt) for fact in in_order(found)]
    return facts


def _kind(claim: Observation) -> Milestone:
    assert isinstance(claim.kind, Milestone)
    return claim.kind


def _called_off(claims: Claims) -> list[Fact]:
    return _single(claims, [m for m, row in TABLE.items() if row.calls_off])


def _single(claims: Claims, milestones: Iterable[Milestone]) -> list[Fact]:
    facts = (weigh(m, [c for c in claims if c.kind is m]) for m in milestones)
    return [fact for fact in facts if fact]


def _facts(claims: Claims, segment: Segment | None) -> list[Fact]:
    chains = {m: runs(c for c in claims if c.kind in (m, back)) for m, back in PAIRS}
    starts = _meant(_M.EVA_START, claims, [c[:1] for c in chains.values()], segment)
    start, end = _official(starts, claims, chains, segment)
    facts = [fact for chain in chains.values() for fact in _happenings(chain)]
    facts += _single(claims, (_M.COVERAGE_START, _M.EGRESS, _M.TERMINATED, _M.INGRESS))
    facts += _tasks(claims)
    facts += [fact for fact in (start, end) if fact]
    return [fact for fact in facts if _in_order(fact, start)]


def _happenings(chain: Sequence[Claims]) -> list[Fact]:
    facts: list[Fact] = []
    for run in chain:
        fact = weigh(_kind(run[0]), run)
        earlier = sum(other.milestone is _kind(run[0]) for other in facts)
        if fact:
            facts.append(replace(fact, occurrence=earlier + 1))
    return facts


def _tasks(claims: Claims) -> list[Fact]:
    """Each task by its words; numbered as they were seen, so that a number never moves."""
    words = dict.fromkeys(c.note for c in claims if c.kind is _M.TASK and c.note)
    told = (weigh(_M.TASK, [c for c in claims if c.kind is _M.TASK and c.note == w]) for w in words)
    return [replace(fact, occurrence=n) for n, fact in enumerate(told, 1) if fact]


def _meant(
    official: Milestone,
    claims: Claims,
    happenings: Iterable[Sequence[Claims]],
    segment: Segment | None,
) -> list[Observation]:
    """Claims of an official start or end: in so many words, or by the segment's rule."""
    explicit = [c for c in claims if c.kind is official]
    implied = [
        claim
        for chain in happenings
        for run in chain
        for claim in run
        if segment and TABLE[_kind(claim)].means.get(segment) is official and _counts(claim)
    ]
    return explicit + implied


def _counts(claim: Observation) -> bool:
    return not claim.interim and (claim.occurred_at is not None or claim.retracts)


def _official(
    starts: Claims,
    claims: Claims,
    chains: Mapping[Milestone, Sequence[Claims]],
    segment: Segment | None,
) -> tuple[Fact | None, Fact | None]:
    start = weigh(_M.EVA_START, starts)
    begun = start.occurred_at if start else None
    closing = [_closing(chain, begun) for chain in chains.values()]
    ends = _meant(_M.EVA_END, claims, closing, segment)
    ends = [c for c in ends if not (begun and c.occurred_at and c.occurred_at <= begun)]
    length = next((c.duration for c in reversed(ends) if c.duration), None)
    return fitted(start, ends, length)


def _closing(chain: Sequence[Claims], begun: datetime | None) -> Sequence[Claims]:
    """The happening that ends the spacewalk, if it is an ending: nothing was undone after it."""
    later = [run for run in chain if begun and run[0].at > begun]
    if not later or begun is None:
        return []
    last = later[-1]
    brief = last[0].kind is _M.HATCH_CLOSED and last[0].at - begun < BRIEF
    return [] if brief else [last]


def _in_order(fact: Fact, start: Fact | None) -> bool:
    """Whether the table lets it stand: no end before a start."""
    if TABLE[fact.milestone].after is None:
        return True
    if start is None:
        return False
    times = (start.occurred_at, fact.occurred_at)
    return times[0] is None or times[1] is None or times[0] <= times[1]
