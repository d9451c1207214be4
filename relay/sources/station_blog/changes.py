"""Reads that a spacewalk is postponed or called off, and the new date where one is printed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from relay.core.spacewalk import Plan, Precision
from relay.sources.station_blog.claims import Claim
from relay.sources.station_blog.dating import RECENT, Calendar, noon
from relay.sources.station_blog.drafts import Draft, draft_of
from relay.sources.station_blog.moods import Mood, is_retrospective

_NEAR = 60
"""Characters between "now planned for" and the date that belongs to it."""

_OLD_NEWS = re.compile(
    r"\b(?:had (?:\w+ )?been|previously|after being|having been|originally|was also)"
    r"\s\S+(?: off| back)?$",
    re.IGNORECASE,
)
_OLD_BEFORE = re.compile(
    r"\b(?:had|previously|originally|having|after)\s(?:\w+ly\s)?$", re.IGNORECASE
)
_BY_HOURS = re.compile(
    r"\b(?:postpon|delay)\w*\s"
    r"(?:(?:by|about|for|of|the|start|approximately|around|roughly|nearly)\s){0,3}"
    r"(?:an?|\w+|\d+)[ -](?:hours?|minutes?)\b",
    re.IGNORECASE,
)


def called_off(claim: Claim, calendar: Calendar) -> Iterator[Draft]:
    """A postponement or cancellation, unless it is old news or a slip of hours."""
    sentence = calendar.sentence
    if is_retrospective(sentence, claim.start, timed=True) or _BY_HOURS.search(sentence):
        return
    if _OLD_NEWS.search(sentence, max(0, claim.end - 80), claim.end) or _OLD_BEFORE.search(
        sentence, max(0, claim.start - 40), claim.start
    ):
        return
    days = calendar.days(ahead=True)
    current = [day for day in days if day >= calendar.today - timedelta(days=1)]
    if current or not days:
        moment = calendar.reported(claim.clock) if claim.clock else None
        draft = draft_of(claim, calendar, day=current[0] if current else None)
        yield replace(draft, at=moment.at if moment else None)


def another_date(claim: Claim, calendar: Calendar) -> Iterator[Draft]:
    """The new date, to the minute where a time is printed with it."""
    printed = [day for day in calendar.dates if 0 <= day.start - claim.end <= _NEAR]
    if not printed and calendar.sentence[: claim.end].endswith("date"):
        printed = [d for d in calendar.dates if claim.start - _NEAR <= d.start < claim.end][-1:]
    if claim.mood is Mood.NOTHING or not (printed or claim.clock):
        return
    if claim.clock and claim.clock.start >= claim.start:
        moment = replace(calendar, dates=tuple(printed)).planned(claim.clock)
        plan = moment and Plan(start=moment.at, approximate=claim.clock.approximate)
    elif printed:
        day = noon(printed[0].on(calendar.today, ahead=True))
        plan = Plan(start=day, precision=Precision.DAY)
    else:
        return
    if plan and plan.start and calendar.published - plan.start < RECENT:
        plan = replace(plan, approximate=plan.approximate or _open_ended(claim, calendar.sentence))
        yield replace(draft_of(claim, calendar), planned=True, plan=plan)


def _open_ended(claim: Claim, sentence: str) -> bool:
    return "than" in sentence[claim.start : claim.end + 12].lower().split()
