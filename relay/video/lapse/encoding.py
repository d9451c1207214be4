"""Makes a hyperlapse; a program of its own, so that the relay goes on meanwhile.

It takes an `Order` as its argument and prints JSON lines: `{"share": 0.25}` of the work done, and
at its end what `Film` holds, or `{"problem": "…"}`. The film lies in the order's `bench` then.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from relay.errors import VideoError
from relay.video.disk import in_words
from relay.video.lapse.hyperlapse import FILM, Order
from relay.video.lapse.reel import Reel
from relay.video.lapse.samples import Samples
from relay.video.lapse.shrinking import HEIGHT, WIDTH

QUALITY = "28"
"""Of x264's constant rate factor, at which 6.5 h take about 9 MiB."""
TRIES = 4
"""By bit rate, when it is too big at that quality."""
_PRESET = "veryfast"
_THREADS = 2
_LEAST_RATE = 20_000
"""Bits a second, below which nothing can be recognised."""

Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Film:
    """What was made."""

    began: str
    """ISO 8601, of its first frame."""
    frames: int
    passed_over: int
    """Pictures that could not be read."""


def film(order: Order, told: Told) -> Film:
    """Write it as `FILM` to the order's bench. Raises VideoError when there is no picture or it
    cannot be so small, OSError and av.FFmpegError when the disk or the encoder fail."""
    # x264 notes what each frame needs, so that a second pass comes out right at the first try.
    notes = {"stats": str(Path(order["bench"], "stats")), "fastfirstpass": "0"}
    first = {"crf": QUALITY, "flags": "+pass1", **notes}
    made = _shot(order, first, lambda share: told(share / 2))
    allowed = float(order["most"])
    for turn in range(2, 2 + TRIES):
        size = Path(order["bench"], FILM).stat().st_size
        if size <= order["most"]:
            return made
        if turn > 2:
            allowed *= 0.98 * order["most"] / size
        rate = _rate(allowed, made.frames, order["rate"])
        if rate < _LEAST_RATE:
            break
        again = {"b": str(rate), "flags": "+pass2", **notes}
        made = _shot(order, again, _later(told, turn))
    raise VideoError(f"{made.frames} pictures do not fit into {order['most']} bytes")


def _later(told: Told, turn: int) -> Told:
    """Nobody knows how many passes there are: each takes half of what is left."""
    return lambda share: told(1 - 0.5 ** (turn - 1) * (1 - share / 2))


def _rate(most: float, frames: int, speed: int) -> int:
    """Bits a second with which it gets no bigger; the tables of an MP4 take about 16 bytes for a
    frame."""
    bits = (most * 0.98 - 4_096 - 16 * frames) * 8
    return int(bits * speed / frames)


def _shot(order: Order, options: dict[str, str], told: Told) -> Film:
    start = order["start"]
    reel = Reel(_kept(order, told), datetime.fromisoformat(start) if start else None)
    frames = _write(Path(order["bench"], FILM), reel, order["rate"], options)
    if reel.began is None:
        raise VideoError(f"no picture of {order['spacewalk']} was kept")
    return Film(reel.began.isoformat(), frames, reel.passed_over)


def _kept(order: Order, told: Told) -> Iterator[tuple[datetime, bytes]]:
    samples = Samples(Path(order["folder"]))
    total = samples.count(order["spacewalk"])
    for seen, sample in enumerate(samples.read(order["spacewalk"])):
        told(seen / max(1, total))
        yield sample


def _write(path: Path, reel: Reel, rate: int, options: dict[str, str]) -> int:
    """How many frames it has, none of them and no file where there is no picture."""
    frames = 0
    # By its name, not as an open file: to put the index in front FFmpeg opens it once more.
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": _PRESET, **options})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = _THREADS
        stream.codec_context.color_range = ColorRange.MPEG
        # As the kept pictures have it (JFIF); nothing is converted on the way.
        stream.codec_context.colorspace = Colorspace.SMPTE170M
        stream.codec_context.color_primaries = ColorPrimaries.BT709
        stream.codec_context.color_trc = ColorTrc.BT709
        for frame in reel:
            frame.pts = frames
            frame.time_base = Fraction(1, rate)
            container.mux(stream.encode(frame))
            frames += 1
        if frames:
            container.mux(stream.encode(None))
    return frames


def main(argument: str) -> None:
    """Do what the order says; a problem that someone can mend is printed."""
    order: Order = json.loads(argument)
    os.nice(10)
    try:
        with in_words(Path(order["folder"])):
            _say(asdict(film(order, _Steps())))
    except VideoError as problem:
        _say({"problem": str(problem)})
    except av.FFmpegError as problem:
        _say({"problem": f"a hyperlapse cannot be encoded: {problem.strerror}"})


class _Steps:
    """Says each hundredth once."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, share: float) -> None:
        if int(share * 100) > self._said:
            self._said = int(share * 100)
            _say({"share": self._said / 100})


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
