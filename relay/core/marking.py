"""What a moderator's word adds to the journal: who said what, and the marks of a community."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.advance import advance
from relay.core.attempts import BRIEF
from relay.core.event import Event, EventType
from relay.core.marks import Effect, Foresight, next_revision
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.standing import Spacewalk
from relay.core.statement import Statement


def audit(walk: Spacewalk, said: Statement, found: Foresight, now: datetime) -> Event:
    """The journal's line on who said what; it is told to nobody."""
    return replace(
        _event(EventType.STATEMENT, walk, said, found, now),
        scope="" if found.everyone else said.community,
        author=said.author,
        standing=Standing.RETRACTED if said.retracts else None,
    )


def marked(walk: Spacewalk, said: Statement, found: Foresight, now: datetime) -> Iterator[Event]:
    """The marks that a statement makes in its community: its own, and what it means by rule."""
    own = _mark(walk, said, found, now)
    yield own
    official = _official(walk.seen_by(said.community), found)
    if official and official.key not in walk.facts:
        yield _mark(advance(walk, own), said, official, now)


def _mark(walk: Spacewalk, said: Statement, found: Foresight, now: datetime) -> Event:
    fresh = found.key not in walk.marks.get(said.community, {})
    standing = Standing.REPORTED if fresh else Standing.CORRECTED
    return replace(
        _event(EventType.MILESTONE_REACHED, walk, said, found, now),
        type=EventType.MILESTONE_REACHED if fresh else EventType.MILESTONE_CORRECTED,
        scope=said.community,
        standing=Standing.RETRACTED if found.effect is Effect.RETRACTS else standing,
        revision=next_revision(walk, said.community, found.key),
        previous=None if fresh else found.previous,
    )


def _official(seen: Spacewalk, found: Foresight) -> Foresight | None:
    """The official start or end that it is at the same time, if it is that one that stands."""
    milestone, attempt, occurrence = found.key
    means = TABLE[milestone].means.get(seen.segment) if seen.segment else None
    if means is None or found.occurred_at is None:
        return None
    key = (means, attempt, 1)
    known = seen.facts.get(key)
    stands = known if known and known.standing is not Standing.RETRACTED else None
    if found.effect is not Effect.NEW:
        tied = stands is not None and stands.occurred_at == found.previous
        return replace(found, key=key, stands=stands) if tied else None
    counts = _ends(seen, attempt, found) if means is Milestone.EVA_END else occurrence == 1
    return replace(found, key=key, stands=None) if counts and stands is None else None


def _ends(seen: Spacewalk, attempt: int, found: Foresight) -> bool:
    """A hatch that is closed soon after the start is a leak check."""
    start = seen.facts.get((Milestone.EVA_START, attempt, 1))
    if start is None or start.occurred_at is None or found.occurred_at is None:
        return False
    least = BRIEF if found.key[0] is Milestone.HATCH_CLOSED else timedelta()
    return found.occurred_at - start.occurred_at > least


def _event(
    kind: EventType, walk: Spacewalk, said: Statement, found: Foresight, now: datetime
) -> Event:
    milestone, attempt, occurrence = found.key
    return Event(
        type=kind,
        spacewalk=walk.id,
        origin=walk.origin if walk.origin != walk.id else "",
        time=now,
        milestone=milestone,
        attempt=attempt,
        occurrence=occurrence,
        occurred_at=found.occurred_at,
        note=said.note,
        by=said.by,
    )
