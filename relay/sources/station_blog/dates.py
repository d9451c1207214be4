"""Finds printed days, from "Nov. 30" to "tomorrow", and says which calendar day each one is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

MOST_DATES = 12
"""Of one sentence; real ones have fewer than 6."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RUSSIAN = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_GERMAN = {"mär": 3, "mai": 5, "okt": 10, "dez": 12}
_MONTH_OF = {
    **{name: place for place, name in enumerate(_MONTHS, 1)},
    **{name: place for place, name in enumerate(_RUSSIAN, 1)},
    **_GERMAN,
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RELATIVE = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "earlier today": 0, "сегодня": 0, "heute": 0,
    "tomorrow": 1, "завтра": 1, "morgen": 1,
    "yesterday": -1, "last night": -1, "вчера": -1, "gestern": -1,
}  # fmt: skip
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\."
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_FOREIGN = (
    r"(?:янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,5}|märz|mai|oktober|dezember"
)
_DATE = re.compile(
    rf"\b(?:(?:{_WEEKDAY}),?\s)?(?:"
    rf"(?P<m1>{_MONTH})\.?\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y1>\d{{4}})\b(?!\s?(?:GMT|UTC)))?"
    rf"|(?P<d2>\d{{1,2}})\.?\s(?P<m2>{_MONTH}|{_FOREIGN})\b\.?(?:,?\s(?P<y2>\d{{4}})\b(?!\s?(?:GMT|UTC)))?"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))"
    rf"|\b(?P<relative>{'|'.join(sorted(_RELATIVE, key=len, reverse=True))})\b"
    rf"|\b(?P<weekday>{_WEEKDAY})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A day as printed at `start`:`end` of a sentence; exactly one of the three ways is set."""

    start: int
    end: int
    calendar: tuple[int | None, int, int] | None = None
    """Year if printed, month and day."""
    weekday: int | None = None
    shift: int | None = None
    """Days from the day of publication."""

    def on(self, published: date, *, ahead: bool) -> date:
        """The day that is meant in a post of `published`; a weekday is the next one when the
        words look ahead and the last one otherwise, that day itself included."""
        if self.calendar:
            return _nearest(self.calendar, published)
        if self.weekday is not None:
            step = (self.weekday - published.weekday()) % 7
            return published + timedelta(days=step if ahead or not step else step - 7)
        return published + timedelta(days=self.shift or 0)


def find_dates(sentence: str) -> list[PrintedDate]:
    """The days printed in a sentence, in order; impossible ones are left out."""
    return list(islice(_printed(sentence), MOST_DATES))


def _printed(sentence: str) -> Iterator[PrintedDate]:
    for match in _DATE.finditer(sentence):
        start, end = match.span()
        if match["relative"]:
            yield PrintedDate(start=start, end=end, shift=_RELATIVE[match["relative"].lower()])
        elif match["weekday"]:
            name = match["weekday"][:3].lower()
            yield PrintedDate(start=start, end=end, weekday=_WEEKDAYS.index(name))
        elif calendar := _calendar(match):
            yield PrintedDate(start=start, end=end, calendar=calendar)


def _calendar(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    else:
        month = _MONTH_OF[(match["m1"] or match["m2"])[:3].lower()]
        day = int(match["d1"] or match["d2"])
        year = int(match["y1"] or match["y2"] or 0)
    if year and not 1998 <= year <= 2100:
        return None
    try:
        # A leap year, for 29 February without a year.
        date(year or 2000, month, day)
    except ValueError:
        return None
    return year or None, month, day


def _nearest(calendar: tuple[int | None, int, int], published: date) -> date:
    year, month, day = calendar
    years = [year] if year else [published.year + step for step in range(-4, 5)]
    possible = [date(y, month, day) for y in years if day < 29 or _exists(y, month, day)]
    return min(possible, key=lambda day: abs(day - published))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
