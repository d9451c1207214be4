"""Reads a time of day that is spoken: "at 8:41 a.m. Eastern"."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

BACK = timedelta(hours=10)
"""How long ago what is reported may have happened; a spacewalk takes nine hours at most."""
NOW = timedelta(minutes=10)
"""A time whose zone is not spoken is known by lying so close before it is said."""
AHEAD = timedelta(minutes=2)
"""What is later than that is a plan."""

_ZONES = (
    (r"e[ds]?t|eastern", "America/New_York"),
    (r"c[ds]t|ct|central|houston", "America/Chicago"),
    (r"m[ds]t|mountain", "America/Denver"),
    (r"p[ds]t|pt|pacific", "America/Los_Angeles"),
    (r"utc|gmt|zulu|greenwich|universal", "UTC"),
    (r"moscow|msk", "Europe/Moscow"),
)
_ZONE = "|".join(f"(?P<z{place}>{words})" for place, (words, _) in enumerate(_ZONES))
_UNSPOKEN = ("America/New_York", "America/Chicago")
"""NASA's commentators speak in Houston's time, and in that of headquarters."""
PATTERN = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2}):?(?P<minute>[0-5]\d)(?![\d:])"
    r"(?: (?P<half>[ap])m\b)?"
    rf"(?:,? (?:{_ZONE})\b)?"
)
_HOUR = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2}) (?P<half>[ap])m\b(?:,? (?:" + _ZONE + r")\b)?")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A time of day at `start`:`end` of a text."""

    start: int
    end: int
    time: time
    zones: tuple[str, ...]

    def near(self, said: datetime) -> datetime | None:
        """The instant that is meant by who says it then; None where none lies close before."""
        back = NOW if len(self.zones) > 1 else BACK
        found = [at for zone in self.zones for at in self._in(zone, said)]
        fitting = [at for at in found if said - back <= at <= said + AHEAD]
        return max(fitting, default=None)

    def _in(self, zone: str, said: datetime) -> list[datetime]:
        today = said.astimezone(_zone(zone)).date()
        days = (today, today - timedelta(days=1))
        return [datetime.combine(day, self.time, _zone(zone)).astimezone(UTC) for day in days]


def spoken(text: str) -> list[Spoken]:
    """The times of day in a text in lower case, in order."""
    found = [one for match in PATTERN.finditer(text) if (one := _read(match, match["minute"]))]
    found += [one for match in _HOUR.finditer(text) if (one := _read(match, "0"))]
    return sorted(found, key=lambda one: one.start)


def _read(match: re.Match[str], minute: str) -> Spoken | None:
    hour, half = int(match["hour"]), match["half"]
    named = tuple(zone for place, (_, zone) in enumerate(_ZONES) if match[f"z{place}"])
    # A number alone is no time of day: "4:35" may be a length, "1030" a weight.
    if not (half or named) or hour > (12 if half else 23) or (half and hour == 0):
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return Spoken(match.start(), match.end(), time(hour, int(minute)), named or _UNSPOKEN)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
