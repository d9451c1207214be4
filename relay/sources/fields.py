"""Reads single fields of a public JSON document; any may be missing, wrong or hostile."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from relay.errors import SourceChanged

Fields = Mapping[str, object]

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""A time outside these is a mistake, and would overflow where times are added."""

LONGEST_DURATION = timedelta(hours=24)
"""The longest spacewalk so far took 9 h 6 min."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_DURATION = re.compile(
    r"P(?:(?P<days>[0-9]{1,3})D)?"
    r"(?:T(?:(?P<hours>[0-9]{1,3})H)?(?:(?P<minutes>[0-9]{1,4})M)?"
    r"(?:(?P<seconds>[0-9]{1,6}(?:\.[0-9]{1,9})?)S)?)?"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]{1,2000}", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Categories of controls, invisible format characters and lone surrogates."""

MOST_OBJECTS = 50
"""Of one list; the relay asks for 20 at most, and the longest list in an entry has about ten."""


def load(document: str, source: str) -> object:
    """The JSON value of a document. Raises SourceChanged when it is none."""
    try:
        value: object = json.loads(document)
    except (ValueError, RecursionError) as problem:
        raise SourceChanged(
            f"{source}: the document is not JSON ({type(problem).__name__}); "
            f"read the kept document and see what the address returns now"
        ) from problem
    return value


def fields(value: object) -> Fields:
    """The value if it is an object, otherwise one without fields."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Fields]:
    """The first MOST_OBJECTS objects of a list; everything else in it, or instead of it, is left
    out."""
    found = (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
    return list(islice(found, MOST_OBJECTS))


def text(value: object, longest: int = 500) -> str:
    """Printable text on at most `longest` characters; empty for anything that is no text."""
    if not isinstance(value, str):
        return ""
    printable = _UNPRINTABLE.sub("", _SURROGATES.sub("\ufffd", value[: 4 * longest]))
    return printable.strip()[:longest]


def number(value: object) -> int | None:
    """A whole number of at most nine digits, also when it is written as text."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return value
    return None


def instant(value: object) -> datetime | None:
    """The instant that an ISO 8601 time with a zone names, in UTC."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        return _plausible(datetime.fromisoformat(value.strip()))
    except (ValueError, OverflowError):
        return None


def epoch(value: object) -> datetime | None:
    """The instant that Unix seconds name, also when they are written as text; 0 is unknown."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,11}", value):
        value = int(value)
    if not isinstance(value, int) or not 0 < value < 10**11:
        return None
    return _plausible(datetime.fromtimestamp(value, UTC))


def _plausible(time: datetime) -> datetime | None:
    if time.tzinfo is None:
        return None
    utc = time.astimezone(UTC)
    return utc if EARLIEST <= utc < LATEST else None


def duration(value: object) -> timedelta | None:
    """The length that an ISO 8601 duration in days, hours, minutes and seconds names."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    parts = {name: float(amount) for name, amount in match.groupdict().items() if amount}
    length = timedelta(**parts)
    return length if timedelta(0) < length <= LONGEST_DURATION else None


def address(value: object) -> str:
    """A web address that may be shown and opened: http or https, with a host, all of it visible;
    otherwise empty."""
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value.strip()):
        return ""
    if not _UNSEEN.isdisjoint(map(unicodedata.category, value.strip())):
        return ""
    try:
        parts = urlsplit(value.strip())
        usable = bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return ""
    return value.strip() if usable else ""
