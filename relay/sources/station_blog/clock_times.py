"""Finds printed clock times and reads each in the zone that the agency means by its label."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

MOST_TIMES = 12
"""Of one sentence; real ones have fewer than 6."""
EASTERN = "America/New_York"
"""The zone of NASA's prose. ET, EST and EDT all mean it, whatever the season of the label."""

_ZONES: tuple[tuple[str, str, float | None], ...] = (
    (r"EDT|eastern daylight(?: time)?", EASTERN, -4),
    (r"EST|eastern standard(?: time)?", EASTERN, -5),
    (r"ET\b|eastern(?: time)?|U\.?S\.? eastern(?: time)?", EASTERN, None),
    (r"central european summer time|CEST|MESZ", "Europe/Berlin", 2),
    (r"central european time|CET|MEZ", "Europe/Berlin", 1),
    (r"CDT|central daylight(?: time)?", "America/Chicago", -5),
    (r"CST|central standard(?: time)?", "America/Chicago", -6),
    (r"CT\b|central(?: time)?|houston time", "America/Chicago", None),
    (r"PDT|PST|PT\b|pacific(?: time)?", "America/Los_Angeles", None),
    (
        r"UTC|GMT|UT\b|Z\b|universal time|по гринвичу",
        "UTC",
        None,
    ),
    (r"BST", "Europe/London", None),
    (
        r"MSK|moscow(?: standard)?(?: time)?|по московскому времени|по москве|мск",
        "Europe/Moscow",
        None,
    ),
    (r"JST|japan time", "Asia/Tokyo", None),
)
_ZONE = "|".join(f"(?P<z{place}>{words})" for place, (words, _, _) in enumerate(_ZONES))
_TIME = re.compile(
    r"(?<![\w:.,/-])(?:"
    r"(?P<hour12>\d{1,2})(?:[:.](?P<minute12>[0-5]\d))?(?::[0-5]\d)?\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?P<hour24>[01]?\d|2[0-3])[:h](?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?(?:hours|hrs|Uhr)\b)?"
    r"|(?P<military>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?\(?(?:UTC|GMT|UT\b|Z\b|C?ES?T|E[DS]?T|C[DS]T|MSK|moscow))"
    r"|(?P<noon>noon|midday)\b)"
    rf"(?:[\s,]{{0,2}}\(?(?:(?P<zone>{_ZONE})(?![\w])))?",
    re.IGNORECASE,
)
_BARE_BEFORE = re.compile(
    r"(?:\b(?:at|by|around|about|approximately|until|from|to|and|um|gegen|в|около)|~)\s*$",
    re.IGNORECASE,
)
_BARE_AFTER = re.compile(
    r"\s*(?:later|long|after|elapsed|into|hours?|minutes?|duration)\b", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|roughly|circa|near|no earlier than|gegen|около)|~)\s*$",
    re.IGNORECASE,
)
_SAME_INSTANT = re.compile(r"[\s,;/(\[=-]{0,4}(?:or|that is|i\.e\.)?[\s,(\[]{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTime:
    """A time of day as printed at `start`:`end` of a sentence. An empty zone is not printed."""

    start: int
    end: int
    time: time
    zone: str
    label: str = ""
    offset: float | None = None
    """Hours from UTC that the label stands for, where it names a season."""
    halves: bool = False
    """Printed with a.m. or p.m."""
    approximate: bool = False
    assumed: bool = False
    """The zone is the blog's custom; nothing near it prints one."""
    others: tuple["ClockTime", ...] = ()
    """The same instant in other zones, as printed beside it."""

    def local_day(self, instant: datetime) -> date:
        """The calendar day of an instant in this time's zone."""
        return instant.astimezone(_zone(self.zone)).date()

    def on(self, day: date) -> datetime:
        """The instant, in UTC, of this time on a day of its zone."""
        return datetime.combine(day, self.time, _zone(self.zone)).astimezone(UTC)

    def doubts(self, instant: datetime) -> str:
        """What does not fit in the printed words when they mean this instant; mostly empty."""
        found = []
        local = instant.astimezone(_zone(self.zone)).utcoffset()
        if self.offset is not None and local != timedelta(hours=self.offset):
            found.append(f"{self.label} is not in use on that date; read as {self.zone}")
        if self.assumed:
            found.append("no time zone is printed; read as Eastern time")
        found += [
            f"printed as {self.words} and as {other.words}, which disagree; the first is read"
            for other in self.others
            if not other.can_be(instant)
        ]
        return "; ".join(found)

    def can_be(self, instant: datetime) -> bool:
        """Whether a clock of this zone shows this time at that instant."""
        local = instant.astimezone(_zone(self.zone))
        return (local.hour, local.minute) == (self.time.hour, self.time.minute)

    @property
    def words(self) -> str:
        """The time and label, for people."""
        return f"{self.time:%H:%M} {self.label}".strip()


def find_times(sentence: str, custom: tuple[ClockTime, ...] = ()) -> list[ClockTime]:
    """The clock times of a sentence, in order.

    One without a zone takes it from its neighbours, then from `custom`, the times printed before
    in the same post; a.m. and p.m. are Eastern by the blog's custom, anything else is left out.
    """
    found = list(islice(_printed(sentence), MOST_TIMES))
    zoned = [
        clock
        if clock.zone
        else _inherit(clock, [*reversed(found[:place]), *found[place + 1 :], *reversed(custom)])
        for place, clock in enumerate(found)
    ]
    return _together(sentence, [clock for clock in zoned if clock is not None])


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _printed(sentence: str) -> Iterator[ClockTime]:
    for match in _TIME.finditer(sentence):
        moment = _time_of(match)
        if moment is None or (match["hour24"] and not match["zone"] and _bare(sentence, match)):
            continue
        place = next((n for n in range(len(_ZONES)) if match[f"z{n}"]), None)
        yield ClockTime(
            start=match.start(),
            end=match.end(),
            time=moment,
            zone="" if place is None else _ZONES[place][1],
            label=match["zone"] or "",
            offset=None if place is None else _ZONES[place][2],
            halves=bool(match["half"] or match["noon"]),
            approximate=_ABOUT.search(sentence, max(0, match.start() - 20), match.start())
            is not None,
        )


def _bare(sentence: str, match: re.Match[str]) -> bool:
    """Whether "6:13" is rather a length: nothing says that it is a time of day."""
    before = sentence[max(0, match.start() - 20) : match.start()]
    return not _BARE_BEFORE.search(before) or bool(_BARE_AFTER.match(sentence, match.end()))


def _time_of(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(12)
    if match["military"]:
        return time(int(match["military"][:2]), int(match["military"][2:]))
    if match["hour24"]:
        return time(int(match["hour24"]), int(match["minute24"]))
    hour = int(match["hour12"])
    if not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if match["half"] in "pP" else 0), int(match["minute12"] or 0))


def _inherit(clock: ClockTime, neighbours: list[ClockTime]) -> ClockTime | None:
    for other in neighbours:
        if other.zone and other.halves == clock.halves and not other.assumed:
            return replace(clock, zone=other.zone, label=other.label)
    return replace(clock, zone=EASTERN, assumed=True) if clock.halves else None


def _together(sentence: str, clocks: list[ClockTime]) -> list[ClockTime]:
    """Times printed side by side in different zones are one instant."""
    joined: list[ClockTime] = []
    for clock in clocks:
        last = joined[-1] if joined else None
        if (
            last
            and last.zone != clock.zone
            and _SAME_INSTANT.fullmatch(sentence, last.end, clock.start)
        ):
            joined[-1] = replace(last, end=clock.end, others=(*last.others, clock))
        else:
            joined.append(clock)
    return joined
