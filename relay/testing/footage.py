"""A live stream over plain values, for the tests of those who show it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache

from relay.core.media import Caption, Media
from relay.errors import VideoError
from relay.plugins import Clip, Footage, Still, Watching


class FakeFootage(Footage):
    """Everything lies open: a test sets what is there, and looks at what was asked for."""

    def __init__(self) -> None:
        self.still: Still | None = None
        self.made: Clip | None = None
        self.files: dict[str, bytes] = {}
        self.captions: list[Caption] = []
        self.media: list[Media] = []
        self.now = Watching()
        self.problem = "no stream is followed here"
        """What VideoError says where something is missing."""
        self.shares: tuple[float, ...] = ()
        """What `progress` is told."""
        self.asked: list[tuple[datetime | None, timedelta, int]] = []
        """Start, length and limit of the clips."""
        self.parts: list[tuple[int, int]] = []
        """Start and stop of the parts of files."""

    @property
    def watching(self) -> Watching:
        return self.now

    def latest(self) -> Still | None:
        return self.still

    async def snapshot(self) -> Still:
        if self.still is None:
            raise VideoError(self.problem)
        return self.still

    async def clip(
        self,
        start: datetime | None,
        length: timedelta,
        most: int,
        progress: Callable[[float], None] | None = None,
    ) -> Clip:
        self.asked.append((start, length, most))
        if progress:
            for share in self.shares:
                progress(share)
        if self.made is None:
            raise VideoError(self.problem)
        return self.made

    async def file(self, name: str) -> bytes | None:
        return self.files.get(name)

    async def size(self, name: str) -> int | None:
        return len(self.files[name]) if name in self.files else None

    async def part(self, name: str, start: int, stop: int) -> bytes | None:
        self.parts.append((start, stop))
        return self.files[name][start:stop] if name in self.files else None

    async def said(self, spacewalk: str, words: str, most: int) -> Sequence[Caption]:  # noqa: ARG002
        wanted = words.casefold().split()
        found = [one for one in self.captions if all(w in one.text.casefold() for w in wanted)]
        return found[-most:]

    async def gallery(self, spacewalk: str) -> Sequence[Media]:
        return [one for one in self.media if one.name.startswith(spacewalk)]


@cache
def jpeg(shade: int = 128) -> bytes:
    """160x90 pixels of that shade of grey, 0 to 255, as a picture that browsers show."""
    import av  # noqa: PLC0415 - most tests need no picture

    frame = av.VideoFrame(160, 90, "gray")
    frame.planes[0].update(bytes([shade]) * frame.planes[0].buffer_size)
    codec = av.CodecContext.create("mjpeg", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt = 160, 90, "yuvj420p"
    codec.time_base = Fraction(1, 25)
    packets = [*codec.encode(frame.reformat(format="yuvj420p")), *codec.encode(None)]
    return b"".join(bytes(packet) for packet in packets)
