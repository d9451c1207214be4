"""A spacewalk at a glance: what a platform keeps up to date in one message, edited in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relay.core import wording
from relay.core.lines import Line, doubt, lines
from relay.core.media import Media
from relay.core.milestone import TABLE, Milestone
from relay.core.silence import silent
from relay.core.spacewalk import Plan, Stream
from relay.core.standing import Spacewalk, State, in_order
from relay.core.text import plain
from relay.core.voice import ENGLISH, Voice

__all__ = ["Card", "Line", "Phase", "card"]

DESCRIPTION = 1500


class Phase(StrEnum):
    """Where it is on its way, for a platform to colour."""

    PLANNED = "planned"
    PREPARING = "preparing"
    UNDERWAY = "underway"
    OVER = "over"
    CALLED_OFF = "called_off"
    """Also while it is postponed without a new date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Plain text throughout, in the destination's voice; `watch` is http(s) or empty."""

    key: str
    """What it is kept under: the spacewalk's lasting origin."""
    spacewalk: str
    """The spacewalk's present id."""
    title: str
    phase: Phase
    state: str
    """The phase in words, with what is doubtful about it."""
    facts: tuple[tuple[str, str], ...]
    """Label and text: planned start, phase elapsed time or length, crew …"""
    lines: tuple[Line, ...]
    hint: str
    watch: str
    live: bool
    """Whether `watch` is said to be live now."""
    start: datetime | None
    """The planned start where it is known to the minute; the official one once it began."""
    end: datetime | None
    """The planned end where a start and a length are known; the official one once it is over."""
    description: str
    picture: Media | None
    """The newest one; its file is the relay's `Footage.file`."""


_PHASES = {
    State.PLANNED: Phase.PLANNED,
    State.POSTPONED: Phase.CALLED_OFF,
    State.CALLED_OFF: Phase.CALLED_OFF,
    State.PREPARING: Phase.PREPARING,
    State.UNDERWAY: Phase.UNDERWAY,
    State.OVER: Phase.OVER,
}
_DECIDES = {
    State.OVER: Milestone.EVA_END,
    State.UNDERWAY: Milestone.EVA_START,
    State.CALLED_OFF: Milestone.SCRUBBED,
    State.POSTPONED: Milestone.DELAYED,
}
"""The milestone that a state is known by."""


def card(walk: Spacewalk, now: datetime, voice: Voice = ENGLISH) -> Card:
    """The card of that spacewalk at that instant.

    It stays the same from one minute to the next: only what is told changes it, a hint that is no
    longer fresh, and silence (`relay.core.silence`).
    """
    quiet = silent(walk, now)
    stream = _stream(walk)
    start, end = _span(walk)
    expected = walk.expectation(now)
    return Card(
        key=walk.origin,
        spacewalk=walk.id,
        title=wording.name(walk, voice),
        phase=_PHASES[walk.state],
        state=_state(walk, voice, quiet=quiet),
        facts=tuple(_facts(walk, voice, quiet=quiet)),
        lines=tuple(lines(walk, voice)),
        hint=wording.hint(expected, voice) if expected else "",
        watch=stream.url if stream else "",
        live=bool(stream and stream.live and not quiet and _may_be_live(walk)),
        start=start,
        end=end,
        description=plain(walk.plan.description, DESCRIPTION) if walk.plan else "",
        picture=walk.picture,
    )


def _may_be_live(walk: Spacewalk) -> bool:
    return walk.state not in (State.OVER, State.CALLED_OFF)


def _stream(walk: Spacewalk) -> Stream | None:
    """The best one, live before not live."""
    usable = [stream for stream in walk.streams if wording.web_address(stream.url)]
    return min(usable, key=lambda stream: (not stream.live, stream.priority), default=None)


def _official(walk: Spacewalk, milestone: Milestone) -> datetime | None:
    fact = walk.fact(milestone)
    return fact.occurred_at if fact else None


