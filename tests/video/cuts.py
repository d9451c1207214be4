"""Segments as a follower keeps them, and clips taken apart again."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import av

from relay.testing.hls.making import Recipe, made
from relay.testing.hls.timemark import read_time
from relay.video.container.boxes import boxes
from relay.video.segment import Ring, Segment

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
FRAME = 0.2
TWO = Recipe(count=5, fps=5)
"""Ten seconds in five segments, five pictures a second."""
SIX = Recipe(count=2, seconds=6.0, gops=3, fps=5)
"""Twelve seconds in two segments of three groups of pictures."""


def segments(recipe: Recipe = TWO, run: int = 0, start: datetime = NOON) -> list[Segment]:
    return [
        Segment(
            run=run,
            number=one.index,
            start=start + timedelta(seconds=place * one.seconds),
            duration=one.seconds,
            data=one.data,
            header=one.header,
        )
        for place, one in enumerate(made(recipe))
    ]


def ring(*several: Iterable[Segment]) -> Ring:
    filled = Ring(seconds=180, size=2**30)
    for some in several:
        for one in some:
            filled.add(one)
    return filled


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def every(first: float, last: float) -> list[int]:
    """The times of all pictures between these seconds, the last one not included."""
    return list(range(round(first * 1000), round(last * 1000), round(FRAME * 1000)))


def without_parameters(segment: Segment) -> Segment:
    """As some encoders send it: only the stream's first picture says how to read the others. What
    says it here becomes filler data (H.264, table 7-1)."""
    data = segment.data
    for kind in (b"\x67", b"\x68"):
        data = data.replace(b"\x00\x00\x01" + kind, b"\x00\x00\x01\x0c")
    assert data != segment.data
    return replace(segment, data=data)


def without_marks(segment: Segment) -> Segment:
    """As some packagers send it: no packet says that a picture in it stands alone."""
    data = bytearray(segment.data)
    for at in range(0, len(data), 188):
        if data[at + 3] & 0x20 and data[at + 4]:
            data[at + 5] &= ~0x40
    return replace(segment, data=bytes(data))


def without_decoding_times(segment: Segment) -> Segment:
    """As some encoders send it: a picture says only when it is shown (ISO/IEC 13818-1, 2.4.3.6)."""
    data = bytearray(segment.data)
    for at in _pictures(segment.data):
        unit = data.index(b"\x00\x00\x01", at)
        data[unit + 7] &= ~0x40
        data[unit + 9] &= 0x2F
        data[unit + 14 : unit + 19] = b"\xff" * 5
    assert data != segment.data
    return replace(segment, data=bytes(data))


def with_large_picture(segment: Segment, size: int) -> Segment:
    """With so many bytes more in its first picture, which mean nothing (H.264, 7.4.1: type 12)."""
    data, end = segment.data, _pictures(segment.data)[1]
    last = max(at for at in range(0, end, 188) if data[at + 1 : at + 3] == b"\x01\x00")
    count = size // 188 // 16 * 16
    unit = b"\x00\x00\x01\x0c" + b"\xff" * (count * 184 - 5) + b"\x80"
    more = b"".join(
        bytes([0x47, 0x01, 0x00, 0x10 | data[last + 3] + 1 + place & 15])
        + unit[place * 184 : (place + 1) * 184]
        for place in range(count)
    )
    return replace(segment, data=data[: last + 188] + more + data[last + 188 :])


def _pictures(data: bytes) -> list[int]:
    """Where packets lie that begin a picture."""
    starts = range(0, len(data), 188)
    return [at for at in starts if data[at + 1 : at + 3] == b"\x41\x00"]


def shown(mp4: bytes) -> list[int]:
    """The times, in milliseconds, that its pictures carry; it must decode without a fault."""
    with av.open(io.BytesIO(mp4), "r", options={"err_detect": "explode"}) as container:
        frames = []
        for frame in container.decode(video=0):
            assert not frame.is_corrupt
            frames.append(read_time(frame))
        return frames


def spans(mp4: bytes) -> dict[str, tuple[float, float]]:
    """Of each track where it begins and how long it is, in seconds; and of the whole file."""
    with av.open(io.BytesIO(mp4), "r") as container:
        assert container.duration is not None
        found = {"file": (container.start_time / 1e6, container.duration / 1e6)}
        for stream in container.streams:
            assert stream.duration is not None
            assert stream.time_base is not None
            assert stream.start_time is not None
            times = stream.start_time * stream.time_base, stream.duration * stream.time_base
            found[stream.type] = float(times[0]), float(times[1])
        return found


def kinds(mp4: bytes) -> list[bytes]:
    return [box.kind for box in boxes(mp4, 0, len(mp4))]
