"""One thing that a sentence says, and which printed time belongs to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from relay.core.milestone import Milestone
from relay.sources.station_blog.asides import is_at_once
from relay.sources.station_blog.clock_times import ClockTime
from relay.sources.station_blog.moods import Mood
from relay.sources.station_blog.wordings.phrases import Form, Kind

_M = Milestone
WITHOUT_TIME = frozenset({_M.DELAYED, _M.SCRUBBED})
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
_CLOSED_BY_COMMA = re.compile(
    r",\s(?:and (?:(?-i:[A-Z])[\w'-]+\s){1,3})?(?:(?:have|has|had|then|together|\w+ly)\s){0,2}$",
    re.IGNORECASE,
)
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
    takers = _takers(claims)
    given = dict(_times_of_calls(sentence, claims, clocks))
    free = [clock for clock in clocks if clock not in given.values()]
    main = _main_verb(sentence, takers, free)
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


def _takers(claims: list[Claim]) -> list[Claim]:
    """The claims that look for a time. An end that is named early has one, and the end takes it;
    an end that is only ordered has none, and the order takes it."""
    early = any(claim.kind is _M.TERMINATED for claim in claims)
    ends = [claim for claim in claims if claim.kind is _M.EVA_END]
    happened = [end for end in ends if end.mood is Mood.FACT]

    def looks(claim: Claim) -> bool:
        if claim.kind is _M.TERMINATED:
            return not any(claim.start < end.end and end.start < claim.end for end in happened)
        return claim.kind not in WITHOUT_TIME and (
            not early or claim not in ends or claim in happened
        )

    return [claim for claim in claims if looks(claim)]


def _times_of_calls(
    sentence: str, claims: list[Claim], clocks: list[ClockTime]
) -> Iterator[tuple[Claim, ClockTime]]:
    """When a spacewalk was called off: a time right after these words, or one that leads them."""
    for claim in claims:
        if claim.kind is not _M.SCRUBBED:
            continue
        for clock in clocks:
            leads = clock.end <= claim.start and _LEADING.fullmatch(sentence, 0, clock.start)
            if leads or is_at_once(sentence, claim.end, clock.start):
                yield claim, clock
                break


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
