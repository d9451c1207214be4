"""One update of the feed as a measured value, or why it is none."""

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relay.errors import SourceChanged

SOURCE = "iss_telemetry"
PRESSURE = "AIRLOCK000049"
PUMP_POWER, PUMP = "AIRLOCK000047", "AIRLOCK000048"
REFERENCES = ("AIRLOCK000054", "USLAB000058")
HEARTBEAT = "TIME_000001"
"""The station's own time. It ticks every second, and says with STATUS how good the signal is."""
STATUS = "Status.Class"
GOOD = "24"
"""The `Status.Class` of TIME_000001 while there is signal; no other value is documented."""
PRESSURES = (PRESSURE, *REFERENCES)
LOWEST, HIGHEST = -5.0, 900.0
"""Torr; the sensor reads up to 2.6 in vacuum, and never more than some 760."""
EARLY = timedelta(seconds=90)
"""A time this far ahead of the clock is wrong: the feed's, or this machine's."""
OLD = timedelta(hours=36)
"""A pressure this old says nothing; switches may have stood as they are for months."""
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,20})?([eE][+-]?\d{1,2})?", re.ASCII)


class Unusable(Exception):
    """A value that is dropped. Its words are the reason that it is counted under."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What an item was at an instant of source time. `value` is in torr, or 0 and 1."""

    item: str
    at: datetime
    value: float
    status: str = ""


def fields(line: str) -> dict[str, str | None]:
    """The fields of one update. Raises SourceChanged when it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise SourceChanged(f"{SOURCE}: the document is not JSON, one update a line") from problem
    if not isinstance(found, dict) or not ("item" in found or "signal" in found):
        raise SourceChanged(f"{SOURCE}: the document is no update of an item")
    return {name: value if isinstance(value, str) else None for name, value in found.items()}


def sample(update: dict[str, str | None], near: datetime) -> Sample:
    """The value of an update that was received at `near`. Raises Unusable."""
    item = update.get("item") or ""
    at = source_time(_number(update.get("TimeStamp"), "no time"), near)
    value = _number(update.get("Value"), "no number")
    if item in PRESSURES and not LOWEST <= value <= HIGHEST:
        raise Unusable("out of range")
    if at > near + EARLY:
        raise Unusable("a time to come")
    if item in PRESSURES and at < near - OLD:
        raise Unusable("a time long past")
    return Sample(item, at, value, update.get(STATUS) or "")


def source_time(hours: float, near: datetime) -> datetime:
    """The instant of a TimeStamp: hours since 0 January of a year that it does not say.

    So the year is taken that brings it nearest; the count may run on past the end of a year.
    Raises Unusable.
    """
    if not 0 <= hours < 2 * 366 * 24:
        raise Unusable("a time out of range")
    years = (near.year - 1, near.year, near.year + 1)
    return min((_from_start(year, hours) for year in years), key=lambda at: abs(at - near))


def _from_start(year: int, hours: float) -> datetime:
    return datetime(year - 1, 12, 31, tzinfo=UTC) + timedelta(hours=hours)


def _number(text: str | None, otherwise: str) -> float:
    if text is None or not _NUMBER.fullmatch(text):
        raise Unusable(otherwise)
    value = float(text)
    if not math.isfinite(value):
        raise Unusable(otherwise)
    return value
