"""HLS playlists (RFC 8216), read without any trust in them."""

import asyncio
import math
from datetime import datetime, timedelta

import m3u8  # type: ignore[import-untyped]

from relay.errors import VideoError
from relay.video.stream.listing import Listing, listing_of
from relay.video.stream.master import Master, master_of

MOST_BYTES = 2_000_000
"""Of a playlist; 8 hours of a DVR list with long names are about 1 MB."""
LARGE = 300_000
"""Characters from which on it is read in a thread."""
MANY, KEPT = 500, 200
"""Of more than MANY segments only the last KEPT are read: m3u8 takes 20 us for each."""
LONGEST_LINE = 10_000

_SEGMENT = "#EXTINF:"
_TARGET = "#EXT-X-TARGETDURATION:"
_NUMBER = "#EXT-X-MEDIA-SEQUENCE:"
_TIME = "#EXT-X-PROGRAM-DATE-TIME:"
_LASTING = ("#EXT-X-KEY:", "#EXT-X-MAP:")
"""What holds for all segments after it."""
_END = "#EXT-X-ENDLIST"
_KNOWN = (
    *(_SEGMENT, _NUMBER, _TIME, *_LASTING, _END),
    *("#EXT-X-DISCONTINUITY", "#EXT-X-BYTERANGE:", "#EXT-X-GAP", "#EXT-X-SKIP:"),
    *("#EXT-X-I-FRAMES-ONLY", "#EXT-X-STREAM-INF:", "#EXT-X-MEDIA:"),
)
"""All else is dropped unread. Partial segments are, too: m3u8 6.0 counts their time twice."""
_HOSTILE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What m3u8 raises on text that is no playlist."""


async def read(data: bytes, base: str) -> Master | Listing:
    """What a playlist from that address says. Raises VideoError."""
    if len(data) > LARGE:
        return await asyncio.to_thread(parse, data, base)
    return parse(data, base)


def parse(data: bytes, base: str) -> Master | Listing:
    """Like `read`, at once."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    if not text.startswith("#EXTM3U"):
        raise VideoError("what came is no HLS playlist")
    try:
        lines = [line for line in map(str.strip, text.splitlines()) if _is_needed(line)]
        target = _target(text)
        told = m3u8.parse("\n".join(["#EXTM3U", *_tail(lines)]))
        if told["is_variant"]:
            return master_of(told, base)
        return listing_of(told, target, base)
    except _HOSTILE as problem:
        raise VideoError("the playlist cannot be read") from problem


def _is_needed(line: str) -> bool:
    if not line or len(line) > LONGEST_LINE:
        return False
    if not line.startswith("#"):
        return True
    return line.startswith(_KNOWN) and (not line.startswith(_TIME) or _instant(line) is not None)


def _target(text: str) -> float | None:
    """In seconds; a whole number by the standard, but not in life."""
    _, found, rest = text.partition("\n" + _TARGET)
    if not found:
        return None
    target = float(rest[:40].split("\n", 1)[0])
    return target if math.isfinite(target) and target > 0 else None


def _instant(line: str) -> datetime | None:
    try:
        return datetime.fromisoformat(line.removeprefix(_TIME))
    except ValueError:
        return None


def _tail(lines: list[str]) -> list[str]:
    """The last segments of a playlist that is long, as a playlist of their own."""
    places = [place for place, line in enumerate(lines) if line.startswith(_SEGMENT)]
    if len(places) <= MANY:
        return lines
    cut = places[-KEPT - 1] + 1
    while lines[cut].startswith("#"):
        cut += 1
    cut += 1
    head, skipped = lines[:cut], len(places) - KEPT
    first = next((int(one.removeprefix(_NUMBER)) for one in head if one.startswith(_NUMBER)), 0)
    return [f"{_NUMBER}{first + skipped}", *_lasting(head), *_time(head), *lines[cut:]]


def _lasting(head: list[str]) -> list[str]:
    newest_first = head[::-1]
    found = (next((x for x in newest_first if x.startswith(tag)), None) for tag in _LASTING)
    return [line for line in found if line is not None]


def _time(head: list[str]) -> list[str]:
    """The time of the segment after these."""
    seconds = 0.0
    for line in reversed(head):
        if line.startswith(_SEGMENT):
            seconds += float(line.removeprefix(_SEGMENT).split(",", 1)[0])
        elif line.startswith(_TIME) and (instant := _instant(line)) is not None:
            return [_TIME + (instant + timedelta(seconds=seconds)).isoformat()]
    return []
