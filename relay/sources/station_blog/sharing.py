"""Lets two claims of a sentence have one printed time where they name the same moment."""

import re
from dataclasses import replace

from relay.core.milestone import Milestone
from relay.core.observation import Topic
from relay.sources.station_blog.claims import Claim
from relay.sources.station_blog.moods import Mood

_M = Milestone
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
