"""The way of a spacewalk as rows: a fixed list of milestones, and a log of all that was told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.spacewalk import Segment
from relay.core.standing import Fact, Spacewalk, State, in_order
from relay.core.text import plain
from relay.web.instants import Moment, moment
from relay.web.links import Link, link

NOTE = 500
LINES = 300
"""The newest lines of the log that are shown: a real spacewalk has tens."""

_BESIDE_THE_WAY = {Milestone.TASK, Milestone.TERMINATED}
WAY = tuple(m for m, row in TABLE.items() if not row.calls_off and m not in _BESIDE_THE_WAY)
"""The rows of every spacewalk, in the order of the way."""

RULES: Mapping[tuple[Segment, Milestone], str] = MappingProxyType(
    {
        (Segment.US, Milestone.EVA_START): "suits on battery power",
        (Segment.US, Milestone.EVA_END): "repressurization begins",
        (Segment.RUSSIAN, Milestone.EVA_START): "hatch open",
        (Segment.RUSSIAN, Milestone.EVA_END): "hatch closed",
    }
)
"""What official start and end go by (see `relay.core.milestone`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the way. Without a fact only its title is filled."""

    title: str
    rule: str = ""
    reached: bool = False
    at: Moment | None = None
    standing: str = ""
    source: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log."""

    title: str
    at: Moment | None
    standing: str
    doubt: str = ""
    """Words for what nobody stands behind yet; empty for a firm fact."""
    note: str = ""
    warning: str = ""
    withdrawn: bool = False
    named: bool = False
    """Its note says what it is better than its title: a task."""
    source: Link | None = None


def steps(walk: Spacewalk | None) -> tuple[Step, ...]:
    """Every milestone of the way, as far as the present attempt has come."""
    facts = _present(walk) if walk else {}
    segment = walk.segment if walk else None
    return tuple(_step(m, facts, segment) for m in WAY)


def log(walk: Spacewalk) -> tuple[Line, ...]:
    """Everything that was told, withdrawn things and earlier attempts too, oldest first."""
    return _lines(walk.facts.values())


def tasks(walk: Spacewalk) -> tuple[Line, ...]:
    """What was done outside, oldest first."""
    done = [fact for fact in walk.standing_facts() if fact.milestone is Milestone.TASK]
    return _lines(done)


def latest(walk: Spacewalk) -> Line | None:
    """The last thing that stands, by the time at which it happened."""
    facts = in_order(walk.standing_facts())
    return _line(facts[-1], None) if facts else None


def doubt_of(fact: Fact | None) -> str:
    """The words for a fact that nobody stands behind yet; empty for a firm one."""
    return "reported, not yet confirmed" if fact and not fact.firm else ""


def standing(fact: Fact) -> str:
    """How firmly a fact is known, in words."""
    if fact.standing is Standing.RETRACTED:
        return "withdrawn"
    if fact.standing is Standing.CORRECTED:
        return "corrected" if fact.firm else "corrected, not yet confirmed"
    return "confirmed" if fact.firm else "reported, not yet confirmed"


def _lines(facts: Iterable[Fact]) -> tuple[Line, ...]:
    """Each time with its date only where the day has changed since the line before."""
    day: datetime | None = None
    lines = []
    for fact in in_order(facts)[-LINES:]:
        lines.append(_line(fact, day))
        day = fact.occurred_at or day
    return tuple(lines)


def _attempt(walk: Spacewalk) -> int:
    """The try that the rows are about: a new one as soon as a called-off walk is planned anew."""
    last = walk.attempt
    off = {fact.attempt for fact in walk.standing_facts() if TABLE[fact.milestone].calls_off}
    anew = walk.state in (State.PLANNED, State.PREPARING) and last in off
    return last + 1 if anew else last


def _present(walk: Spacewalk) -> dict[Milestone, Fact]:
    """The latest occurrence of each milestone in the present attempt, unless undone since."""
    attempt = _attempt(walk)
    facts = [fact for fact in walk.standing_facts() if fact.attempt == attempt]
    found = {f.milestone: f for f in sorted(facts, key=lambda fact: fact.occurrence)}
    return {m: fact for m, fact in found.items() if not _undone(fact, found)}


def _undone(fact: Fact, found: Mapping[Milestone, Fact]) -> bool:
    """A hatch that was closed and opened again is not closed."""
    row = TABLE[fact.milestone]
    opposite = found.get(row.undone_by) if row.undone_by else None
    if opposite is None or TABLE[opposite.milestone].order > row.order:
        return False
    known = opposite.occurred_at and fact.occurred_at
    return bool(known) and str(opposite.occurred_at) > str(fact.occurred_at)


def _step(milestone: Milestone, facts: Mapping[Milestone, Fact], segment: Segment | None) -> Step:
    title = TABLE[milestone].title
    rule = RULES.get((segment, milestone), "") if segment else ""
    fact = facts.get(milestone)
    if fact is None:
        return Step(title=title, rule=rule)
    times = [known.occurred_at for known in facts.values() if known.occurred_at]
    return Step(
        title=title,
        rule=rule,
        reached=True,
        at=moment(fact.occurred_at, min(times)) if fact.occurred_at else None,
        standing=standing(fact).partition(",")[0],
        source=link(fact.address),
    )


def _line(fact: Fact, beside: datetime | None) -> Line:
    row = TABLE[fact.milestone]
    again = " (again)" if fact.occurrence > 1 and not row.repeats else ""
    attempt = f" (attempt {fact.attempt})" if fact.attempt > 1 else ""
    return Line(
        title=row.title + again + attempt,
        at=moment(fact.occurred_at, beside) if fact.occurred_at else None,
        standing=standing(fact),
        doubt=doubt_of(fact),
        note=plain(fact.note, NOTE),
        warning=plain(fact.warning, NOTE),
        named=row.repeats and bool(fact.note),
        withdrawn=fact.standing is Standing.RETRACTED,
        source=link(fact.address),
    )
