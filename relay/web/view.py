"""What a page says of one spacewalk, as plain values: templates only lay it out."""

from dataclasses import dataclass
from datetime import datetime

from relay.core import wording
from relay.core.board import Board
from relay.core.silence import silent
from relay.core.spacewalk import Plan, Stream, Suit
from relay.core.standing import Spacewalk, State
from relay.core.text import plain
from relay.web import progress
from relay.web.chart import Chart
from relay.web.clockface import Clock, clock
from relay.web.condition import condition
from relay.web.film import Picture, Said, Shot
from relay.web.instants import Moment, moment
from relay.web.links import Link, link
from relay.web.listing import Entry, ahead, entry

DESCRIPTION = 1500
AHEAD = 3
CREW = 6
SUIT = 40
STREAMS = 8


@dataclass(frozen=True, slots=True)
class Member:
    """One of the crew, and how that suit is told from the other where the agency said so."""

    name: str
    suit: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Where to watch. `words` say whether it is live."""

    link: Link
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the plan. `at` is there where an instant is known to the minute."""

    title: str
    text: str
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that a page says of one spacewalk, or that there is none."""

    id: str = ""
    name: str
    state: str
    tone: str
    doubt: str = ""
    clock: Clock
    latest: progress.Line | None = None
    crew: tuple[Member, ...] = ()
    plan: tuple[Detail, ...]
    steps: tuple[progress.Step, ...]
    log: tuple[progress.Line, ...] = ()
    pressure: Chart | None = None
    hint: str = ""
    """What a sensor lets one expect, and that it is a guess."""
    picture: Picture | None = None
    """What the live stream shows; None while it shows nothing of this spacewalk."""
    shots: tuple[Shot, ...] = ()
    said: tuple[Said, ...] = ()
    tasks: tuple[progress.Line, ...] = ()
    watch: tuple[Watch, ...]
    ahead: tuple[Entry, ...]
    description: str = ""

    @property
    def preview(self) -> str:
        """For links shown elsewhere: the state and what is known of times and crew."""
        crew = f"Crew {wording.crew([member.name for member in self.crew])}" if self.crew else ""
        state = f"{self.state} ({self.doubt})" if self.doubt else self.state
        clock = self.clock.note or (self.clock.text if not self.clock.at else "")
        return ". ".join(part for part in (state, clock, crew) if part)


def view(board: Board, walk: Spacewalk | None, now: datetime) -> View:
    """The page of that spacewalk, or of none, at that instant."""
    coming = [other for other in ahead(board, now) if other is not walk]
    others = tuple(entry(other, now) for other in coming[:AHEAD])
    if walk is None:
        return _waiting(board.channel, others)
    shown = condition(walk, now)
    return View(
        id=walk.id,
        name=wording.name(walk),
        state=shown.words,
        tone=shown.tone,
        doubt=shown.doubt,
        clock=clock(walk, now),
        latest=progress.latest(walk),
        crew=_crew(walk),
        plan=_plan(walk.plan),
        steps=progress.steps(walk),
        log=progress.log(walk),
        hint=_hint(walk, now),
        tasks=progress.tasks(walk),
        watch=_watch(walk.streams, board.channel, ended=_ended(walk, now)),
        ahead=others,
        description=plain(walk.plan.description, DESCRIPTION) if walk.plan else "",
    )


def _hint(walk: Spacewalk, now: datetime) -> str:
    one = walk.expectation(now)
    return f"{wording.clock_time(one.at, one.at)}: {wording.hint(one)}" if one else ""


def _waiting(channel: Stream | None, others: tuple[Entry, ...]) -> View:
    return View(
        name="No announced spacewalk is known",
        state="Waiting",
        tone="waiting",
        clock=Clock(label="Next start", text="Not known yet"),
        plan=_plan(None),
        steps=progress.steps(None),
        watch=_watch((), channel, ended=True),
        ahead=others,
    )


def _crew(walk: Spacewalk) -> tuple[Member, ...]:
    """Everyone named, in the order of roles where roles are known."""
    suits = {suit.name.casefold(): suit for suit in walk.suits}
    names = walk.crew or tuple(suit.name for suit in walk.suits)
    found = [_member(name, suits.get(name.casefold())) for name in names[:CREW]]
    return tuple(sorted(found, key=lambda member: (not member.suit, member.suit)))


def _member(name: str, suit: Suit | None) -> Member:
    words = [plain(word, SUIT) for word in (suit.role, suit.marking) if word] if suit else []
    return Member(plain(name, wording.NAME), ", ".join(words))


def _plan(plan: Plan | None) -> tuple[Detail, ...]:
    start = moment(plan.start) if plan and plan.exact and plan.start else None
    coverage = moment(plan.coverage) if plan and plan.coverage else None
    length = wording.length(plan.duration) if plan and plan.duration else ""
    return (
        Detail("Planned start", wording.planned(plan) if plan else "", start),
        Detail("Live coverage from", coverage.text if coverage else "", coverage),
        Detail("Planned length", length),
    )


def _ended(walk: Spacewalk, now: datetime) -> bool:
    """Whether what a source last said of a stream can be true no more."""
    return walk.state in (State.OVER, State.CALLED_OFF) or silent(walk, now)


def _watch(
    streams: tuple[Stream, ...], channel: Stream | None, *, ended: bool
) -> tuple[Watch, ...]:
    ordered = sorted(streams, key=lambda stream: (not stream.live, stream.priority))
    own = [_stream(stream, _words(stream, ended)) for stream in ordered[:STREAMS]]
    always = [_stream(channel, "round the clock")] if channel else []
    return tuple(one for one in [*own, *always] if one)


def _words(stream: Stream, ended: bool) -> str:
    if ended:
        return "broadcast"
    return "live now" if stream.live else "not live yet"


def _stream(stream: Stream, words: str) -> Watch | None:
    target = link(stream.url)
    return Watch(target, plain(stream.title, 120) or target.host, words) if target else None
