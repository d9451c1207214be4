"""Live streams over plain values: playlists by the clock, segments that only hold their number."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from relay.clock import Clock
from relay.video.stream.fetch import NO_HEADERS, Body, Fetch, FetchFailed, Span, Web

HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:{first}\n"


class Channel:
    """One stream at `http://NAME.example/live.m3u8`; a test changes what it is like at any time.

    Segment k of it is published `length` seconds after the one before, the one of `number` at the
    beginning."""

    def __init__(
        self, name: str, begun: datetime, *, length: float = 2.0, listed: int = 4, number: int = 100
    ) -> None:
        self.name = name
        self.begun = begun
        self.length = length
        self.listed = listed
        self.number = number
        self.timed = True
        """Whether it says EXT-X-PROGRAM-DATE-TIME."""
        self.wrong = timedelta(0)
        """How far its clock is ahead."""
        self.stopped: datetime | None = None
        """When the last segment was published; the list stays."""
        self.status = 200
        """Of every answer."""
        self.ended = False
        self.breaks: set[int] = set()
        """Segments with a discontinuity before them."""
        self.tags: dict[int, str] = {}
        """Other lines before a segment."""

    @property
    def address(self) -> str:
        return f"http://{self.name}.example/live.m3u8"

    def newest(self, now: datetime) -> int:
        """The number of the last segment published."""
        until = min(now, self.stopped) if self.stopped else now
        return self.number + int((until - self.begun).total_seconds() // self.length)

    def published(self, number: int) -> datetime:
        """When that segment was published."""
        return self.begun + timedelta(seconds=(number - self.number) * self.length)

    def playlist(self, now: datetime) -> str:
        """As it is at that moment."""
        newest = self.newest(now)
        first = max(newest - self.listed + 1, 0)
        lines = [HEAD.format(target=round(self.length), first=first)]
        lines += [self._entry(number) for number in range(first, newest + 1)]
        return "".join(lines) + ("#EXT-X-ENDLIST\n" if self.ended else "")

    def _entry(self, number: int) -> str:
        begin = self.published(number) - timedelta(seconds=self.length) + self.wrong
        return (
            ("#EXT-X-DISCONTINUITY\n" if number in self.breaks else "")
            + self.tags.get(number, "")
            + (f"#EXT-X-PROGRAM-DATE-TIME:{begin.isoformat()}\n" if self.timed else "")
            + f"#EXTINF:{self.length:.3f},\n{number}.ts\n"
        )


class Broadcast(Web, Fetch):
    """The network with these channels on it."""

    def __init__(self, clock: Clock, *channels: Channel) -> None:
        self._clock = clock
        self.channels = {f"{one.name}.example": one for one in channels}
        self.asked: list[str] = []
        """Every address that was got, in order."""
        self.sent: list[Mapping[str, str]] = []
        """The headers that it was got with."""
        self.opened: list[bool] = []
        """For each opening, whether it may lead to private addresses."""
        self.instead: dict[str, list[Exception | bytes]] = {}
        """What is answered to the next requests for that address."""
        self.on_get: Callable[[str], None] = lambda _: None

    @asynccontextmanager
    async def open(self, *, private: bool) -> AsyncIterator[Fetch]:
        self.opened.append(private)
        yield self

    async def get(
        self,
        address: str,
        *,
        most: int,  # noqa: ARG002
        seconds: float,  # noqa: ARG002
        headers: Mapping[str, str] = NO_HEADERS,
        span: Span | None = None,  # noqa: ARG002
    ) -> Body:
        self.asked.append(address)
        self.sent.append(headers)
        self.on_get(address)
        if instead := self.instead.get(address):
            answer = instead.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return Body(answer, address)
        return Body(self._answer(address), address)

    def _answer(self, address: str) -> bytes:
        host, _, name = address.removeprefix("http://").partition("/")
        channel = self.channels.get(host)
        status = channel.status if channel else 404
        if channel is None or status != 200:
            raise FetchFailed(f"{host} answered {status}", status)
        name = name.partition("?")[0]
        return (channel.playlist(self._clock.now()) if name == "live.m3u8" else name).encode()

    def segments(self) -> list[str]:
        """The segments that were got."""
        return [one.rpartition("/")[2] for one in self.asked if one.endswith(".ts")]
