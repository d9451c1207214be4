"""What cannot be so, whoever says it: refused in words for who said it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import NoReturn

from relay.core import wording
from relay.core.board import Board
from relay.core.claims import AHEAD
from relay.core.milestone import TABLE, Milestone
from relay.core.spacewalk import Precision
from relay.core.standing import Fact, FactKey, Spacewalk
from relay.core.text import plain
from relay.errors import StatementRefused

FAR = timedelta(hours=24)
"""From the plan and everything else that is known of a spacewalk: a mistyped time."""
NEAR_NAMES = 5

_DATED = (Precision.MINUTE, Precision.HOUR, Precision.DAY)


def find(board: Board, name: str, now: datetime) -> Spacewalk:
    """The spacewalk of that id, present or former. Raises StatementRefused, naming near ones."""
    walk = board.find(name.strip().casefold())
    if walk is None:
        refuse(_unknown(board, name, now))
    return walk


def _unknown(board: Board, name: str, now: datetime) -> str:
    coming = [one.id for one in [*board.current(now), *board.upcoming(now)]]
    alike = get_close_matches(name[:64].casefold(), board.spacewalks.keys(), NEAR_NAMES)
    near = list(dict.fromkeys([*alike, *coming]))[:NEAR_NAMES]
    known = f"; did you mean {', '.join(near)}?" if near else "; none is known now"
    return f"No spacewalk is called {plain(name, 64)!r}{known}"


def check_time(walk: Spacewalk, milestone: Milestone, at: datetime, now: datetime) -> None:
    """Raises StatementRefused for a time that has not come, or lies far from all that is known."""
    said = wording.clock_time(at, now)
    if at > now + AHEAD:
        refuse(f"{said} has not come yet: it is {wording.clock_time(now, now)}")
    known = _anchors(walk)
    if TABLE[milestone].calls_off or not known:
        known.append((now, now))
    if any(first - FAR <= at <= last + FAR for first, last in known):
        return
    nearest = min((first for first, _ in known), key=lambda first: abs(first - at))
    refuse(
        f"{said} is more than {wording.length(FAR)} from all that is known of "
        f"{wording.name(walk)}: the nearest is {wording.clock_time(nearest, at)}"
    )


def _anchors(walk: Spacewalk) -> list[tuple[datetime, datetime]]:
    known = [(instant, instant) for instant in walk.instants()]
    plan = walk.plan
    if plan and plan.start and plan.precision in _DATED:
        day = timedelta(days=1) if plan.precision is Precision.DAY else timedelta()
        known.append((plan.start, plan.start + day))
    return known


def check_order(walk: Spacewalk, key: FactKey, at: datetime) -> None:
    """Raises StatementRefused for an order that the table of milestones forbids."""
    milestone, attempt, occurrence = key
    if TABLE[milestone].calls_off:
        _check_call_off(walk, milestone, at)
        return
    beside = {fact.milestone: fact for fact in walk.standing_facts() if fact.attempt == attempt}
    if TABLE[milestone].after:
        _check_after(milestone, beside, at)
    elif occurrence == 1:
        _check_before(walk, milestone, beside.values(), at)


def _check_before(
    walk: Spacewalk, milestone: Milestone, beside: Iterable[Fact], at: datetime
) -> None:
    """Of a start, also of what means it by rule: what comes after it stays after it."""
    means = TABLE[milestone].means.get(walk.segment) if walk.segment else None
    both = {milestone, means} - {None}
    for fact in beside:
        off = TABLE[fact.milestone].calls_off and Milestone.EVA_START in both
        if off and (fact.occurred_at is None or fact.occurred_at > at):
            refuse(
                f"{_named(fact, at)} stands, so it cannot have begun before: take that back first"
            )
        later = TABLE[fact.milestone].after in both
        if later and fact.occurred_at and not _follows(fact.milestone, at, fact.occurred_at):
            refuse(
                f"{_named(fact, at)} comes after {_title(milestone)}: correct that first, if it "
                f"is wrong"
            )


def _check_call_off(walk: Spacewalk, milestone: Milestone, at: datetime) -> None:
    start = Milestone.EVA_START
    for fact in walk.standing_facts():
        means = walk.segment and TABLE[fact.milestone].means.get(walk.segment)
        begun = fact.occurred_at or fact.said_at
        if start in (fact.milestone, means) and (begun is None or begun <= at):
            cut = _title(Milestone.TERMINATED)
            refuse(f"{_title(milestone)} is for what did not begin, and it did; use {cut}")


def _check_after(milestone: Milestone, beside: Mapping[Milestone, Fact], at: datetime) -> None:
    first = TABLE[milestone].after
    assert first is not None
    start = beside.get(first)
    if start is None:
        refuse(f"{_title(milestone)} comes after {_title(first)}: tell that first")
    if start.occurred_at and not _follows(milestone, start.occurred_at, at):
        refuse(f"{_title(milestone)} cannot be before {_named(start, at)}")


def _follows(later: Milestone, first: datetime, then: datetime) -> bool:
    """An end lies after its start; what happens meanwhile may happen with it."""
    return first < then if later is Milestone.EVA_END else first <= then


def _named(fact: Fact, beside: datetime) -> str:
    at = f" at {wording.clock_time(fact.occurred_at, beside)}" if fact.occurred_at else ""
    return f"{_title(fact.milestone)}{at}"


def _title(milestone: Milestone) -> str:
    return repr(wording.title(milestone))


def refuse(why: str) -> NoReturn:
    """Raises StatementRefused with one sentence."""
    raise StatementRefused(f"{why.removesuffix('.')}." if not why.endswith("?") else why)
