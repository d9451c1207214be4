"""Whether fragmented MP4 (ISO/IEC 14496-12, 8.8) may be given to FFmpeg.

A box of twenty bytes can claim hundreds of millions of samples, for each of which FFmpeg takes
memory and time.
"""

import struct

from relay.errors import VideoError
from relay.video.container.boxes import Box, boxes

_MOST = 100_000
"""Samples that a segment may claim: half an hour of sound."""
_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"}
_COUNTS = {b"stts": 4, b"ctts": 4, b"stsc": 4, b"stco": 4, b"co64": 4, b"stsz": 8, b"stz2": 8}
_DEEPEST = 6  # moov, trak, mdia, minf, stbl and what is in it
_TRACK = b"tkhd"
_ID, _ID_LONG = 12, 20  # where its number stands, by the version of the box
_MOST_ID = 0x7FFFFFFF
_RUN = b"trun"
_RUN_COUNT = 4  # where in these boxes the number of entries stands, behind version and flags


def check(data: bytes) -> None:
    """Raises VideoError when its boxes are damaged, when they claim more samples than a segment
    can have, or when the index, which in fragments is empty, is not."""
    if _claimed(data, 0, len(data), _DEEPEST) > _MOST:
        raise VideoError("the segment claims more samples than it can have")


def _claimed(data: bytes, start: int, end: int, depth: int) -> int:
    if not depth:
        raise VideoError("the boxes of the segment lie too deep in each other")
    total = 0
    for box in boxes(data, start, end):
        if box.kind in _INSIDE:
            total += _claimed(data, box.body, box.end, depth - 1)
        elif box.kind == _RUN:
            total += _number(data, box, _RUN_COUNT)
        elif box.kind == _TRACK:
            _check_track(data, box)
        elif box.kind in _COUNTS and _number(data, box, _COUNTS[box.kind]):
            raise VideoError("the segment is no fragment: it has an index of its own")
    return total


def _check_track(data: bytes, box: Box) -> None:
    """FFmpeg counts for seconds up to a number that it takes for a negative one."""
    is_long = data[box.body : box.body + 1] == b"\x01"
    if _number(data, box, _ID_LONG if is_long else _ID) > _MOST_ID:
        raise VideoError("the segment numbers its tracks as no one can")


def _number(data: bytes, box: Box, at: int) -> int:
    if box.end - box.body < at + 4:
        raise VideoError("a box of the segment is too short")
    found: int = struct.unpack_from(">I", data, box.body + at)[0]
    return found
