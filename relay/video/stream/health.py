"""What is followed next, and what is told of it: by facts of the transport alone. A picture that is
black or stands still is a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from relay.core.spacewalk import Stream

STEADY = timedelta(seconds=30)
"""A stream that gave something for so long has shown that it works."""
SHORTEST, LONGEST = 5.0, 60.0
"""Seconds between two rounds through all streams, none of which gives anything."""
BETTER_FIRST, BETTER_LONGEST = 60.0, 600.0
"""Seconds between two looks at a better stream while a worse one is followed."""
HELD_LIVE = timedelta(seconds=5)
HELD_LOST = timedelta(seconds=30)
"""What has held so long is told; less is a flap."""
QUIET = timedelta(minutes=2)
"""The same is not told again before so long."""

Kind = Literal["live", "lost", "changed"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stream that may be followed."""

    stream: Stream
    trusted: bool = False
    """Whether the operator configured it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is told."""

    kind: Kind
    stream: Stream
    """The one that gives the picture, or gave it last."""
    why: str = ""
    since: datetime | None = None
    """When it was lost, or began to give without a break."""


class Course:
    """Which stream of the list is next, when one has failed: the same once more, then the one
    below, and from the bottom to the top again, after a while."""

    def __init__(self) -> None:
        self._url: str | None = None
        self._tried_again = False
        self._rounds = 0

    def first(self, urls: Sequence[str]) -> str | None:
        """The one to try now; None when there is none at all."""
        if self._url not in urls:
            self._url, self._tried_again = (urls[0] if urls else None), False
        return self._url

    def take(self, url: str) -> None:
        """That one is followed from now on."""
        self._url, self._tried_again = url, False

    def gave(self, lasted: timedelta) -> None:
        """The one that is followed gives something, since so long."""
        self._rounds = 0
        if lasted >= STEADY:
            self._tried_again = False

    def failed(self, urls: Sequence[str], *, resolved: bool) -> float:
        """Seconds to wait before the next try, of the one that `first` then says. `resolved` tells
        that it was found, and failed while it was followed."""
        if resolved and not self._tried_again and self._url in urls:
            self._tried_again = True
            return 0.0
        self._tried_again = False
        place = urls.index(self._url) + 1 if self._url in urls else len(urls)
        if place < len(urls):
            self._url = urls[place]
            return 0.0
        self._url = None
        self._rounds = min(self._rounds + 1, 10)
        return min(LONGEST, SHORTEST * 2.0 ** (self._rounds - 1))


class Better:
    """When to look at the streams again that are better than the one that is followed."""

    def __init__(self) -> None:
        self._next: dict[str, tuple[datetime, float]] = {}

    def failed(self, url: str, now: datetime) -> None:
        """It gave nothing: it is looked at again later and later."""
        wait = self._next[url][1] * 2 if url in self._next else BETTER_FIRST
        wait = min(wait, BETTER_LONGEST)
        self._next[url] = now + timedelta(seconds=wait), wait

    def gave(self, url: str, lasted: timedelta) -> None:
        """It is followed, and gives something since so long."""
        if lasted >= STEADY:
            self._next.pop(url, None)

    def due(self, urls: Sequence[str], now: datetime) -> str | None:
        """The first of them whose time has come; one that was never tried comes at once."""
        return next((url for url in urls if self._next.get(url, (now,))[0] <= now), None)


class News:
    """What is worth telling, and when."""

    def __init__(self) -> None:
        self._stream: Stream | None = None
        """That gave the newest segment."""
        self._since = self._newest = datetime.min.replace(tzinfo=UTC)
        """When that began to give without a break, and when it gave last."""
        self._told: Stream | None = None
        """That is told to be live; None while the picture is told to be lost, or never was."""
        self._last: dict[Kind, datetime] = {}
        self.why = ""
        """What is known of why nothing comes."""

    def begin(self, now: datetime) -> None:
        """Nothing is known of what was before."""
        self._stream = self._told = None
        self._since = self._newest = now
        self.why = ""

    def came(self, stream: Stream, now: datetime) -> None:
        """A segment of it came."""
        broken = now - self._newest >= HELD_LOST
        if self._stream is None or stream.url != self._stream.url or broken:
            self._since = now
        self._stream, self._newest = stream, now
        if self._told is not None and self._told.url == stream.url:
            self.why = ""

    def lost_since(self, now: datetime) -> datetime | None:
        """Since when no stream gives anything, if that is longer than a flap."""
        return self._newest if now - self._newest >= HELD_LOST else None

    def due(self, now: datetime) -> Change | None:
        """What is to be told now. Nobody hears of a stream that was never there."""
        if self._stream is None:
            return None
        if now - self._newest >= HELD_LOST:
            if self._told is None or not self._may("lost", now):
                return None
            self._told = None
            return self._say("lost", now, self.why)
        if self._told is not None and self._told.url == self._stream.url:
            return None
        kind: Kind = "live" if self._told is None else "changed"
        held = self._newest > self._since and now - self._since >= HELD_LIVE
        if not held or not self._may(kind, now):
            return None
        why = self.why if kind == "changed" else ""
        self._told = self._stream
        return self._say(kind, now, why)

    def _may(self, kind: Kind, now: datetime) -> bool:
        return kind not in self._last or now - self._last[kind] >= QUIET

    def _say(self, kind: Kind, now: datetime, why: str) -> Change:
        assert self._stream is not None
        self._last[kind] = now
        return Change(kind, self._stream, why, self._newest if kind == "lost" else self._since)
