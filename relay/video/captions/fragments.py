"""What stands in front of every picture of fragmented MP4 (ISO 14496-12 and -15)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from relay.video.captions.transport import Front
from relay.video.container.packets import SECOND, WRAP

_SLICES = frozenset((1, 2, 3, 4, 5))
_MOST = 100_000
"""Pictures of one segment; a real one has some hundred."""
_WHOLE = 8
"""Bytes of the head of a box."""

Span = tuple[bytes, int, int]
"""A type, and where what is in it begins and ends."""


@dataclass(frozen=True, slots=True)
class Track:
    """What the header says of the video."""

    number: int
    timescale: int
    """Ticks of a second."""
    length_size: int
    """Bytes of the number in front of every NAL unit."""
    duration: int = 0
    size: int = 0
    """Of a picture whose fragment says nothing else."""


def fronts(data: bytes, header: bytes, dropped: Counter[str]) -> Iterator[Front]:
    """Of every picture of the video, in the order of the bytes. What cannot be read is counted in
    `dropped` and passed over."""
    track = _video(header)
    if track is None:
        dropped["no H.264 in the header"] += 1
        return
    for kind, begin, end in _boxes(data, 0, len(data)):
        if kind == b"moof":
            for run in _inside(data, begin, end, b"traf"):
                yield from _Run(data, begin - _WHOLE, track, dropped).fronts(run)


def _boxes(data: bytes, begin: int, end: int) -> Iterator[Span]:
    while begin + _WHOLE <= end:
        size, head = _int(data, begin, 4), _WHOLE
        if size == 1:
            size, head = _int(data, begin + 8, 8), 16
        stop = end if size == 0 else begin + size
        if stop < begin + head:
            return
        yield data[begin + 4 : begin + 8], begin + head, min(stop, end)
        begin = stop


def _inside(data: bytes, begin: int, end: int, *path: bytes) -> list[Span]:
    found = [one for one in _boxes(data, begin, end) if one[0] == path[0]]
    if len(path) == 1:
        return found
    return [deep for _, start, stop in found for deep in _inside(data, start, stop, *path[1:])]


def _video(header: bytes) -> Track | None:
    for _, begin, end in _inside(header, 0, len(header), b"moov", b"trak"):
        media = header[begin:end]
        place = media.find(b"avcC")
        times = _inside(header, begin, end, b"mdia", b"mdhd")
        numbers = _inside(header, begin, end, b"tkhd")
        if place < 0 or len(media) < place + 9 or not times or not numbers:
            continue
        number = _versioned(header, numbers[0][1], 12, 20)
        timescale = _versioned(header, times[0][1], 12, 20)
        if timescale:
            length_size = (media[place + 8] & 3) + 1
            return _with_defaults(header, Track(number, timescale, length_size))
    return None


def _with_defaults(header: bytes, track: Track) -> Track:
    for _, at, end in _inside(header, 0, len(header), b"moov", b"mvex", b"trex"):
        if end - at >= 20 and _int(header, at + 4, 4) == track.number:
            duration, size = _int(header, at + 12, 4), _int(header, at + 16, 4)
            return Track(track.number, track.timescale, track.length_size, duration, size)
    return track


def _versioned(data: bytes, at: int, short: int, long: int) -> int:
    """A number whose place depends on the version of its box."""
    return _int(data, at + (long if data[at : at + 1] == b"\1" else short), 4)


def _int(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])


def units(data: bytes, length_size: int) -> Iterator[bytes]:
    """NAL units of a picture with their lengths in front, up to the first slice."""
    place = 0
    while place + length_size < len(data):
        size = _int(data, place, length_size)
        unit = data[place + length_size : place + length_size + size]
        if not unit or unit[0] & 0x1F in _SLICES:
            return
        yield unit
        place += length_size + size


class _Run:
    """The pictures of one fragment of a track."""

    def __init__(self, data: bytes, moof: int, track: Track, dropped: Counter[str]) -> None:
        self._data = data
        self._moof = moof
        self._track = track
        self._dropped = dropped
        self._duration, self._size = track.duration, track.size
        self._base = moof
        self._time = 0

    def fronts(self, traf: Span) -> Iterator[Front]:
        """One for each picture; none for a fragment of another track."""
        _, begin, end = traf
        boxes = list(_boxes(self._data, begin, end))
        heads = [at for kind, at, _ in boxes if kind == b"tfhd"]
        if not heads or _int(self._data, heads[0] + 4, 4) != self._track.number:
            return
        self._defaults(heads[0])
        for kind, at, _ in boxes:
            if kind == b"tfdt":
                wide = self._data[at : at + 1] == b"\1"
                self._time = _int(self._data, at + 4, 8 if wide else 4)
            elif kind == b"trun":
                yield from self._pictures(at)

    def _defaults(self, at: int) -> None:
        flags, place = _int(self._data, at + 1, 3), at + 8
        if flags & 0x01:
            self._base = _int(self._data, place, 8)
            place += 8
        place += 4 if flags & 0x02 else 0
        if flags & 0x08:
            self._duration = _int(self._data, place, 4)
            place += 4
        if flags & 0x10:
            self._size = _int(self._data, place, 4)

    def _pictures(self, at: int) -> Iterator[Front]:
        flags, count = _int(self._data, at + 1, 3), _int(self._data, at + 4, 4)
        place, offset = at + 8, self._base
        if flags & 0x01:
            offset += int.from_bytes(self._data[place : place + 4], signed=True)
            place += 4
        place += 4 if flags & 0x04 else 0
        width = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
        for _ in range(min(count, _MOST)):
            duration, size, shift = self._entry(place, flags)
            if size <= 0 or offset < 0 or offset + size > len(self._data):
                self._dropped["picture cut off"] += 1
                return
            ticks = (self._time + shift) * SECOND // self._track.timescale
            sample = self._data[offset : offset + size]
            yield Front(ticks % WRAP, list(units(sample, self._track.length_size)))
            self._time += duration
            offset += size
            place += width

    def _entry(self, place: int, flags: int) -> tuple[int, int, int]:
        """Duration, size, and how much later than decoded a picture is shown."""
        duration, size, shift = self._duration, self._size, 0
        if flags & 0x100:
            duration = _int(self._data, place, 4)
            place += 4
        if flags & 0x200:
            size = _int(self._data, place, 4)
            place += 4
        place += 4 if flags & 0x400 else 0
        if flags & 0x800:
            shift = int.from_bytes(self._data[place : place + 4], signed=True)
        return duration, size, shift
