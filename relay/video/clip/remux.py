"""Segments into one MP4 file that plays from its first byte on; nothing is encoded anew."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import av
from av.container import OutputContainer

from relay.errors import VideoError
from relay.video.clip.piece import FOREVER, Piece, Target
from relay.video.container.boxes import index_first
from relay.video.container.opening import Run, Tracks, opened, reason

_BUFFER = 1 << 20
# Opening would decode pictures; with less the sound's parameters are missed, which come after the
# first picture.
_OPTIONS: tuple[dict[str, str], ...] = (
    {"skip_frame": "all", "probesize": "1500000", "analyzeduration": "1000000"},
    {},
)


@dataclass(frozen=True, slots=True)
class Movie:
    """What was made."""

    mp4: bytes
    skipped: float
    """Seconds that it begins after the first picture of the segments."""
    length: float
    """Seconds of its pictures."""


def remux(runs: Sequence[Run], start: float = 0.0, end: float = FOREVER) -> Movie:
    """One file of runs that are encoded alike, one after the other, each from its first picture
    that stands alone. It begins with the last such picture that is not later than `start`, in
    seconds after the first one of the first run, and ends at `end`, counted so in the last run.
    Raises VideoError."""
    target = io.BytesIO()
    pieces: list[Piece] = []
    try:
        with av.open(target, "w", format="mp4", buffer_size=_BUFFER) as output:
            _write(output, runs, (start, end), pieces)
    except (av.FFmpegError, ValueError) as error:
        raise VideoError(f"the stream cannot be cut: {reason(error)}") from error
    length = sum(piece.length for piece in pieces)
    if not length:
        raise VideoError("the stream holds no picture of that time")
    return Movie(index_first(target.getbuffer()), pieces[0].skipped, length)


def alike(runs: Sequence[Run]) -> list[int]:
    """Numbers the kinds of runs: those with the same number can stand in one file. Raises
    VideoError."""
    found: list[tuple[object, ...]] = []
    numbers = []
    for run in runs:
        with _tracks(run) as tracks:
            kind = tracks.parameters
        if kind not in found:
            found.append(kind)
        numbers.append(found.index(kind))
    return numbers


def _write(
    output: OutputContainer,
    runs: Sequence[Run],
    window: tuple[float, float],
    pieces: list[Piece],
) -> None:
    target: Target | None = None
    for index, run in enumerate(runs):
        with _tracks(run) as tracks:
            target = target or Target.made(output, tracks)
            start = window[0] if index == 0 else 0.0
            end = window[1] if index == len(runs) - 1 else FOREVER
            piece = Piece(tracks, target, start, end)
            piece.copy()
            pieces.append(piece)


def _tracks(run: Run) -> Tracks:
    for options in _OPTIONS:
        tracks = Tracks(opened(run, options))
        if tracks.is_complete:
            return tracks
        tracks.close()
    raise VideoError("the stream holds no pictures that can be read")
