"""Turns the claims of one sentence into drafts: with a moment, or left out as no news."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.milestone import Milestone
from relay.core.observation import Topic
from relay.core.spacewalk import Segment
from relay.sources.station_blog.changes import another_date, called_off
from relay.sources.station_blog.claims import Claim
from relay.sources.station_blog.clock_times import ClockTime
from relay.sources.station_blog.dating import Calendar, Moment
from relay.sources.station_blog.drafts import CALLED_OFF, LAST, Draft, draft_of
from relay.sources.station_blog.durations import find_lengths
from relay.sources.station_blog.identities import segment_of, torn
from relay.sources.station_blog.moods import Mood, explains, is_retrospective
from relay.sources.station_blog.wordings.phrases import Form

_M = Milestone
AHEAD_OF_CLOCK = timedelta(minutes=2)
"""How much a printed time may run ahead of the fetch and still be a report."""

_FRESH = timedelta(hours=12)
"""How long before its post a plain report can lie and still be what the post is about."""
_WAS = re.compile(r"\b(?:was|were|had been|went)\b", re.IGNORECASE)
_CLAUSE = re.compile(r";|,? while\b|, (?:and|but)\b")
_ALL_DONE = re.compile(
    r"\ball (?:of )?(?:\w+ ){0,3}(?:tasks|objectives|work|goals)|ahead of schedule|accomplish",
    re.IGNORECASE,
)


def draft_sentence(
    claims: list[Claim], calendar: Calendar, segment: Segment | None, fetched_at: datetime
) -> list[Draft]:
    """What a sentence claims, each with its moment."""
    several = torn(calendar.sentence)
    drafts = [
        replace(draft, segment=own)
        for claim in claims
        for own in [_clause_segment(calendar.sentence, claim) if several else segment]
        for draft in _drafts(claim, calendar, own, fetched_at)
    ]
    drafts = _with_length(calendar.sentence, drafts)
    return [draft for draft in drafts if _stands(draft, drafts)]


def _clause_segment(sentence: str, claim: Claim) -> Segment | None:
    cuts = [0, *(cut.start() for cut in _CLAUSE.finditer(sentence)), len(sentence)]
    first = max(cut for cut in cuts if cut <= claim.start)
    last = min(cut for cut in cuts if cut >= claim.end)
    return segment_of([sentence[first:last]])


def _drafts(
    claim: Claim, calendar: Calendar, segment: Segment | None, fetched_at: datetime
) -> Iterator[Draft]:
    if claim.kind is Topic.SCHEDULE:
        yield from another_date(claim, calendar)
    elif claim.kind in CALLED_OFF:
        yield from called_off(claim, calendar)
    elif claim.clock is not None:
        yield from _timed(claim, claim.clock, calendar, segment, fetched_at)
    elif _is_news(claim, calendar):
        day = next(iter(calendar.reported_days), None)
        yield draft_of(claim, calendar, day=day)


def _timed(
    claim: Claim,
    clock: ClockTime,
    calendar: Calendar,
    segment: Segment | None,
    fetched_at: datetime,
) -> Iterator[Draft]:
    if is_retrospective(calendar.sentence, claim.start, timed=True):
        return
    moment, planned = _moment(claim, clock, calendar, fetched_at)
    kind = claim.kind
    if moment is None:
        return
    if claim.mood is not Mood.FACT and planned:
        # A Russian spacewalk is planned to start with its hatch; other plans are of no use here.
        if kind is _M.HATCH_OPEN and segment is not Segment.US:
            kind = _M.EVA_START
        if kind not in (_M.EVA_START, _M.COVERAGE_START):
            return
    draft = replace(draft_of(claim, calendar), kind=kind, at=moment.at, pinned=moment.pinned)
    plain = not planned and _is_plain(claim, calendar, moment.at)
    yield replace(draft, planned=planned, plain=plain, warning=clock.doubts(moment.at))


def _is_plain(claim: Claim, calendar: Calendar, at: datetime) -> bool:
    """Whether a time is reported in plain past tense, as of this day and this spacewalk."""
    words = calendar.sentence[claim.start : claim.end]
    past = claim.form is Form.PAST or (claim.form is Form.EITHER and _WAS.search(words))
    if not past or claim.mood is not Mood.FACT or calendar.unclear:
        return False
    if not timedelta() <= calendar.published - at < _FRESH:
        return False
    return not is_retrospective(calendar.sentence, claim.start, timed=False)


def _moment(
    claim: Claim, clock: ClockTime, calendar: Calendar, fetched_at: datetime
) -> tuple[Moment | None, bool]:
    """The instant of a claim, and whether it is only planned."""
    if claim.mood is Mood.FACT:
        moment = calendar.reported(clock)
        return moment, moment is not None and moment.at > fetched_at + AHEAD_OF_CLOCK
    moment = calendar.planned(clock)
    if claim.mood is Mood.PRESENT and moment is not None:
        return moment, moment.at > calendar.published
    return moment, True


def _is_news(claim: Claim, calendar: Calendar) -> bool:
    """Whether a report without a time of day is of today and of this spacewalk."""
    if claim.mood is not Mood.FACT or claim.form in (Form.PARTICIPLE, Form.NOUN):
        return False
    if claim.kind is _M.EGRESS or explains(calendar.sentence):
        return False
    if calendar.unclear:
        return False
    if any(day < calendar.today for day in calendar.reported_days):
        return claim.kind is _M.EVA_END and bool(find_lengths(calendar.sentence))
    return not is_retrospective(calendar.sentence, claim.start, timed=False)


def _with_length(sentence: str, drafts: list[Draft]) -> list[Draft]:
    """Gives the printed length to the end that the sentence reports, under whichever name."""
    if not any(draft.kind in LAST for draft in drafts):
        return drafts
    lengths = [length for length in find_lengths(sentence) if not length.vague]
    if not lengths:
        return drafts
    return [
        replace(draft, length=lengths[-1]) if draft.kind in LAST and not draft.interim else draft
        for draft in drafts
    ]


def _stands(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft holds beside the others of its sentence."""
    kinds = {other.kind for other in drafts}
    reported = {other.kind for other in drafts if other.at and not other.planned}
    if draft.kind in CALLED_OFF:
        both = draft.kind is _M.DELAYED and _M.SCRUBBED in kinds
        late = draft.kind is _M.DELAYED and bool(reported & {_M.EVA_START, _M.EVA_END})
        return not both and not late
    if draft.kind is _M.EVA_START and draft.planned:
        return not kinds & {*CALLED_OFF, Topic.SCHEDULE}
    if draft.kind is _M.EVA_END and _M.TERMINATED in kinds:
        return draft.at is not None or draft.length is not None
    if draft.kind is _M.TERMINATED:
        return not _ALL_DONE.search(draft.sentence)
    return True
