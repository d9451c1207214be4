"""What a calendar shows of each spacewalk, and how often that changed: folded from the journal.

A calendar program believes an entry with the highest SEQUENCE, and keeps a cancelled one on the day
that it had. Neither is on the board, which knows only what holds now, so both are counted here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from relay.core import wording
from relay.core.board import Board
from relay.core.event import Event
from relay.core.milestone import Milestone
from relay.core.spacewalk import Plan, Precision, Segment
from relay.core.standing import Fact, Spacewalk, State
from relay.core.text import plain
from relay.web.address import web_address

NOTE = 500
DATED = (Precision.MINUTE, Precision.HOUR, Precision.DAY)
"""Anything vaguer has no day to stand on, and none is invented."""


class Status(StrEnum):
    """As RFC 5545 writes it."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the entry says. `end` is None where no length is known; of a day it is the next day."""

    summary: str
    status: Status
    start: datetime
    end: datetime | None
    whole_day: bool = False
    lines: tuple[str, ...] = ()
    """The description, without the address of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One spacewalk in the calendar. `origin` names it for ever."""

    origin: str
    spacewalk: str
    shown: Shown
    sequence: int = 0
    """One more whenever the summary, the status, the start or the end became another."""
    changed: datetime
    """When the relay knew what the entry says last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All entries after the event with the number `seq`."""

    seq: int = 0
    board: Board = field(default_factory=Board)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By `origin`. A spacewalk that once had a day stays, cancelled when it has none."""

    def after(self, events: Iterable[Event]) -> "Ledger":
        """The ledger after these further events."""
        ledger = self
        for event in events:
            ledger = ledger._one(event)
        return ledger

    def _one(self, event: Event) -> "Ledger":
        if not event.for_everyone:
            return replace(self, seq=event.seq)
        board = self.board.apply(event)
        walk = board.find(event.spacewalk)
        entries = dict(self.entries)
        if walk and event.alias:
            present = {one.origin for one in board.spacewalks.values()}
            entries = {name: entry for name, entry in entries.items() if name in present}
        if walk and (entry := _entry(walk, entries.get(walk.origin), event.time)):
            entries[walk.origin] = entry
        return Ledger(seq=event.seq, board=board, entries=entries)


def _entry(walk: Spacewalk, before: Entry | None, time: datetime) -> Entry | None:
    shown = _shown(walk, before.shown if before else None)
    if shown is None:
        return None
    if before is None:
        return Entry(origin=walk.origin, spacewalk=walk.id, shown=shown, changed=time)
    matters = replace(shown, lines=()) != replace(before.shown, lines=())
    same = shown == before.shown and walk.id == before.spacewalk
    return replace(
        before,
        spacewalk=walk.id,
        shown=shown,
        sequence=before.sequence + matters,
        changed=before.changed if same else max(before.changed, time),
    )


def _shown(walk: Spacewalk, before: Shown | None) -> Shown | None:
    begun, plan = walk.fact(Milestone.EVA_START), walk.plan
    name, lines = wording.name(walk), _lines(walk)
    if begun and begun.occurred_at:
        end = _end(walk, begun.occurred_at)
        status, start = Status.CONFIRMED, begun.occurred_at
        return Shown(summary=name, status=status, start=start, end=end, lines=lines)
    if plan and plan.start and plan.precision in DATED:
        return _planned(name, plan, plan.start, lines)
    if before is None or begun:
        return before and replace(before, summary=name, lines=lines)
    word = _WITHOUT_DAY.get(walk.state, "No date yet")
    summary = f"{word}: {name}"
    return replace(before, summary=summary, status=Status.CANCELLED, lines=(word, *lines))


_WITHOUT_DAY = {State.CALLED_OFF: "Called off", State.POSTPONED: "Postponed"}


def _planned(name: str, plan: Plan, start: datetime, lines: tuple[str, ...]) -> Shown:
    whole_day = plan.precision is Precision.DAY
    end = start + plan.duration if plan.duration else None
    return Shown(
        summary=name,
        status=Status.CONFIRMED if plan.exact else Status.TENTATIVE,
        start=start,
        end=start + timedelta(days=1) if whole_day else end,
        whole_day=whole_day,
        lines=lines,
    )


def _end(walk: Spacewalk, start: datetime) -> datetime | None:
    """The official end; until it is known, the planned length after the official start."""
    ended = walk.fact(Milestone.EVA_END)
    if ended is None:
        length = walk.plan.duration if walk.plan else None
        return start + length if length else None
    late_enough = ended.occurred_at is not None and ended.occurred_at > start
    return ended.occurred_at if late_enough else None


def _lines(walk: Spacewalk) -> tuple[str, ...]:
    rule = _RULES.get(walk.segment) if walk.segment else None
    found = [
        *_plan_lines(walk.plan),
        f"Crew: {wording.crew(walk.crew)}" if walk.crew else "",
        _official("start", walk.fact(Milestone.EVA_START), rule and rule[0]),
        _official("end", walk.fact(Milestone.EVA_END), rule and rule[1]),
        f"Length: {wording.length(walk.summary.duration)}" if walk.summary else "",
        *(f"Watch: {url}" for one in walk.streams[:1] if (url := web_address(one.url))),
        plain(walk.plan.description, NOTE) if walk.plan else "",
    ]
    return tuple(line for line in found if line)


_RULES = {
    Segment.US: ("the suits are on battery power", "repressurization begins"),
    Segment.RUSSIAN: ("the hatch is open", "the hatch is closed"),
}
"""NASA and Roscosmos usage, collectSPACE 2018-02-02; see `relay.core.milestone`."""


def _plan_lines(plan: Plan | None) -> list[str]:
    if plan is None:
        return []
    coverage = wording.clock_time(plan.coverage, plan.start) if plan.coverage else ""
    length = wording.length(plan.duration) if plan.duration else ""
    return [
        f"Planned start: {wording.planned(plan)}",
        length and f"Planned length: {length}",
        coverage and f"Planned live coverage: from {coverage}",
    ]


def _official(which: str, fact: Fact | None, rule: str | None) -> str:
    if fact is None:
        return ""
    at = wording.clock_time(fact.occurred_at) if fact.occurred_at else "time not given"
    why = f" ({rule})" if rule else ""
    return f"Official {which}: {at}{why}" + ("" if fact.firm else "; reported, not yet confirmed")
