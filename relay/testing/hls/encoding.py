"""The encoders of a recipe: H.264 by libx264 and AAC, as a live encoder sends them."""

import io
import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from relay.testing.hls.captions import Typist, with_captions
from relay.testing.hls.recipe import TICKS, Recipe
from relay.testing.hls.scene import painter

RATE = 48_000
"""Samples per second."""
SAMPLES = 1024
"""Of one AAC frame."""
PERIOD = 96
"""Samples of one oscillation: the tone is 500 Hz."""

SMALL = 640
"""Pixels of width up to which threads cost more than they bring."""
FORMATS = {"ts": "mpegts", "fmp4": "mp4"}


@dataclass(frozen=True)
class Coded:
    """One encoded frame; times in ticks since the start of the recipe."""

    data: bytes
    pts: int
    dts: int
    key: bool
    sound: bool = False


class Encoder:
    """Both encoders. Nothing is encoded before it is asked for."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._file = av.open(io.BytesIO(), "w", format=FORMATS[recipe.container])
        self.video: VideoStream = self._file.add_stream("libx264", rate=recipe.fps)
        self._set_up()
        self.audio: AudioStream | None = None
        if recipe.tone:
            self.audio = self._file.add_stream("aac", rate=RATE, layout="mono")
            self.audio.bit_rate = 64_000

    def _set_up(self) -> None:
        recipe, video = self._recipe, self.video
        video.width, video.height, video.pix_fmt = recipe.width, recipe.height, "yuv420p"
        video.bit_rate = recipe.bitrate
        video.options = {
            "preset": recipe.preset,
            "g": str(recipe.frames // recipe.gops),
            "bf": str(recipe.b_frames),
            "sc_threshold": "0",
            "coder": "cabac",
            "threads": "1" if recipe.width <= SMALL else "auto",
            "maxrate": str(recipe.bitrate * 5 // 4),
            "bufsize": str(recipe.bitrate * 2),
        }

    def pictures(self) -> Iterator[Coded]:
        """In the order of decoding."""
        typist = Typist(self._recipe)
        tick = TICKS // self._recipe.fps
        for packet in self._packets():
            data = with_captions(bytes(packet), typist.sent(_int(packet.pts)))
            yield Coded(data, _int(packet.pts) * tick, _int(packet.dts) * tick, packet.is_keyframe)

    def _packets(self) -> "Iterator[av.Packet[VideoStream]]":
        draw = painter(self._recipe)
        number, total = 0, self._recipe.count * self._recipe.frames
        while not total or number < total:
            frame = draw(number).frame()
            frame.pts, frame.time_base = number, Fraction(1, self._recipe.fps)
            yield from self.video.encode(frame)
            number += 1
        yield from self.video.encode(None)

    def sounds(self) -> Iterator[Coded]:
        """Without an end: whoever needs no more stops asking. None where there is no sound."""
        if self.audio is None:
            return
        wave = array("f", (math.sin(i * math.tau / PERIOD) / 10 for i in range(PERIOD + SAMPLES)))
        number = 0
        while True:
            start = number * SAMPLES
            frame = av.AudioFrame("fltp", "mono", SAMPLES)
            frame.planes[0].update(wave[start % PERIOD : start % PERIOD + SAMPLES].tobytes())
            frame.pts, frame.sample_rate, frame.time_base = start, RATE, Fraction(1, RATE)
            number += 1
            for packet in self.audio.encode(frame):
                ticks = _int(packet.pts) * TICKS // RATE
                yield Coded(bytes(packet), ticks, ticks, key=True, sound=True)


def _int(value: int | None) -> int:
    assert value is not None, "an encoder stamps every frame"
    return value
