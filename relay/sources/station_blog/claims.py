"""One thing that a sentence says, and which printed time belongs to it."""

import re
from dataclasses import dataclass, replace

from relay.core.milestone import Milestone
from relay.core.observation import Topic
from relay.sources.station_blog.asides import is_at_once
from relay.sources.station_blog.clock_times import ClockTime
from relay.sources.station_blog.moods import Mood
from relay.sources.station_blog.wordings.phrases import Form, Kind

_M = Milestone
WITHOUT_TIME = frozenset({_M.DELAYED, _M.SCRUBBED})
_ONE_MOMENT = frozenset(
    {
        frozenset({_M.HATCH_OPEN, _M.EVA_START}),
        frozenset({_M.HATCH_CLOSED, _M.EVA_END}),
        frozenset({_M.REPRESS_START, _M.EVA_END}),
        frozenset({_M.EGRESS, _M.EVA_START}),
        frozenset({_M.EVA_START}),
        frozenset({_M.EVA_END}),
    }
)
"""Kinds that can be two names of one moment, so that one printed time serves both."""
_LINK = re.compile(
    r"\b(?:when|as|by|once|to|with|marks?|marked|marking|signal\w*|signif\w+|which|counts?|for)\b"
    r"|,\s\w*$",
    re.IGNORECASE,
)
_OPENING_TIME = re.compile(
    r"(?:^|[;:,] |\band |\bthen )(?:at|by|around|about|just after|в)?\s?"
    r"(?:about |approximately |precisely |exactly )?$",
    re.IGNORECASE,
)
_NEW_VERB = re.compile(
    r"\b(?:and|but)\s(?:then\s|later\s|now\s)?(?:(?:at|around|by|about)\s$|(?:will|is|are|begins?"
    r"|starts?|began|joined|spoke|talked|met|prepare\w*|turn\w*)\b)",
    re.IGNORECASE,
)
"""The next verb of the same subject has the time: "ended it and at 6 p.m. joined a call"."""
_LEADING = re.compile(
    r"(?:(?:just |shortly )?(?:at|by|around|about|after)\s)?(?:about |exactly )?", re.IGNORECASE
)
_RELATIVE = re.compile(r", (?:who|whose|which|both|each)\b", re.IGNORECASE)
_CLOSED_BY_COMMA = re.compile(r",\s(?:(?:have|has|had|then|together|\w+ly)\s){0,2}$", re.IGNORECASE)
_OF_THE_PLAN = re.compile(
    r"\b(?:scheduled|planned|originally|announced|targeted|target|expected|than|ahead of|instead of"
    r"|planned start(?: time)? of)\s"
    r"(?:the\s|a\s|for\s|about\s|at\s|start\s|planned\s|scheduled\s){0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that a sentence says, at `start`:`end` of it."""

    kind: Kind
    mood: Mood
    form: Form
    start: int
    end: int
    clock: ClockTime | None = None
    aside: bool = False
    """Said in a clause like "after completing the spacewalk", whose only time is its own."""
    again: bool = False
    interim: bool = False


def with_times(sentence: str, claims: list[Claim], clocks: list[ClockTime]) -> list[Claim]:
    """The claims, each with the printed time that is its own, if it has one."""
    # An end that is named early has one time, and the end takes it.
    ended = any(claim.kind is _M.EVA_END for claim in claims)
    without = WITHOUT_TIME | {_M.TERMINATED} if ended else WITHOUT_TIME
    takers = [claim for claim in claims if claim.kind not in without]
    free = list(clocks)
    given: dict[Claim, ClockTime] = {}
    main = _main_verb(sentence, takers, clocks)
    if main is not None:
        given[main] = free.pop(0)
    for place, claim in enumerate(takers):
        if claim is main:
            continue
        floor = takers[place - 1].end if place else 0
        following = takers[place + 1] if place + 1 < len(takers) else None
        clock = _own_time(sentence, claim, free, floor, _ceiling(claim, following, sentence))
        if clock is not None:
            free.remove(clock)
            given[claim] = clock
    return [replace(claim, clock=given.get(claim)) for claim in claims]


def _main_verb(sentence: str, takers: list[Claim], clocks: list[ClockTime]) -> Claim | None:
    """Whose the leading time is in "At 2:55 p.m., the two, who began at 7:38, concluded ..."."""
    if not clocks or not _LEADING.fullmatch(sentence, 0, clocks[0].start):
        return None
    relative = _RELATIVE.search(sentence, clocks[0].end, clocks[0].end + 160)
    if relative is None:
        return None
    after = [claim for claim in takers if claim.start > relative.end()]
    closed = [
        claim
        for claim in after
        if _CLOSED_BY_COMMA.search(sentence, max(0, claim.start - 40), claim.start)
    ]
    return closed[-1] if closed else None


def _ceiling(claim: Claim, following: Claim | None, sentence: str) -> int:
    """Where the times of a claim end. Two verbs of one subject begin at the same word."""
    if following is None:
        return len(sentence)
    return following.start if following.start >= claim.end else following.end


def _own_time(
    sentence: str, claim: Claim, free: list[ClockTime], floor: int, ceiling: int
) -> ClockTime | None:
    """The time at the front of its clause, else the next after it, else the last before it."""
    fitting = [clock for clock in free if _may_take(sentence, claim, clock)]
    before = [clock for clock in fitting if floor <= clock.start < claim.end]
    after = [clock for clock in fitting if claim.end <= clock.start < ceiling]
    if before and _OPENING_TIME.search(sentence, max(0, before[-1].start - 40), before[-1].start):
        return before[-1]
    return after[0] if after else before[-1] if before else None


def _may_take(sentence: str, claim: Claim, clock: ClockTime) -> bool:
    if claim.aside and not is_at_once(sentence, claim.end, clock.start):
        return claim.start <= clock.start < claim.end
    between = sentence[min(clock.end, claim.end) : max(clock.start, claim.end)]
    if clock.start > claim.end and _NEW_VERB.search(between):
        return False
    if ";" in between or len(between) > 250:
        return False
    return claim.mood is not Mood.FACT or not _OF_THE_PLAN.search(
        sentence, max(0, clock.start - 80), clock.start
    )


def with_shared_times(sentence: str, claims: list[Claim]) -> list[Claim]:
    """Lets "began a spacewalk when they opened the hatch at 10:41" have one time twice."""
    shared = list(claims)
    for place in range(len(shared) - 1):
        one, two = shared[place : place + 2]
        if frozenset({one.kind, two.kind}) not in _ONE_MOMENT and not _is_new_plan(one, two):
            continue
        if Mood.NOTHING in (one.mood, two.mood) or one.again != two.again:
            continue
        link = _link(sentence, one, two)
        shared[place], shared[place + 1] = _joined(one, two, link)
    return [_settled(claim) for claim in shared]


def _is_new_plan(one: Claim, two: Claim) -> bool:
    """Whether "the spacewalk, now set to begin at" was found twice, for its "now" and "begin"."""
    return {one.kind, two.kind} == {Topic.SCHEDULE, _M.EVA_START} and two.start < one.end


def _link(sentence: str, one: Claim, two: Claim) -> str:
    """The words between two claims, with the first word of the second."""
    return sentence[one.end : two.start] + sentence[two.start : two.end].partition(" ")[0]


def _joined(one: Claim, two: Claim, between: str) -> tuple[Claim, Claim]:
    if len(between) > 160 or ";" in between or (one.clock and two.clock):
        return one, two
    apart = two.start >= one.end and Mood.PURPOSE not in (one.mood, two.mood)
    if apart and not _LINK.search(between):
        return one, two
    clock = one.clock or two.clock
    mood = one.mood if two.mood is Mood.PURPOSE else two.mood
    first = replace(one, clock=clock, mood=mood if one.mood is Mood.PURPOSE else one.mood)
    second = replace(two, clock=clock, mood=mood if two.mood is Mood.PURPOSE else two.mood)
    return first, second


def _settled(claim: Claim) -> Claim:
    """An infinitive that explains nothing is a plan if a time stands with it, else nothing."""
    if claim.mood is not Mood.PURPOSE:
        return claim
    return replace(claim, mood=Mood.PLANNED if claim.clock else Mood.NOTHING)
