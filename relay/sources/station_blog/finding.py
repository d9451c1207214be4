"""Finds what a sentence claims, and leaves out what only looks like a claim."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from relay.core.milestone import Milestone
from relay.core.observation import Topic
from relay.sources.station_blog.asides import is_aside
from relay.sources.station_blog.claims import WITHOUT_TIME, Claim, with_times
from relay.sources.station_blog.clock_times import ClockTime
from relay.sources.station_blog.hatches import is_inner
from relay.sources.station_blog.moods import Mood, mood_of
from relay.sources.station_blog.sharing import with_shared_times
from relay.sources.station_blog.wordings import WORDINGS
from relay.sources.station_blog.wordings.phrases import Wording

_M = Milestone
MOST_CLAIMS = 30
"""Readings of one sentence that are weighed; real ones have fewer than 12."""
_AGAIN = re.compile(
    r"\bagain\b|\bre-?open|\bonce more\b|\bsecond time\b|\bresum|\brestart", re.IGNORECASE
)
_INTERIM = re.compile(r"\bleak|\bbriefly\b|\btemporar|\bmomentar", re.IGNORECASE)
_VEHICLE = re.compile(
    r"\b(?:dragon|soyuz|progress|cygnus|starliner|HTV|spacecraft|capsule|vestibule|cargo ship"
    r"|vehicle|undock\w*|dock(?:ed|ing)?|launch\w*|news conference|briefing|splashdown|reboost)\b",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"\b(?:prep\w*|review\w*|training|planning|countdown|activities|briefing|conference|inspection"
    r"|procedures|configur\w+|simulation|show|broadcast|stream|webcast|coverage|programming|meeting|talks?)\s"
    r"(?:\w+\s){0,3}?(?:for|of|on|ahead of|before)\s(?:\S+\s){0,4}$",
    re.IGNORECASE,
)
_TOLD_IN_ASIDES = frozenset({_M.TERMINATED, _M.COVERAGE_START, Topic.SCHEDULE, *WITHOUT_TIME})
"""News even where it is only the reason of something else: "after being told to end early"."""
_OUTSIDE = re.compile(
    r"\b(?:air ?lock|crew ?lock|poisk|pirs|quest|egress|exit|spacewalk\w*)\b", re.IGNORECASE
)


def find_claims(sentence: str, clocks: list[ClockTime]) -> list[Claim]:
    """What the sentence says, in order, with its times; denied and doubted things are left out."""
    timed = with_times(sentence, list(_wordings_of(sentence)), clocks)
    told = [claim for claim in timed if claim.clock or not claim.aside]
    return [claim for claim in with_shared_times(sentence, told) if claim.mood is not Mood.NOTHING]


@lru_cache(maxsize=2_000)
def _wordings_of(sentence: str) -> tuple[Claim, ...]:
    """Remembered: a feed repeats nine old posts with every new one, and looking is the cost."""
    return tuple(_without_doubles(list(islice(_matches(sentence), MOST_CLAIMS))))


def _matches(sentence: str) -> Iterator[Claim]:
    lowered = sentence.lower()
    rows = (row for group in WORDINGS if group.can_match(lowered) for row in group.rows)
    for wording in rows:
        for match in wording.pattern.finditer(sentence):
            if _fits(wording, sentence, match.start(), match.end()):
                yield _claim(wording, sentence, match.start(), match.end())


def _claim(wording: Wording, sentence: str, start: int, end: int) -> Claim:
    around = sentence[max(0, start - 7) : end + 12]
    return Claim(
        kind=wording.kind,
        mood=mood_of(sentence, start, end, wording.form),
        form=wording.form,
        start=start,
        end=end,
        aside=wording.kind not in _TOLD_IN_ASIDES and is_aside(sentence, start, end),
        again=wording.kind not in WITHOUT_TIME and bool(_AGAIN.search(around)),
        interim=wording.kind is _M.HATCH_CLOSED
        and bool(_INTERIM.search(sentence[start : end + 60])),
    )


def _fits(wording: Wording, sentence: str, start: int, end: int) -> bool:
    """Whether the words around leave it standing: not the inner hatch, not a docked spacecraft."""
    if wording.context and not wording.context.search(sentence, 0, start):
        return False
    hatch = wording.kind in (_M.HATCH_OPEN, _M.HATCH_CLOSED)
    if hatch and is_inner(sentence, end):
        return False
    if hatch or wording.kind in (_M.DEPRESS_START, _M.REPRESS_START):
        return not _VEHICLE.search(sentence) or bool(_OUTSIDE.search(sentence))
    if wording.kind in (_M.EVA_START, _M.EVA_END):
        return not _ABOUT_IT.search(sentence[max(0, start - 60) : start])
    if wording.kind is _M.COVERAGE_START:
        return not _VEHICLE.search(sentence[max(0, start - 60) : end + 60])
    return True


def _without_doubles(claims: list[Claim]) -> list[Claim]:
    """Of two readings of the same words the first and longest stays."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.start, -claim.end)):
        if not any(_hides(other, claim) for other in kept):
            kept.append(claim)
    return sorted(kept, key=lambda claim: claim.end)


def _hides(other: Claim, claim: Claim) -> bool:
    if claim.start >= other.end:
        return False
    if other.kind is claim.kind:
        return True
    return other.kind in (_M.COVERAGE_START, Topic.SCHEDULE) and claim.kind is _M.EVA_START
