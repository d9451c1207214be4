"""What can be read from an MPEG transport stream without decoding it (ISO/IEC 13818-1).

Reading a segment's last key picture this way takes a fraction of what a demuxer takes, which goes
through every picture before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

from relay.video.container.packets import (
    BEGINS,
    PACKET,
    SECOND,
    SYNC,
    after,
    is_video,
    payload,
    pid,
    time,
)

_ENTRY = 0x40  # random_access_indicator, among the flags of the adaptation field
_ROOM = PACKET - 4
_FRONT = 100 * PACKET  # where the first picture begins at the latest
_STARTS = bytes(0x40 if flags & BEGINS else 0 for flags in range(256))
_UNIT = re.compile(rb"\x00\x00\x01(.)", re.DOTALL)
_PARAMETERS = (7, 8)  # H.264, table 7-1: sequence and picture parameter sets
_PICTURE = (1, 5)  # the same: slices


@dataclass(frozen=True, slots=True)
class Picture:
    """One coded picture."""

    data: bytes
    """As H.264 byte stream (annex B), with what stands around it in its PES packet."""
    after: float
    """Seconds between the segment's first picture and this one."""
    whole: bool
    """Whether something follows in the segment: else its end may be missing."""


def is_transport(data: bytes) -> bool:
    """Whether these bytes begin like a transport stream."""
    return len(data) >= PACKET and data[0] == SYNC and data[PACKET : PACKET + 1] in {b"G", b""}


def last_key(data: bytes) -> Picture | None:
    """The last picture that stands alone; None where the stream does not mark any as such, or does
    it in a way that is not understood here."""
    found = _pictures(data)
    entry = next((at for at in reversed(found) if _is_entry(data, at)), None)
    if entry is None:
        return None
    first, last = _Unit.read(data, found[0]), _Unit.read(data, entry)
    if first.time is None or last.time is None:
        return None
    return Picture(last.data, after(last.time, first.time) / SECOND, last.whole)


def parameters(data: bytes) -> bytes:
    """The parameter sets in front of the first picture, as byte stream; empty where it has none and
    cannot be decoded without those of an earlier segment."""
    data = data[:_FRONT]
    found = _pictures(data)
    return parameter_sets(_Unit.read(data, found[0]).data) if found else b""


def with_parameters(data: bytes, sets: bytes) -> list[bytes]:
    """The same stream in pieces, with these parameter sets in front of its first picture."""
    found = _pictures(data[:_FRONT])
    if not found:
        return [data]
    at = found[0]
    unit = payload(data, at)
    # Its length is left open, as a video stream may.
    head = unit[:4] + b"\x00\x00" + unit[6 : 9 + unit[8]]
    return [data[:at], _wrapped(data[at : at + 4], head + sets), data[at:]]


def parameter_sets(picture: bytes) -> bytes:
    """The parameter sets in front of one coded picture, as byte stream."""
    sets = []
    for kind, unit in units(picture):
        if kind in _PICTURE:
            break
        if kind in _PARAMETERS:
            sets.append(b"\x00\x00\x00\x01" + unit)
    return b"".join(sets)


def units(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The NAL units of a byte stream, each with its type; a slice ends them, it is not needed."""
    starts = _UNIT.finditer(stream)
    one = next(starts, None)
    while one is not None:
        kind = one[1][0] & 0x1F
        following = next(starts, None) if kind not in _PICTURE else None
        end = following.start() if following else len(stream)
        yield kind, stream[one.start() + 3 : end].rstrip(b"\x00")
        one = following


def _pictures(data: bytes) -> list[int]:
    """Where packets lie that begin a PES packet of the first video stream."""
    if not is_transport(data):
        return []
    starts = data[1::PACKET].translate(_STARTS)
    found = [
        at for at in compress(range(0, len(data), PACKET), starts) if is_video(payload(data, at))
    ]
    return [at for at in found if pid(data, at) == pid(data, found[0])]


def _wrapped(following: bytes, unit: bytes) -> bytes:
    """A PES packet in packets of the stream, counted so that `following` comes next."""
    chunks = [unit[start : start + _ROOM] for start in range(0, len(unit), _ROOM)]
    packets = []
    for index, chunk in enumerate(chunks):
        gap = _ROOM - len(chunk)
        field = bytes([gap - 1, *([0] if gap > 1 else []), *[0xFF] * (gap - 2)]) if gap else b""
        begins = BEGINS if index == 0 else 0
        count = following[3] + index - len(chunks) & 0x0F
        control = count | (0x30 if gap else 0x10)
        head = bytes([SYNC, following[1] & 0x1F | begins, following[2], control])
        packets.append(head + field + chunk)
    return b"".join(packets)


def _is_entry(data: bytes, at: int) -> bool:
    has_field = data[at + 3] & 0x20 and data[at + 4] > 0
    return bool(has_field and data[at + 5] & _ENTRY)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One PES packet."""

    data: bytes
    time: int | None
    whole: bool

    @classmethod
    def read(cls, data: bytes, at: int, most: int = 1 << 30) -> "_Unit":
        """The one that begins there, or the part of it that lies in the next `most` bytes."""
        low, parts, whole = data[at + 2 : at + 3], [payload(data, at)], False
        high = data[at + 1] & 0x1F
        for one in range(at + PACKET, min(len(data), at + most), PACKET):
            if data[one + 2 : one + 3] != low or data[one + 1] & 0x1F != high:
                continue
            if data[one + 1] & BEGINS:
                whole = True
                break
            parts.append(payload(data, one))
        joined = b"".join(parts)
        body = 9 + joined[8] if len(joined) > 8 else len(joined)
        return cls(joined[body:], time(joined), whole)
