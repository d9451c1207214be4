"""Encoded frames into segments: MPEG-TS, or fragmented MP4."""

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from relay.testing.hls import mp4, ts
from relay.testing.hls.encoding import RATE, Coded, Encoder
from relay.testing.hls.recipe import TICKS, Recipe

OPTIONS = {
    "ts": {"mpegts_copyts": "1", "max_delay": "200000"},
    "fmp4": {
        "movflags": "empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer",
        "video_track_timescale": str(TICKS),
        "avoid_negative_ts": "disabled",
    },
}
FORMATS = {"ts": "mpegts", "fmp4": "mp4"}


_Stream = TypeVar("_Stream", VideoStream, AudioStream)


class Wrapper:
    """Wraps one segment after the other, as parts of one stream."""

    def __init__(self, recipe: Recipe, encoder: Encoder) -> None:
        self._recipe = recipe
        self._encoder = encoder
        self._counters = ts.Counters()
        self._number = 0

    def wrap(self, frames: Sequence[Coded]) -> tuple[bytes, bytes]:
        """The header, which a transport stream has not, and the segment."""
        whole = self._muxed(frames)
        self._number += 1
        if self._recipe.container == "ts":
            return b"", self._counters.renumbered(whole)
        header, fragments = mp4.split(whole)
        starts = {1: self._recipe.start_pts + next(f.dts for f in frames if not f.sound)}
        if sounds := [f for f in frames if f.sound]:
            starts[2] = (self._recipe.start_pts + sounds[0].dts) * RATE // TICKS
        return header, mp4.restamped(fragments, self._number, starts)

    def _muxed(self, frames: Sequence[Coded]) -> bytes:
        kind, file = self._recipe.container, io.BytesIO()
        with av.open(file, "w", format=FORMATS[kind], options=OPTIONS[kind]) as out:
            video = _like(out, self._encoder.video)
            audio = self._encoder.audio and _like(out, self._encoder.audio)
            for frame in sorted(frames, key=lambda frame: frame.dts):
                packet = av.Packet(frame.data)
                packet.pts = frame.pts + self._recipe.start_pts
                packet.dts = frame.dts + self._recipe.start_pts
                packet.time_base = Fraction(1, TICKS)
                packet.is_keyframe = frame.key
                packet.stream = audio if frame.sound and audio else video
                out.mux(packet)
        return file.getvalue()


def _like(out: OutputContainer, template: _Stream) -> _Stream:
    stream = out.add_stream_from_template(template)
    # The template was opened before its encoder knew what stands here.
    stream.codec_context.extradata = template.codec_context.extradata
    return stream
