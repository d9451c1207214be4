"""Copies one run of packets into a file, with its own timestamps moved to where it belongs."""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice
from typing import TYPE_CHECKING

from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from relay.errors import VideoError
from relay.video.container.opening import Tracks

if TYPE_CHECKING:
    # Only a type checker can write it so: at run time the class takes no parameter.
    from av.packet import Packet
    from av.stream import Stream

    _Packet = Packet[Stream]

FOREVER = float("inf")
_ROUNDED = 0.02  # s by which a playlist's times may be off: less than a frame
_MOST_HELD = 20_000  # packets in front of the beginning: minutes of them
_AT_ONCE = 64  # pieces of sound: a second of it
_MOST_TAIL = 400  # packets after the last picture among which its sound is looked for


class Target:
    """The file, and where the next piece begins in it."""

    def __init__(
        self, output: OutputContainer, video: VideoStream, audio: AudioStream | None
    ) -> None:
        self.output = output
        self.video = video
        self.audio = audio
        self.begin = 0
        """Ticks of the pictures' time base."""
        self.last_video = self.last_audio = -(1 << 62)
        """Decoding times, which must grow."""

    @classmethod
    def made(cls, output: OutputContainer, tracks: Tracks) -> "Target":
        """With tracks like those, and nothing in them."""
        video = output.add_stream_from_template(tracks.video, opaque=True)
        audio = tracks.audio and output.add_stream_from_template(tracks.audio, opaque=True)
        return cls(output, video, audio)


class Piece:
    """One run, from a picture that stands alone."""

    def __init__(self, tracks: Tracks, target: Target, start: float, end: float) -> None:
        video = tracks.video
        assert video.time_base is not None
        self._tracks = tracks
        self._target = target
        self._tick = video.time_base
        self._video_index = video.index
        self._start = (start + _ROUNDED) / float(video.time_base)
        self._end = (end - _ROUNDED) / float(video.time_base)
        self._ratio = self._audio_ticks()
        self._sounds: deque[_Packet] = deque()
        self._first = self._base = self._until = 0
        self._over: int | None = None
        self._duration = 0

    @property
    def skipped(self) -> float:
        """Seconds between the run's first picture and the first one that was copied."""
        return float((self._base - self._first) * self._tick)

    @property
    def length(self) -> float:
        """Seconds of the pictures that were copied."""
        return float((self._until - self._base) * self._tick)

    def copy(self) -> None:
        """Do it. Raises VideoError when no picture stands alone."""
        packets = self._packets()
        begun = self._begin(packets)
        self._until = self._base
        for packet in chain(begun, packets):
            if not self._put(packet):
                break
        self._read_sounds(packets)
        self._put_sounds(self._until)
        self._target.begin += self._until - self._base

    def _audio_ticks(self) -> tuple[int, int]:
        audio = self._tracks.audio
        ratio = self._tick / audio.time_base if audio and audio.time_base else Fraction(1)
        return ratio.numerator, ratio.denominator

    def _packets(self) -> Iterator["_Packet"]:
        packets = self._tracks.packets(sound=True)
        return (packet for packet in packets if packet.pts is not None)

    def _begin(self, packets: Iterator["_Packet"]) -> "list[_Packet]":
        """What was read until the beginning was sure: from its picture on, and the sound around."""
        held: list[_Packet] = []
        pictures = 0
        found = is_late = False
        for packet in packets:
            if packet.stream_index == self._video_index:
                assert packet.pts is not None
                pictures += 1
                self._first = packet.pts if pictures == 1 else self._first
                is_late = packet.pts - self._first > self._start
                if packet.is_keyframe and not (found and is_late):
                    held = [one for one in held if one.stream_index != self._video_index]
                    found, self._base = True, packet.pts
            held.append(packet)
            if (found and is_late) or len(held) > _MOST_HELD:
                break
        if not found:
            raise VideoError("the stream holds no picture that stands alone")
        return held

    def _put(self, packet: "_Packet") -> bool:
        """Whether there is more to put."""
        if packet.stream_index != self._video_index:
            self._sounds.append(packet)
            return True
        pts = packet.pts
        assert pts is not None
        if pts < self._base:
            return True
        if pts - self._first >= self._end and not self._goes_on(pts):
            return False
        self._put_picture(packet, pts)
        if len(self._sounds) >= _AT_ONCE:
            self._put_sounds(pts)
        return True

    def _goes_on(self, pts: int) -> bool:
        """After the end only pictures that those in front of it are made from."""
        if self._over is None and pts > self._until:
            self._over = pts
            return True
        return self._over is not None and pts < self._over

    def _put_picture(self, packet: "_Packet", pts: int) -> None:
        target = self._target
        moved = target.begin - self._base
        dts = packet.dts if packet.dts is not None else pts
        target.last_video = max(target.last_video + 1, dts + moved)
        packet.dts = target.last_video
        packet.pts = max(pts + moved, target.last_video)
        self._duration = packet.duration or self._duration
        self._until = max(self._until, pts + self._duration)
        packet.stream = target.video
        target.output.mux_one(packet)

    def _read_sounds(self, packets: Iterator["_Packet"]) -> None:
        until = self._in_audio(self._until)
        for packet in islice(packets, _MOST_TAIL):
            if packet.stream_index == self._video_index:
                continue
            if packet.pts is None or packet.pts >= until:
                break
            self._sounds.append(packet)

    def _put_sounds(self, until: int) -> None:
        """What is heard before that picture; of a later one it is not known whether it is kept."""
        target, sounds = self._target, self._sounds
        if target.audio is None:
            return
        base, end = self._in_audio(self._base), self._in_audio(until)
        moved = self._in_audio(target.begin) - base
        while sounds and (pts := sounds[0].pts or 0) < end:
            packet = sounds.popleft()
            if pts < base or pts + moved <= target.last_audio:
                continue
            packet.pts = packet.dts = target.last_audio = pts + moved
            packet.stream = target.audio
            target.output.mux_one(packet)

    def _in_audio(self, ticks: int) -> int:
        return ticks * self._ratio[0] // self._ratio[1]