def _span(walk: Spacewalk) -> tuple[datetime | None, datetime | None]:
    begun = walk.state in (State.UNDERWAY, State.OVER)
    planned = walk.plan.start if walk.plan and walk.plan.exact else None
    start = _official(walk, Milestone.EVA_START) if begun else planned
    if walk.state is State.OVER:
        return start, _official(walk, Milestone.EVA_END)
    length = walk.plan.duration if walk.plan else None
    return start, start + length if start and length else None


def _state(walk: Spacewalk, voice: Voice, *, quiet: bool) -> str:
    off = any(TABLE[fact.milestone].calls_off for fact in walk.standing_facts())
    anew = ".anew" if walk.state is State.PLANNED and off else ""
    words = voice.say(f"state.{walk.state.name.lower()}{anew}")
    if quiet:
        return voice.say("state.silent", state=words)
    early = walk.fact(Milestone.TERMINATED)
    if early and early.firm:
        words = voice.say("state.early", state=words)
    unsure = _doubt(walk, voice)
    if early and not early.firm:
        unsure = unsure or voice.say("state.early.unsure")
    return voice.say("aside", text=words, aside=unsure) if unsure else words


def _doubt(walk: Spacewalk, voice: Voice) -> str:
    if decisive := _DECIDES.get(walk.state):
        return doubt(walk.fact(decisive), voice)
    facts = in_order(walk.standing_facts()) if walk.state is State.PREPARING else []
    return doubt(facts[-1], voice) if facts else ""


def _facts(walk: Spacewalk, voice: Voice, *, quiet: bool) -> Iterator[tuple[str, str]]:
    waiting = walk.state in (State.PLANNED, State.PREPARING) and not quiet
    told = {"start": _start(walk, voice, waiting=waiting)}
    if walk.plan:
        told |= _of_plan(walk, walk.plan, voice, waiting=waiting)
    told["crew"] = wording.crew(walk.crew, voice) if walk.crew else ""
    if walk.state is State.UNDERWAY and not quiet:
        told["elapsed"] = _elapsed(walk, voice)
    if walk.state is State.OVER:
        ordinal = walk.ordinal or (walk.summary and walk.summary.ordinal)
        told |= {"length": _length(walk, voice), "ordinal": str(ordinal or "")}
    return ((voice.say(f"card.{label}"), text) for label, text in told.items() if text)


def _start(walk: Spacewalk, voice: Voice, *, waiting: bool) -> str:
    if walk.state in (State.POSTPONED, State.CALLED_OFF):
        return voice.say("card.no_date")
    if walk.plan is None:
        return voice.say("planned.unknown") if waiting else ""
    return wording.awaited(walk.plan, voice) if waiting else wording.planned(walk.plan, voice)


def _of_plan(walk: Spacewalk, plan: Plan, voice: Voice, *, waiting: bool) -> dict[str, str]:
    coverage = plan.coverage if waiting else None
    length = plan.duration if walk.state is not State.OVER else None
    return {
        "coverage": wording.clock_time(coverage, plan.start, voice=voice) if coverage else "",
        "planned_length": wording.length(length, voice) if length else "",
    }


def _elapsed(walk: Spacewalk, voice: Voice) -> str:
    """With a stamp the platform counts; without one it is said since when."""
    start = _official(walk, Milestone.EVA_START)
    if start is None:
        return voice.say("card.no_time")
    if voice.stamp:
        return voice.stamp(start, "relative")
    planned = walk.plan.start if walk.plan else None
    return voice.say("card.since", time=wording.clock_time(start, planned, voice=voice))


def _length(walk: Spacewalk, voice: Voice) -> str:
    """By the segment's rule of what start and end are."""
    start, end = _span(walk)
    if start is None or end is None:
        return voice.say("reply.no_length")
    text = wording.length(end - start, voice)
    if walk.segment is None:
        return text
    return voice.say("aside", text=text, aside=voice.say(f"card.rule.{walk.segment}"))
