"""What can be read from an MPEG transport stream without decoding it (ISO/IEC 13818-1).

Reading a segment's last key picture this way takes a fraction of what a demuxer takes, which goes
through every picture before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

PACKET = 188
_SYNC = 0x47
_BEGINS = 0x40  # payload_unit_start_indicator
_ENTRY = 0x40  # random_access_indicator, among the flags of the adaptation field
_CLOCK = 90_000  # Hz
_WRAP = 1 << 33  # of the clock, after 26.5 hours
_ROOM = PACKET - 4
_FRONT = 100 * PACKET  # where the first picture begins at the latest
_STARTS = bytes(0x40 if flags & _BEGINS else 0 for flags in range(256))
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
    return len(data) >= PACKET and data[0] == _SYNC and data[PACKET : PACKET + 1] in {b"G", b""}


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
    ticks = (last.time - first.time + _WRAP // 2) % _WRAP - _WRAP // 2
    return Picture(last.data, ticks / _CLOCK, last.whole)


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
    unit = _payload(data, at)
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
    found = [at for at in compress(range(0, len(data), PACKET), starts) if _is_video(data, at)]
    return [at for at in found if _pid(data, at) == _pid(data, found[0])]


def _wrapped(following: bytes, unit: bytes) -> bytes:
    """A PES packet in packets of the stream, counted so that `following` comes next."""
    chunks = [unit[start : start + _ROOM] for start in range(0, len(unit), _ROOM)]
    packets = []
    for index, chunk in enumerate(chunks):
        gap = _ROOM - len(chunk)
        field = bytes([gap - 1, *([0] if gap > 1 else []), *[0xFF] * (gap - 2)]) if gap else b""
        begins = _BEGINS if index == 0 else 0
        count = following[3] + index - len(chunks) & 0x0F
        control = count | (0x30 if gap else 0x10)
        head = bytes([_SYNC, following[1] & 0x1F | begins, following[2], control])
        packets.append(head + field + chunk)
    return b"".join(packets)


def _pid(data: bytes, at: int) -> int:
    return int.from_bytes(data[at + 1 : at + 3], "big") & 0x1FFF


def _payload(data: bytes, at: int) -> bytes:
    control = data[at + 3] >> 4 & 3 if len(data) >= at + PACKET else 0
    if not control & 1:
        return b""
    return data[at + (5 + data[at + 4] if control & 2 else 4) : at + PACKET]


def _is_video(data: bytes, at: int) -> bool:
    head = _payload(data, at)[:4]
    return head[:3] == b"\x00\x00\x01" and len(head) == 4 and head[3] & 0xF0 == 0xE0


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
        pid, parts, whole = data[at + 1 : at + 3][1:], [_payload(data, at)], False
        high = data[at + 1] & 0x1F
        for one in range(at + PACKET, min(len(data), at + most), PACKET):
            if data[one + 2 : one + 3] != pid or data[one + 1] & 0x1F != high:
                continue
            if data[one + 1] & _BEGINS:
                whole = True
                break
            parts.append(_payload(data, one))
        joined = b"".join(parts)
        body = 9 + joined[8] if len(joined) > 8 else len(joined)
        return cls(joined[body:], _time(joined), whole)


def _time(unit: bytes) -> int | None:
    """The presentation time of a PES packet (2.4.3.6), in ticks."""
    if len(unit) < 14 or not unit[7] & 0x80:
        return None
    b = unit[9:14]
    high, middle, low = b[0] >> 1 & 7, (b[1] << 8 | b[2]) >> 1, (b[3] << 8 | b[4]) >> 1
    return high << 30 | middle << 15 | low
