"""A media playlist: the segments of one rung (RFC 8216, 4.3.3)."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from relay.errors import VideoError
from relay.video.stream.address import checked
from relay.video.stream.fetch import Span

LONGEST_SEGMENT = 120.0
"""Seconds; broadcasters use 2 to 10."""
LARGEST_NUMBER = 2**63
"""A media sequence number is a 64-bit integer (RFC 8216, 4.2)."""
LARGEST_FILE = 2**40
"""Bytes of a file that segments are parts of."""

_SPAN = re.compile(r"(\d{1,15})(?:@(\d{1,15}))?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a part of one."""

    address: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One segment as the playlist names it."""

    number: int
    """The media sequence number."""
    piece: Piece
    duration: float
    """Seconds."""
    start: datetime | None = None
    """By EXT-X-PROGRAM-DATE-TIME, its own or that of one before it."""
    fresh: bool = False
    """Whether a discontinuity lies before it."""
    missing: bool = False
    """EXT-X-GAP: it is not there, and must not be fetched."""
    encrypted: bool = False
    header: Piece | None = None
    """The initialization section (EXT-X-MAP)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All that are listed at this moment, oldest first, by rising number."""

    target: float
    """The target duration in seconds: between 0.5 and LONGEST_SEGMENT."""
    segments: tuple[Listed, ...]
    ended: bool = False
    """EXT-X-ENDLIST: nothing more will come."""
    refused: str = ""
    """Why one that is listed cannot be used; empty where all can."""


def listing_of(data: Mapping[str, Any], target: float | None, base: str) -> Listing:
    """Read what m3u8 made of the text. A segment that cannot be used is passed over, its number
    with it. Raises VideoError, and what hostile values make built-in conversions raise."""
    if data["is_i_frames_only"] or data["skip"]:
        raise VideoError("the playlist has only a part of the stream in it")
    first = data["media_sequence"] or 0
    if not 0 <= first <= LARGEST_NUMBER:
        raise VideoError("the playlist counts beyond 64 bits")
    reading = _Reading(base)
    read = [reading.segment(first + place, one) for place, one in enumerate(data["segments"])]
    segments = tuple(one for one in read if one is not None)
    if target is None:
        target = max((one.duration for one in segments), default=LONGEST_SEGMENT)
    return Listing(
        target=min(max(target, 0.5), LONGEST_SEGMENT),
        segments=segments,
        ended=data["is_endlist"],
        refused=reading.refused,
    )


class _Reading:
    """Reads one segment after the other: a part of a file may begin where the last one ended."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._last = Piece("")
        self.refused = ""

    def segment(self, number: int, one: Mapping[str, Any]) -> Listed | None:
        duration = one.get("duration", 0.0)
        if not (math.isfinite(duration) and 0 < duration <= LONGEST_SEGMENT and one.get("uri")):
            self.refused = "a segment in the playlist has no address, or no length that can be"
            return None
        try:
            self._last = piece = self._piece(one["uri"], one.get("byterange"))
            header = self._header(one.get("init_section"))
        except VideoError as problem:
            self.refused = str(problem)
            return None
        return Listed(
            number=number,
            piece=piece,
            duration=duration,
            start=_instant(one.get("current_program_date_time")),
            fresh=bool(one["discontinuity"]),
            missing=bool(one["gap_tag"]),
            encrypted=(one.get("key") or {}).get("method", "NONE") != "NONE",
            header=header,
        )

    def _header(self, given: Mapping[str, str] | None) -> Piece | None:
        return self._piece(given["uri"], given.get("byterange"), 0) if given else None

    def _piece(self, uri: str, byterange: str | None, start: int | None = None) -> Piece:
        address = checked(uri, self._base)
        if not byterange:
            return Piece(address)
        found = _SPAN.fullmatch(byterange.strip())
        if found is None or not int(found[1]):
            raise VideoError("a part of a file cannot be read")
        if found[2]:
            start = int(found[2])
        elif start is None:
            last = self._last
            start = last.span.start + last.span.length if last.span else 0
            start = start if last.address == address else 0
        if start + int(found[1]) > LARGEST_FILE:
            raise VideoError("a part of a file cannot be read")
        return Piece(address, Span(start, int(found[1])))


def _instant(given: datetime | None) -> datetime | None:
    """In UTC; a time without zone is taken for UTC, and one of another age for none."""
    if given is None or not 2000 <= given.year < 2200:
        return None
    return given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
