"""Makes a film smaller by encoding it anew: a hundred times dearer than to copy it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from relay.errors import VideoError
from relay.video.container.boxes import index_first
from relay.video.container.opening import MOST_PIXELS, Run, Tracks, opened, reason

Told = Callable[[float], None]

_PRESET = "superfast"
_MARGIN = 0.95
_TABLES = 40  # bytes that the index takes for a picture or a piece of sound
_TRIES = 3
_HEIGHTS = (1080, 720, 540, 480, 360, 240, 180)
_BITS = 0.06  # for a point of a picture, below which it falls into blocks
_FASTEST = 32  # pictures a second: of faster streams every other one is left out
_LEAST_RATE = 60_000  # bits a second, below which nothing can be recognised
_LEAST_HEARD = 0.25
"""The sound is copied as it is, as long as it takes no more than this part of the bytes."""


@dataclass(frozen=True, slots=True)
class _Plan:
    rate: int
    width: int
    height: int
    every: int
    sound: bool


def reencode(mp4: bytes, most: int, told: Told) -> bytes:
    """The same film in at most so many bytes, in fewer points where it must be; `told` hears which
    part of the work is done, from 0 to 1. Raises VideoError when it cannot be so small."""
    room = float(most)
    for turn in range(_TRIES):
        made = _made(mp4, room, partial(_tell, told, turn))
        if len(made) <= most:
            return made
        room *= _MARGIN * most / len(made)
    raise VideoError("the stream cannot be made that small")


def _tell(told: Told, turn: int, share: float) -> None:
    """Nobody knows how many passes there are, but one is mostly enough."""
    told(1 - 0.1**turn * (1 - 0.9 * share))


def _made(mp4: bytes, most: float, told: Told) -> bytes:
    target = io.BytesIO()
    try:
        with (
            Tracks(opened(Run("mp4", (mp4,)), {"max_pixels": str(MOST_PIXELS)})) as tracks,
            av.open(target, "w", format="mp4") as output,
        ):
            _Job(tracks, output, _plan(tracks, most), told).run()
    except (av.FFmpegError, ValueError) as error:
        raise VideoError(f"the stream cannot be encoded: {reason(error)}") from error
    return index_first(target.getbuffer())


def _plan(tracks: Tracks, most: float) -> _Plan:
    video = tracks.video
    seconds, frames = _seconds(tracks.video), video.frames
    fps = frames / seconds
    every = 2 if fps > _FASTEST else 1
    sound = _sound_size(tracks)
    has_sound = 0 < sound <= _LEAST_HEARD * most
    bits = (most * _MARGIN - _TABLES * seconds * (fps / every + 50)) * 8
    rate = int(bits / seconds - (sound * 8 / seconds if has_sound else 0))
    if rate < _LEAST_RATE:
        raise VideoError("the stream cannot be made that small")
    width, height = video.codec_context.width, video.codec_context.height
    tall = _height(rate, fps / every, width / height, height)
    return _Plan(rate, round(tall * width / height / 2) * 2, tall, every, has_sound)


def _seconds(stream: VideoStream | AudioStream) -> float:
    if not stream.duration or stream.time_base is None:
        raise VideoError("the stream holds nothing")
    return float(stream.duration * stream.time_base)


def _sound_size(tracks: Tracks) -> float:
    if tracks.audio is None or not tracks.audio.duration:
        return 0
    return (tracks.audio.codec_context.bit_rate or 0) / 8 * _seconds(tracks.audio)


def _height(rate: int, fps: float, ratio: float, most: int) -> int:
    fitting = [
        height
        for height in _HEIGHTS
        if height < most and rate >= _BITS * height * height * ratio * fps
    ]
    if rate >= _BITS * most * most * ratio * fps:
        return most // 2 * 2
    return max(fitting, default=min(_HEIGHTS[-1], most // 2 * 2))


class _Job:
    def __init__(self, tracks: Tracks, output: OutputContainer, plan: _Plan, told: Told) -> None:
        self._tracks = tracks
        self._output = output
        self._plan = plan
        self._told = told
        self._seconds = _seconds(tracks.video)
        self._seen = 0
        self._video = self._encoder()
        self._audio = None
        if plan.sound and tracks.audio:
            self._audio = output.add_stream_from_template(tracks.audio, opaque=True)

    def run(self) -> None:
        tracks = self._tracks
        tracks.video.thread_type = "AUTO"
        for packet in tracks.packets(sound=self._audio is not None):
            if packet.stream_index == tracks.video.index:
                self._encode(tracks.video.decode(packet))
            elif self._audio:
                packet.stream = self._audio
                self._output.mux_one(packet)
        self._encode(tracks.video.decode(None))
        self._output.mux(self._video.encode(None))

    def _encoder(self) -> VideoStream:
        plan, source = self._plan, self._tracks.video
        rate = source.average_rate or Fraction(30)
        limits = {"maxrate": str(plan.rate * 5 // 4), "bufsize": str(plan.rate)}
        options = {"preset": _PRESET, **limits}
        video = self._output.add_stream("libx264", rate=rate / plan.every, options=options)
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt = plan.width, plan.height, "yuv420p"
        video.bit_rate = plan.rate
        if source.time_base:
            video.codec_context.time_base = source.time_base
        return video

    def _encode(self, frames: list[VideoFrame]) -> None:
        for frame in frames:
            self._seen += 1
            if self._seen % self._plan.every:
                continue
            small = frame.reformat(self._plan.width, self._plan.height, "yuv420p")
            small.pict_type = 0
            self._output.mux(self._video.encode(small))
            self._told(min(1.0, frame.time / self._seconds))
