"""What stands in front of every picture of a transport stream (ISO 13818-1)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from relay.video.container.packets import BEGINS, PACKET, SYNC, is_video, payload, pid, time

FRONT = 64
"""Packets of one picture that are looked at: what precedes its first slice has room in fewer."""
_CHECKED = 5
"""Packets in a row that show where packets begin."""
_SOUGHT = 1000 * PACKET
"""Bytes in which they are looked for."""
_LOST = 100
"""Times that they are looked for again in one segment."""
_SLICES = frozenset((1, 2, 3, 4, 5))


@dataclass(frozen=True, slots=True)
class Front:
    """The NAL units before the first slice of a picture, and when the picture is shown."""

    ticks: int
    """Of 1/90000 s; at 2^33 they begin anew."""
    units: list[bytes]
    """H.264, each from its header byte on."""


def fronts(data: bytes, dropped: Counter[str]) -> Iterator[Front]:
    """Of every picture of the first video stream, in the order of the bytes. What cannot be read
    is counted in `dropped` and passed over."""
    place = _synchronized(data, 0)
    if place != 0:
        dropped["no transport packet"] += 1
    stream: int | None = None
    for _ in range(_LOST):
        if place is None:
            return
        end = _packets_end(data, place)
        for start in range(place, end, PACKET):
            if not data[start + 1] & BEGINS or stream not in (None, pid(data, start)):
                continue
            unit = payload(data, start)
            if is_video(unit) and (ticks := time(unit)) is not None:
                stream = pid(data, start)
                yield Front(ticks, units_before_slices(_front(data, start, end)))
        if end < len(data):
            dropped["no transport packet"] += 1
        place = _synchronized(data, end) if end < len(data) else None


def units_before_slices(stream: bytes) -> list[bytes]:
    """NAL units of a byte stream with start codes, up to the first slice."""
    units: list[bytes] = []
    place = stream.find(b"\0\0\1")
    while 0 <= place < len(stream) - 3 and stream[place + 3] & 0x1F not in _SLICES:
        following = stream.find(b"\0\0\1", place + 3)
        units.append(stream[place + 3 : following if following >= 0 else len(stream)])
        place = following
    return units


def _synchronized(data: bytes, place: int) -> int | None:
    """Where packets begin, at `place` or after it."""
    end = place + _SOUGHT
    while (place := data.find(SYNC, place, end)) >= 0:
        ahead = data[place : place + _CHECKED * PACKET : PACKET]
        if place + PACKET <= len(data) and ahead == bytes([SYNC]) * len(ahead):
            return place
        place += 1
    return None


def _packets_end(data: bytes, place: int) -> int:
    """Where whole packets that follow each other end."""
    heads = data[place::PACKET]
    count = min(len(heads) - len(heads.lstrip(bytes([SYNC]))), (len(data) - place) // PACKET)
    return place + count * PACKET


def _front(data: bytes, start: int, end: int) -> bytes:
    """What the picture that begins in that packet begins with, up to its first slice."""
    first = payload(data, start)
    parts = [first[9 + first[8] :]]
    for following in range(start + PACKET, min(end, start + FRONT * PACKET), PACKET):
        if _begins_slice(b"".join(parts[-2:])):
            break
        if pid(data, following) != pid(data, start):
            continue
        if data[following + 1] & BEGINS:
            break
        parts.append(payload(data, following))
    return b"".join(parts)


def _begins_slice(stream: bytes) -> bool:
    place = stream.find(b"\0\0\1")
    while 0 <= place < len(stream) - 3:
        if stream[place + 3] & 0x1F in _SLICES:
            return True
        place = stream.find(b"\0\0\1", place + 3)
    return False
