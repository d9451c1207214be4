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
