"""Reads the time that a moderator types: an instant in the past, in UTC unless a zone is named."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NoReturn
from zoneinfo import ZoneInfo

EXAMPLES = '"now", "3 min ago", "14:41", "14:41:30 UTC", "2026-08-06 14:41"'
SOON = timedelta(minutes=5)
"""A time of day that lies so little ahead is a clock that runs fast, not yesterday."""

_AGO = re.compile(
    r"(?:(?P<hours>[0-9]{1,4}) ?(?:h|hr|hrs|hours?))?"
    r" ?(?:(?P<minutes>[0-9]{1,5}) ?(?:m|min|mins|minutes?))?"
    r" ?(?:(?P<seconds>[0-9]{1,6}) ?(?:s|sec|secs|seconds?))? ago"
)
_CLOCK = re.compile(
    r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ t])?"
    r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r" ?(?P<zone>[a-z]{1,5}|[+-][0-9]{2}:?[0-9]{2})?"
)
_NEW_YORK, _CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")


def _east(hours: int) -> tzinfo:
    return timezone(timedelta(hours=hours))


ZONES: dict[str, tzinfo] = {
    "utc": UTC,
    "z": UTC,
    "gmt": UTC,
    "et": _NEW_YORK,
    "est": _east(-5),
    "edt": _east(-4),
    "ct": _CHICAGO,
    "cst": _east(-6),
    "cdt": _east(-5),
    "bst": _east(1),
    "cet": _east(1),
    "cest": _east(2),
    "msk": _east(3),
    "jst": _east(9),
}
"""Those of the agencies and their control rooms; CST is that of Houston."""


class NoTime(ValueError):
    """Why it cannot be read, in words for whoever typed it."""


def parse(text: str, now: datetime) -> datetime:
    """The instant that is meant, in UTC, at `now` or before. Nothing typed means now.

    A time of day is the latest past one. Raises NoTime.
    """
    said = " ".join(text.casefold().split())
    if said in ("", "now"):
        return now.astimezone(UTC)
    if ago := _AGO.fullmatch(said):
        return _past(_before(ago, now), now)
    clock = _CLOCK.fullmatch(said) or _refuse("That is no time I can read.")
    return _past(_by_the_clock(clock, now), now)


def _before(ago: re.Match[str], now: datetime) -> datetime:
    given = {unit: int(number) for unit, number in ago.groupdict().items() if number}
    if not given:
        _refuse("That is no time I can read.")
    return now.astimezone(UTC) - timedelta(**given)


def _by_the_clock(found: re.Match[str], now: datetime) -> datetime:
    zone = _zone(found["zone"])
    here = now.astimezone(zone)
    hours, minutes, *seconds = (int(part) for part in found["clock"].split(":"))
    try:
        day = datetime.fromisoformat(found["day"]) if found["day"] else here
        moment = day.replace(
            hour=hours, minute=minutes, second=sum(seconds), microsecond=0, tzinfo=zone
        )
        if found["day"] is None and moment > now + SOON:
            moment -= timedelta(days=1)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        _refuse("There is no such time of day or date.")


def _zone(name: str | None) -> tzinfo:
    if name is None:
        return UTC
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone((1 if name[0] == "+" else -1) * timedelta(minutes=min(minutes, 1439)))
    known = ZONES.get(name)
    return known or _refuse(f"I do not know the time zone {name.upper()!r}; UTC always works.")


def _past(moment: datetime, now: datetime) -> datetime:
    if moment > now:
        _refuse(f"{moment:%Y-%m-%d %H:%M:%S} UTC is still to come.")
    return moment


def _refuse(why: str) -> NoReturn:
    raise NoTime(f"{why} Write it like {EXAMPLES}; it is read as UTC unless a zone follows.")
