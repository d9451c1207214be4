"""What an origin has on air at this moment, with what is wrong with it."""

from datetime import datetime, timedelta

from relay.clock import Clock
from relay.testing.hls.ladder import Programme
from relay.testing.hls.playlists import SUFFIX, Entry, Page
from relay.video.segment import Rung

WINDOW = 8
"""Segments that a playlist lists."""


class Air:
    """Everything lies open: a test sets what is wrong."""

    def __init__(
        self, programme: Programme, clock: Clock, *, live: bool, delay: float, published: int
    ) -> None:
        self.programme = programme
        self.gaps: set[int] = set()
        """Segments that are listed with EXT-X-GAP, and not there."""
        self.lost: set[int] = set()
        """Segments that never came out; those after them are numbered as if nothing were."""
        self.ended = False
        """Whether EXT-X-ENDLIST stands at the end."""
        self.off: timedelta | None = timedelta(0)
        """How wrong EXT-X-PROGRAM-DATE-TIME is; None leaves it out."""
        self.sealed = ""
        """A METHOD of EXT-X-KEY, like `AES-128`: the segments cannot be read, key or not."""
        self.window = WINDOW
        self._clock, self._live, self._delay = clock, live, delay
        self._published, self._stalled = published, False
        ago = programme.slot(published).start + (delay if live else 0)
        self.begin = clock.now() - timedelta(seconds=ago)
        """When the stream's first frame was taken."""

    @property
    def count(self) -> int:
        """How many segments have been published since the begin."""
        if self._live and not self._stalled:
            passed = (self._clock.now() - self.begin).total_seconds() - self._delay
            self._published = max(self.programme.passed(passed), self._published)
        return self._published

    def publish(self, count: int) -> None:
        """Put so many more segments out, all at once."""
        self._published = self.count + count

    def stall(self) -> None:
        """From now on nothing comes out by the clock."""
        self._published = self.count
        self._stalled = True

    def resume(self) -> None:
        """The stall is over: what should have come out meanwhile is there at once."""
        self._stalled = False

    def is_there(self, index: int) -> bool:
        """Whether a segment can be had: those that have left the list stay for a while."""
        out = max(self.count - 2 * self.window, 0) <= index < self.count
        return out and index not in self.gaps | self.lost

    def instant(self, index: int) -> datetime:
        """When the first frame of a segment was taken, in truth."""
        return self.begin + timedelta(seconds=self.programme.slot(index).start)

    def page(self, rung: Rung, query: str = "") -> Page:
        """What the playlist of a rung says now."""
        first = max(self.count - self.window, 0)
        shown = [index for index in range(first, self.count) if index not in self.lost]
        recipe = self.programme.ladder.parts[0]
        is_text = rung is Rung.TEXT
        return Page(
            rung=rung,
            entries=[self._entry(index) for index in shown],
            seams=sum(self.programme.slot(index).fresh for index in range(first)),
            target=max(one.seconds for one in self.programme.ladder.parts),
            begin=None if self.off is None else self.begin + self.off,
            suffix="vtt" if is_text else SUFFIX[recipe.container],
            headers=recipe.container == "fmp4" and not is_text,
            ended=self.ended,
            key=f'METHOD={self.sealed},URI="key{query}"' if self.sealed else "",
            query=query,
        )

    def _entry(self, index: int) -> Entry:
        slot = self.programme.slot(index)
        number = self.programme.ladder.parts[0].first_number + index
        before = sum(lost < index for lost in self.lost)
        return Entry(slot=slot, number=number - before, gap=index in self.gaps)
