"""What a bot and the page may ask of the live stream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from relay.core.media import Caption, Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One picture of the stream."""

    jpeg: bytes
    at: datetime
    """When it was taken, by the stream's own clock (UTC)."""
    exact: bool = True
    """Whether the stream says so itself; else it is estimated from the time of arrival."""
    credit: str = ""
    look: str = ""
    """`black`, `frozen` or `slate` where it looks like it: a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A piece of the stream as an MP4 file that plays from its first byte on."""

    mp4: bytes
    at: datetime
    """When its first frame was taken, by the stream's own clock (UTC)."""
    length: timedelta
    credit: str = ""
    reencoded: bool = False
    """Whether it had to be made smaller, at the cost of its sharpness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """What is followed at this moment, in words for people."""

    title: str = ""
    """Of the stream; empty while none is followed."""
    player: str = ""
    """An HLS address for a browser to play; empty where it is signed or not for everyone."""
    lost_since: datetime | None = None
    """Since when no stream gives a picture."""
    problem: str = ""
    """Why there is none, or what is noticed of it, like a picture that stands still."""


class Footage(Protocol):
    """The last minutes of the stream, and the gallery. Whoever asks for what is not there gets
    VideoError, in words to be shown."""

    @property
    def watching(self) -> Watching:
        """What is followed."""
        ...

    def latest(self) -> Still | None:
        """The newest picture, at once; None while nothing is followed."""
        ...

    async def snapshot(self) -> Still:
        """The newest picture; a stream is begun to be followed for it where none is. Raises
        VideoError when there is none within some seconds."""
        ...

    async def clip(
        self,
        start: datetime | None,
        length: timedelta,
        most: int,
        progress: Callable[[float], None] | None = None,
    ) -> Clip:
        """That piece of the last three minutes, in the best quality within `most` bytes; a start
        of None means the newest. It may begin up to a few seconds earlier, at a picture that stands
        alone. Where it has to be encoded anew, `progress` is told the share that is done, from 0
        to 1. Raises VideoError."""
        ...

    async def file(self, name: str) -> bytes | None:
        """What a `Media` of that name holds; None when it is gone or was never there. Raises
        VideoError, here and below, when the disk does not give it."""
        ...

    async def size(self, name: str) -> int | None:
        """Bytes of that file, without reading it; None as above."""
        ...

    async def part(self, name: str, start: int, stop: int) -> bytes | None:
        """Its bytes from `start` to before `stop`, fewer at its end; None as above."""
        ...

    async def said(self, spacewalk: str, words: str, most: int) -> Sequence[Caption]:
        """The newest captions of that spacewalk that hold all of `words`, oldest first."""
        ...

    async def gallery(self, spacewalk: str) -> Sequence[Media]:
        """The spacewalk's files that are still there, oldest first."""
        ...
