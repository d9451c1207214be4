"""Where a milestone that somebody tells now belongs among those that stand: attempt, occurrence.

The same as fusion finds with all claims at hand (`relay.core.attempts`, `relay.core.runs`), from
what was told alone.
"""

from datetime import datetime, timedelta

from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.standing import Fact, FactKey, Spacewalk, in_order

OWN = 1000
"""A community's own tasks count on from here: they never take the number of one for everyone."""


SAME = timedelta(minutes=1)
"""Two times closer than this are the same: people say when they saw it, or a printed minute."""


def place(walk: Spacewalk, milestone: Milestone, at: datetime, note: str, *, own: bool) -> FactKey:
    """What it is told under. `walk` is as its author sees it; `note` tells tasks apart.

    `own` is a task of one community.
    """
    attempt = _attempt(walk, milestone, at)
    if TABLE[milestone].repeats:
        return milestone, attempt, _task(walk, attempt, note, OWN if own else 0)
    return milestone, attempt, _occurrence(walk, milestone, attempt, at)


def _attempt(walk: Spacewalk, milestone: Milestone, at: datetime) -> int:
    """A call-off is one more word on the last one, unless something new was planned since: then
    there is a start again, which a call-off for everyone takes away and a mark does not."""
    off = [fact for fact in walk.facts.values() if _ends(fact)]
    if not TABLE[milestone].calls_off:
        return (
            len({end.attempt for end in off if end.occurred_at is None or end.occurred_at < at}) + 1
        )
    last = max((end.attempt for end in off), default=1)
    anew = walk.plan is not None and walk.plan.start is not None
    told = any(end.attempt == last and end.revision > 0 for end in off)
    return last + 1 if told and anew else last


def _ends(fact: Fact) -> bool:
    """A call-off ends an attempt for good, also when it was withdrawn for everyone."""
    standing = fact.standing is not Standing.RETRACTED or fact.revision > 0
    return TABLE[fact.milestone].calls_off and standing


def _task(walk: Spacewalk, attempt: int, note: str, above: int) -> int:
    """The number that its words have, or the next one."""
    known = {
        fact.note: fact.occurrence
        for fact in walk.facts.values()
        if TABLE[fact.milestone].repeats and fact.attempt == attempt
    }
    numbers = [number for number in known.values() if (number > OWN) == bool(above)]
    return known.get(note) or max(numbers, default=above) + 1


def _occurrence(walk: Spacewalk, milestone: Milestone, attempt: int, at: datetime) -> int:
    """What can be undone and done again happens anew when its opposite lies in between, also one
    that was withdrawn."""
    opposite = TABLE[milestone].undone_by
    if opposite is None:
        return 1
    chain = in_order(
        fact
        for fact in walk.facts.values()
        if fact.attempt == attempt and fact.milestone in (milestone, opposite)
    )
    for fact in chain:
        if fact.milestone is milestone and same_time(fact.occurred_at, at):
            return fact.occurrence
    before = [fact for fact in chain if _is_before(fact, at)]
    after = [fact for fact in chain if not _is_before(fact, at)]
    for fact in before[-1:] + after[:1]:
        if fact.milestone is milestone:
            return fact.occurrence
    standing = [fact for fact in before if fact.standing is not Standing.RETRACTED]
    return sum(fact.milestone is milestone for fact in standing) + 1


def same_time(one: datetime | None, other: datetime) -> bool:
    """Whether people who say both mean the same instant."""
    return one is not None and abs(one - other) < SAME


def _is_before(fact: Fact, at: datetime) -> bool:
    """Of what has no time it is not known; it was told, and so most likely was before."""
    return fact.occurred_at is None or fact.occurred_at <= at
