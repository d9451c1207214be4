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

    def reported(self, clock: ClockTime) -> Moment | None:
        """The instant of a reported time; None when its day makes it history."""
        today = clock.local_day(self.published)
        beside = self._beside(clock)
        if beside is not None:
            return self._not_history(clock, beside.on(today, ahead=False))
        days = [(day, on) for day in self.dates if (on := day.on(today, ahead=False)) <= today]
        for printed, on in days:
            if today - on > timedelta(days=1) and self.of_a_spacewalk(printed):
                return self._not_history(clock, on)
        recent = [(abs(d.start - clock.start), on) for d, on in days if _counts(d, on, today)]
        if recent:
            return Moment(at=clock.on(min(recent)[1]), pinned=True)
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
