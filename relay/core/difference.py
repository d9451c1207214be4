"""What is to be told: the difference between what stands of a spacewalk and what was told of it."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from relay.core.advance import advance
from relay.core.claims import Account
from relay.core.event import Event, EventType, Summary
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.spacewalk import Plan
from relay.core.standing import Fact, Spacewalk, State


def difference(name: str, told: Spacewalk | None, stands: Account, now: datetime) -> list[Event]:
    """Events that bring what was told of the spacewalk `name` to what stands, in telling order."""
    before = told or Spacewalk(id=name, origin=name)
    telling = _Telling(name, before.origin if before.origin != name else "", now)
    events = [telling.described(told, stands)] if _describes(before, stands) or not told else []
    events += telling.milestones(before, stands)
    events += telling.streams(before, stands)
    events += telling.hints(before, stands)
    return events + telling.summary(reduce(advance, events, before))


def _describes(before: Spacewalk, stands: Account) -> bool:
    told_and_known = (
        (before.segment, stands.segment),
        (before.number, stands.number),
        (before.crew, stands.crew),
        (before.suits, stands.suits),
        (before.streams, stands.streams),
        (before.ordinal, stands.ordinal),
    )
    gained = any(new and new != old for old, new in told_and_known)
    return gained or (stands.plan is not None and stands.plan != before.plan)


@dataclass(frozen=True, slots=True)
class _Telling:
    """The making of events of one spacewalk at one instant."""

    name: str
    origin: str
    now: datetime

    def described(self, told: Spacewalk | None, stands: Account) -> Event:
        """That it is planned, is planned otherwise, or merely known better."""
        old = told.plan if told else None
        moved = told is not None and _moved(old, stands.plan)
        kind = EventType.SPACEWALK_RESCHEDULED if moved else EventType.SPACEWALK_UPDATED
        revision = (told.plan_revision if told else 0) + (told is None or moved)
        return replace(
            self._blank(kind if told else EventType.SPACEWALK_ANNOUNCED),
            revision=max(1, revision),
            attempt=_tries(told) if told else 1,
            segment=stands.segment,
            number=stands.number,
            crew=stands.crew,
            suits=stands.suits,
            plan=stands.plan,
            streams=stands.streams,
            ordinal=stands.ordinal,
            previous=old.start if moved and old else None,
            previous_precision=old.precision if moved and old and old.start else None,
        )

    def milestones(self, before: Spacewalk, stands: Account) -> list[Event]:
        """New facts, changed facts, and facts that do not stand any more."""
        standing = {fact.key: fact for fact in stands.facts}
        at_hand = stands.claims
        changed = [
            self._changed(before.facts.get(fact.key), fact)
            for fact in stands.facts
            if _may_change(before.facts.get(fact.key), at_hand)
        ]
        gone = [
            self._withdrawn(fact, stands.withdrawn_by)
            for fact in before.standing_facts()
            if fact.key not in standing and _may_change(fact, at_hand)
        ]
        return gone + [event for event in changed if event]

    def _changed(self, old: Fact | None, new: Fact) -> Event | None:
        if old is None:
            return self._milestone(EventType.MILESTONE_REACHED, None, new, new.standing)
        if old.standing is Standing.RETRACTED or _retimed(old, new):
            return self._milestone(EventType.MILESTONE_CORRECTED, old, new, Standing.CORRECTED)
        if (old.occurred_at, old.firm, old.warning) == (new.occurred_at, new.firm, new.warning):
            return None
        return self._milestone(EventType.MILESTONE_CONFIRMED, old, new, new.standing)

    def _withdrawn(self, fact: Fact, by: str) -> Event:
        """By whom it was told is another question."""
        kind = EventType.MILESTONE_CORRECTED
        return self._milestone(kind, fact, replace(fact, by=by), Standing.RETRACTED)

    def _milestone(self, kind: EventType, old: Fact | None, new: Fact, standing: Standing) -> Event:
        return replace(
            self._blank(kind),
            revision=old.revision + 1 if old else 1,
            milestone=new.milestone,
            attempt=new.attempt,
            occurrence=new.occurrence,
            occurred_at=new.occurred_at,
            said_at=new.said_at,
            standing=standing,
            firm=new.firm,
            note=new.note,
            warning=new.warning,
            previous=old.occurred_at if old else None,
            address=new.address,
            by=new.by,
            because=new.because,
        )

    def streams(self, before: Spacewalk, stands: Account) -> list[Event]:
        """The best address when one goes live; another only while no told one is live."""
        live = [stream for stream in stands.streams if stream.live]
        over = any(fact.milestone is Milestone.EVA_END for fact in stands.facts)
        if over or not live or any(stream.url in before.streams_told for stream in live):
            return []
        return [replace(self._blank(EventType.STREAM_LIVE), stream=live[0])]

    def hints(self, before: Spacewalk, stands: Account) -> list[Event]:
        """What sensors show, each once, while it is not over."""
        if before.state is State.OVER:
            return []
        return [
            replace(self._blank(EventType.HINT), hint=one.hint, occurred_at=one.at)
            for one in stands.hints
            if one not in before.hints
        ]

    def summary(self, walk: Spacewalk) -> list[Event]:
        """What it came to, once it is over, and again when that changes or is withdrawn."""
        summary = _summary(walk)
        if summary == walk.summary:
            return []
        told = replace(
            self._blank(EventType.SUMMARY),
            revision=walk.summary_revision + 1,
            summary=summary,
        )
        return [told]

    def _blank(self, kind: EventType) -> Event:
        return Event(type=kind, spacewalk=self.name, origin=self.origin, time=self.now)


def _summary(walk: Spacewalk) -> Summary | None:
    start, end = walk.fact(Milestone.EVA_START), walk.fact(Milestone.EVA_END)
    if not (start and start.occurred_at and end and end.occurred_at):
        return None
    told = walk.standing_facts()
    return Summary(
        start=start.occurred_at,
        end=end.occurred_at,
        tasks=tuple(fact.note for fact in told if fact.milestone is Milestone.TASK),
        ordinal=walk.ordinal,
        terminated=walk.fact(Milestone.TERMINATED) is not None,
    )


def _tries(walk: Spacewalk) -> int:
    """A plan after a call-off is one of a new attempt."""
    off = {f.attempt for f in walk.standing_facts() if TABLE[f.milestone].calls_off}
    return len(off) + 1


def _moved(old: Plan | None, new: Plan | None) -> bool:
    """Whether followers must hear of it. What a call-off voids, the call-off itself tells."""
    if old is None or new is None:
        return False
    return new.start is not None and (new.start, new.precision) != (old.start, old.precision)


def _retimed(old: Fact, new: Fact) -> bool:
    return old.occurred_at is not None and old.occurred_at != new.occurred_at


def _may_change(told: Fact | None, at_hand: Set[str]) -> bool:
    """A told fact only moves while the claims behind it are at hand, not once they were pruned."""
    return told is None or at_hand >= set(told.because)
