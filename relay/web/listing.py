"""Which spacewalk a page is about, and the lists of those before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relay.core import wording
from relay.core.board import Board
from relay.core.silence import last_sign, silent
from relay.core.standing import Spacewalk, State
from relay.web.condition import condition, going

RECENT = timedelta(hours=24)
"""How long a spacewalk stays in focus after its end or its call-off."""
CREW = 4
NOW = "now"
"""The page of the spacewalk in focus; others are named by an id."""
_STATES = {State.UNDERWAY: 0, State.PREPARING: 1}
_OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A spacewalk in a list."""

    id: str
    name: str
    state: str
    tone: str
    when: str
    crew: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The past spacewalks of one year, latest first. `title` is the year."""

    title: str
    entries: tuple[Entry, ...]


def focus(board: Board, now: datetime) -> Spacewalk | None:
    """Going on > just ended or called off > next > latest past; None on an empty board."""
    ended = _latest(w for w in board.spacewalks.values() if _just_ended(w, now))
    coming = ahead(board, now)
    present = [walk for walk in coming if going(walk, now)]
    choices = present or ended or coming or past(board, now)
    return choices[0] if choices else None


def named(board: Board, topic: str, now: datetime) -> Spacewalk | None:
    """The spacewalk that a page is about: `now` is the one in focus, all else an id."""
    return focus(board, now) if topic == NOW else board.find(topic)


def ahead(board: Board, now: datetime) -> list[Spacewalk]:
    """Underway, being prepared, then yet to come: soonest first, without a date last."""
    done = (State.OVER, State.CALLED_OFF)
    every = [w for w in board.spacewalks.values() if w.state not in done and not silent(w, now)]
    return sorted(every, key=_nearness)


def past(board: Board, now: datetime) -> list[Spacewalk]:
    """All others, latest first: over, called off, or never heard of again."""
    coming = {w.id for w in ahead(board, now)}
    return _latest(w for w in board.spacewalks.values() if w.id not in coming)


def years(board: Board, now: datetime) -> tuple[Year, ...]:
    """The past ones by year, latest first."""
    groups: dict[str, list[Entry]] = {}
    for walk in past(board, now):
        groups.setdefault(_year(walk), []).append(entry(walk, now))
    return tuple(Year(title, tuple(entries)) for title, entries in groups.items())


def entry(walk: Spacewalk, now: datetime) -> Entry:
    """A spacewalk as one line of a list."""
    shown = condition(walk, now)
    return Entry(
        id=walk.id,
        name=wording.name(walk),
        state=shown.words,
        tone=shown.tone,
        when=_when(walk),
        crew=wording.crew(walk.crew[:CREW]) if walk.crew else "",
    )


def _nearness(walk: Spacewalk) -> tuple[int, bool, datetime, str]:
    """By state, then by planned start; what has none comes last."""
    start = walk.plan.start if walk.plan else None
    return _STATES.get(walk.state, len(_STATES)), start is None, start or _OLDEST, walk.id


def _when(walk: Spacewalk) -> str:
    if walk.summary:
        start = wording.clock_time(walk.summary.start)
        return f"{start}, {wording.length(walk.summary.duration)}"
    return f"planned {wording.planned(walk.plan)}" if walk.plan and walk.plan.start else ""


def _just_ended(walk: Spacewalk, now: datetime) -> bool:
    last = last_sign(walk)
    ended = walk.state in (State.OVER, State.CALLED_OFF)
    return ended and last is not None and now - last < RECENT


def _latest(walks: Iterable[Spacewalk]) -> list[Spacewalk]:
    return sorted(walks, key=lambda w: (last_sign(w) or _OLDEST, w.id), reverse=True)


def _year(walk: Spacewalk) -> str:
    last = last_sign(walk)
    return f"{last.astimezone(UTC):%Y}" if last else "Without a date"
