"""Opens bytes that come from outside: never by guessing what they might be.

Left to guess, FFmpeg also takes playlists that name other files and addresses.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from relay.errors import VideoError
from relay.video.container.fragments import check
from relay.video.container.joined import Joined
from relay.video.container.transport import is_transport
from relay.video.segment import Segment

if TYPE_CHECKING:
    # Only a type checker can write it so: at run time the class takes no parameter.
    from av.packet import Packet
    from av.stream import Stream

_BOXES = {b"ftyp", b"styp", b"moof", b"sidx", b"emsg", b"prft"}
_BUFFER = 1 << 20

MOST_PIXELS = 4096 * 2304
"""Of a picture: what claims to be larger is not decoded."""


@dataclass(frozen=True, slots=True)
class Run:
    """Segments without a seam, as the bytes of one file."""

    kind: str
    """FFmpeg's name of the container."""
    parts: tuple[bytes, ...]


def form(segment: Segment) -> str:
    """FFmpeg's name of the container. Raises VideoError when it is neither of the two, or MP4 that
    is cut off or claims what cannot be."""
    if is_transport(segment.data) and not segment.header:
        return "mpegts"
    if segment.data[4:8] in _BOXES:
        check(segment.header)
        check(segment.data)
        return "mp4"
    what = "is empty" if not segment.data else "is neither MPEG-TS nor MP4"
    raise VideoError(f"segment {segment.number} {what}")


def opened(run: Run, options: Mapping[str, str]) -> InputContainer:
    """The container that these bytes hold; to be closed. Raises VideoError."""
    file = Joined(run.parts)
    try:
        return av.open(
            file,
            "r",
            format=run.kind,
            options=dict(options),
            metadata_errors="replace",
            buffer_size=_BUFFER,
        )
    except (av.FFmpegError, ValueError) as error:
        raise VideoError(f"the stream cannot be read: {reason(error)}") from error


def reason(error: Exception) -> str:
    """What FFmpeg says, without names of files."""
    return (getattr(error, "strerror", None) or type(error).__name__).rstrip(".")


def _codec(stream: VideoStream | AudioStream) -> str:
    # A stream of a kind that FFmpeg does not know has no context, whatever its type says.
    return getattr(stream.codec_context, "name", "")


class Tracks:
    """The pictures and the sound of an open container, which is closed with it."""

    def __init__(self, container: InputContainer) -> None:
        self.container = container
        pictures = [one for one in container.streams.video if _codec(one) == "h264"]
        sounds = [one for one in container.streams.audio if _codec(one) == "aac"]
        self._video = next(iter(pictures), None)
        self.audio: AudioStream | None = next(iter(sounds), None)
        """AAC; None where there is no sound that every player takes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the container."""
        self.container.close()

    @property
    def video(self) -> VideoStream:
        """H.264. Raises VideoError when there is none."""
        if self._video is None:
            raise VideoError("the stream holds no pictures in H.264")
        return self._video

    def packets(self, *, sound: bool) -> "Iterator[Packet[Stream]]":
        """What is coded, in the order of the file; none of it is empty. Raises av.FFmpegError."""
        audio = self.audio if sound else None
        streams = [self.video, audio] if audio else [self.video]
        # PyAV stumbles at the end over a stream that began on the way; nothing is missed by it.
        with suppress(IndexError):
            for packet in self.container.demux(streams):
                if packet.size:
                    yield packet

    @property
    def is_complete(self) -> bool:
        """Whether opening found out enough to write all of it into another file."""
        sound = self.audio is None or self.audio.codec_context.sample_rate > 0
        return sound and self.video.codec_context.width > 0

    @property
    def parameters(self) -> tuple[object, ...]:
        """What must be the same for two to stand in one file."""
        video = self.video.codec_context
        found: tuple[object, ...] = (video.width, video.height, video.extradata)
        found += (self.video.time_base,)
        if self.audio is None:
            return found
        audio = self.audio.codec_context
        return (*found, audio.sample_rate, audio.channels, audio.extradata, self.audio.time_base)
