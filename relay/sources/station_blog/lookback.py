"""Follows which day a post is speaking of, for reports that are printed without one."""

import re
from dataclasses import dataclass
from datetime import date

from relay.sources.station_blog.dating import Calendar
from relay.sources.station_blog.moods import without_asides

_OF_THE_WEEK = re.compile(
    r"(?<!later )\b(?:this|past|last|busy|whole|entire|same) week\b|\bweek in review\b|\bweekly\b"
    r"|\brecap\w*|\bround-?up\b|\blook(?:s|ing)? back\b|\byear in review\b|\bin review\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\bspace[ -]?walk|(?-i:\bEVA)|\bouting|\bexcursion|\bsortie|\boutside\b", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|next|upcoming|tomorrow|scheduled|planned|set (?:for|to)|slated|targeted|expected"
    r"|due|ready|prepar\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a post speaks of so far: a past day, or a stretch of days that leaves it unclear."""

    day: date | None = None
    unclear: bool = False


def is_of_the_week(words: str) -> bool:
    """Whether the words sum up several days, so that a time in them is of no certain day."""
    return _OF_THE_WEEK.search(without_asides(words)) is not None


def spoken_after(calendar: Calendar, before: Spoken, *, opening: bool) -> Spoken:
    """What is spoken of after a sentence. The opening of a post can leave all of it unclear."""
    if opening and is_of_the_week(calendar.sentence):
        return Spoken(unclear=True)
    if not calendar.dates:
        return before
    days = [(printed, printed.on(calendar.today, ahead=False)) for printed in calendar.dates]
    if any(on == calendar.today for _, on in days):
        return Spoken()
    if not _OUTSIDE.search(calendar.sentence) or _AHEAD.search(calendar.sentence):
        return before
    for printed, on in days:
        if on > calendar.today or calendar.is_ahead_of(printed):
            continue
        return Spoken(unclear=True) if calendar.is_compared(printed) else Spoken(day=on)
    return before
