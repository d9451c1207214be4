"""The boxes of an MP4 file (ISO/IEC 14496-12).

FFmpeg's own way to put the index in front, `movflags=faststart`, opens the file a second time by
its name: bytes in memory have none.
"""

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from relay.errors import VideoError

_HEAD = 8
_LONG_HEAD = 16
_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_OFFSETS = {b"stco": "I", b"co64": "Q"}
_COUNTED = 8  # version, flags and number of entries in front of a table


@dataclass(frozen=True, slots=True)
class Box:
    """One box: where it lies, head included."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(data: bytes | bytearray | memoryview, start: int, end: int) -> Iterator[Box]:
    """The boxes side by side in that part. Raises VideoError where one ends outside it."""
    while start < end:
        if end - start < _HEAD:
            raise VideoError("the MP4 file ends in the middle of a box")
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + _HEAD
        if size == 1 and end - start >= _LONG_HEAD:
            size, body = struct.unpack_from(">Q", data, body)[0], start + _LONG_HEAD
        stop = end if size == 0 else start + size
        if stop < body or stop > end:
            raise VideoError("a box of the MP4 file ends outside it")
        yield Box(kind, start, body, stop)
        start = stop


def index_first(mp4: memoryview) -> bytes:
    """The same file with its index (`moov`) in front of what it is about, so that it plays from its
    first byte on. Raises VideoError when it has no index."""
    found = list(boxes(mp4, 0, len(mp4)))
    index = next((box for box in found if box.kind == b"moov"), None)
    first = next((box for box in found if box.kind == b"mdat"), None)
    if index is None or first is None:
        raise VideoError("the MP4 file has no index")
    if index.start < first.start:
        return bytes(mp4)
    moved = bytearray(mp4[index.start : index.end])
    _shift(moved, 0, len(moved), len(moved))
    media, rest = mp4[first.start : index.start], mp4[index.end :]
    return b"".join((mp4[: first.start], moved, media, rest))


def _shift(index: bytearray, start: int, end: int, by: int) -> None:
    for box in boxes(index, start, end):
        if box.kind in _INSIDE:
            _shift(index, box.body, box.end, by)
        elif box.kind in _OFFSETS:
            _shift_table(index, box, by)


def _shift_table(index: bytearray, box: Box, by: int) -> None:
    table = array(_OFFSETS[box.kind], bytes(index[box.body + _COUNTED : box.end]))
    if sys.byteorder == "little":
        table.byteswap()
    try:
        moved = array(table.typecode, [offset + by for offset in table])
    except OverflowError as error:
        raise VideoError("the MP4 file is too large for its index") from error
    if sys.byteorder == "little":
        moved.byteswap()
    index[box.body + _COUNTED : box.end] = moved.tobytes()
