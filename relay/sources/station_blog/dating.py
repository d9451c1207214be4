"""Puts a printed time on the calendar, which the blog mostly leaves to the reader."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from relay.sources.station_blog.clock_times import EASTERN, ClockTime
from relay.sources.station_blog.dates import PrintedDate

LATE = timedelta(hours=12)
"""A reported time further than this after its post is of the day before."""
RECENT = timedelta(days=4)
"""A report of an older day is history, not news."""
_STARTED_ALREADY = timedelta(hours=3)
"""A planned time may lie this far before its post before it is taken for the next day's."""
_BESIDE = re.compile(
    r"[\s,()-]*(?:(?:on|at|about|approximately|around|beginning|starting|in the|this|morning"
    r"|afternoon|evening|local time|early|late)[\s,()]*){0,4}",
    re.IGNORECASE,
)
_OF_A_SPACEWALK_BEFORE = re.compile(
    r"(?:\b(?:space ?walk|EVA|outing|excursion)s?\s(?:(?:on|of|last)\s)?|^(?:on|in)\s)$",
    re.IGNORECASE,
)
_OF_A_SPACEWALK_AFTER = re.compile(
    r"(?:'s)?\s(?:\S+\s){0,2}?(?:space ?walk|EVA\b|outing|excursion)", re.IGNORECASE
)
_LEADS_UP = re.compile(
    r"\b(?:ahead of|before|until|till|for|by|to|prior to|toward|coming|upcoming|next|planned"
    r"|scheduled|expected|no earlier than|its|their|a)\s(?:on\s|the\s)?$",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:after|follow\w*|since|than|unlike|like|from)\s(?:the\s|their\s|last\s|a\s)?"
    r"(?:space ?walk\s|excursion\s|outing\s)?(?:on\s|of\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something happened or is to happen. `pinned` says that its day is printed."""

    at: datetime
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days printed in a sentence of a post that came out at `published`."""

    sentence: str
    dates: tuple[PrintedDate, ...]
    published: datetime
    carried: PrintedDate | None = None
    """The last day printed in the sentences before, for plans that go on speaking of it."""
    spoken_of: date | None = None
    """The past day that the post speaks of, for reports that are printed without one."""
    unclear: bool = False
    """The post speaks of several days, so that a report without one is of no certain day."""

    def reported(self, clock: ClockTime) -> Moment | None:
        """The instant of a reported time; None when its day makes it history."""
        today = clock.local_day(self.published)
        beside = self._beside(clock)
        if beside is not None:
            return self._not_history(clock, beside.on(today, ahead=False))
        days = [(day, on) for day in self.dates if (on := day.on(today, ahead=False)) <= today]
        old = [(day, on) for day, on in days if today - on > timedelta(days=1)]
        named = [day for day in old if self.of_a_spacewalk(day[0])]
        if named and not any(on == today for _, on in days):
            compared = self.is_compared(named[0][0])
            return None if compared else self._not_history(clock, named[0][1])
        recent = [(abs(d.start - clock.start), on) for d, on in days if _counts(d, on, today)]
        if recent:
            return Moment(at=clock.on(min(recent)[1]), pinned=True)
        if self.unclear:
            return None
        said = [on for day, on in old if day.weekday is not None and not self.is_ahead_of(day)]
        if said or self.spoken_of:
            return self._not_history(clock, said[0] if said else self.spoken_of or today)
        at = clock.on(today)
        if at - self.published > LATE:
            at = clock.on(today - timedelta(days=1))
        return Moment(at=at, pinned=False)

    def planned(self, clock: ClockTime) -> Moment | None:
        """The instant of an announced time; None when its day is long past."""
        today = clock.local_day(self.published)
        printed = self._beside(clock) or self._nearest_ahead(clock, today) or self.carried
        if printed is not None:
            at = clock.on(printed.on(today, ahead=True))
            return Moment(at=at, pinned=True) if self.published - at < RECENT else None
        at = clock.on(today)
        if self.published - at > _STARTED_ALREADY:
            at = clock.on(today + timedelta(days=1))
        return Moment(at=at, pinned=False)

    def days(self, *, ahead: bool) -> list[date]:
        """All printed days, by the calendar of the agency."""
        return [day.on(self.today, ahead=ahead) for day in self.dates]

    @property
    def reported_days(self) -> list[date]:
        """The days of a report: those printed, else the one that the post speaks of."""
        spoken = [self.spoken_of] if self.spoken_of else []
        return self.days(ahead=False) or spoken

    @property
    def today(self) -> date:
        """The day of publication where the agency is."""
        return self.published.astimezone(ZoneInfo(EASTERN)).date()

    def of_a_spacewalk(self, printed: PrintedDate) -> bool:
        """Whether the day names a spacewalk: "Tuesday's spacewalk", "a spacewalk on Jan. 4"."""
        before = self.sentence[max(0, printed.start - 30) : printed.start]
        return bool(
            _OF_A_SPACEWALK_BEFORE.search(before)
            or _OF_A_SPACEWALK_AFTER.match(self.sentence, printed.end)
        )

    def is_ahead_of(self, printed: PrintedDate) -> bool:
        """Whether the words lead up to that day: "ahead of Friday's launch"."""
        return (
            _LEADS_UP.search(self.sentence, max(0, printed.start - 40), printed.start) is not None
        )

    def is_compared(self, printed: PrintedDate) -> bool:
        """Whether that day is only what something else comes after: "after Tuesday's spacewalk"."""
        return (
            _COMPARES.search(self.sentence, max(0, printed.start - 30), printed.start) is not None
        )

    def _not_history(self, clock: ClockTime, day: date) -> Moment | None:
        at = clock.on(day)
        return Moment(at=at, pinned=True) if self.published - at < RECENT else None

    def _beside(self, clock: ClockTime) -> PrintedDate | None:
        for printed in self.dates:
            between = (
                (printed.end, clock.start)
                if printed.start < clock.start
                else (clock.end, printed.start)
            )
            if between[0] <= between[1] and _BESIDE.fullmatch(self.sentence, *between):
                return printed
        return None

    def _nearest_ahead(self, clock: ClockTime, today: date) -> PrintedDate | None:
        ahead = [printed for printed in self.dates if printed.on(today, ahead=True) >= today]
        return min(ahead, key=lambda printed: abs(printed.start - clock.start), default=None)


def noon(day: date) -> datetime:
    """The instant that stands for a day when only the day is known."""
    return datetime.combine(day, time(12), UTC)


def _counts(printed: PrintedDate, on: date, today: date) -> bool:
    """Weekdays beside the point ("ahead of Friday's launch") do not date a report."""
    age = today - on
    return age <= (timedelta(days=1) if printed.weekday is not None else RECENT)
