"""The captions of a stream, segment after segment, whatever form they come in."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from relay.core.media import Caption
from relay.video.captions import fragments, transport
from relay.video.captions.cea608 import Cea608
from relay.video.captions.sei import pairs
from relay.video.captions.transport import Front
from relay.video.captions.webvtt import WebVtt
from relay.video.container.packets import SECOND, after
from relay.video.segment import Rung, Segment

SILENT = timedelta(seconds=30)
"""When the rendition that speaks says nothing for so long, another may."""
MOST = 60
"""Lines of one segment."""


class Captions:
    """Reads what is said. Several renditions of a stream say the same: one of them is given.

    Segments of each rendition are to be given in their order. Nothing is raised for bad bytes:
    what cannot be read is counted in `dropped`, by the reason.
    """

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self._anchor: tuple[int, datetime] | None = None
        self._videos: dict[Rung, _Video] = {}
        self._text = WebVtt(self._shown, self.dropped)
        self._speaking: Rung | None = None
        self._heard: datetime | None = None

    def take(self, rung: Rung, segment: Segment) -> list[Caption]:
        """The lines that are over with this segment, oldest first."""
        if rung is Rung.TEXT:
            lines = self._text.take(segment)
        else:
            video = self._videos.setdefault(rung, _Video(self.dropped))
            lines = video.take(segment)
            self._anchor = video.anchor or self._anchor
        if len(lines) > MOST:
            self.dropped["too many lines"] += len(lines) - MOST
        return lines[:MOST] if lines and self._may_speak(rung, segment.end) else []

    def _may_speak(self, rung: Rung, now: datetime) -> bool:
        silent = self._heard is None or abs(now - self._heard) > SILENT
        if rung is not self._speaking and not silent:
            return False
        self._speaking, self._heard = rung, now
        return True

    def _shown(self, ticks: int) -> datetime | None:
        if self._anchor is None:
            return None
        origin, at = self._anchor
        return at + timedelta(seconds=after(ticks, origin) / SECOND)


class _Video:
    """One rendition with captions inside the pictures."""

    def __init__(self, dropped: Counter[str]) -> None:
        self._dropped = dropped
        self._decoder = Cea608(dropped)
        self._run: int | None = None
        self.anchor: tuple[int, datetime] | None = None
        """Ticks of a picture, and when it was taken."""

    def take(self, segment: Segment) -> list[Caption]:
        """The lines that are over with it."""
        lines = self._begin(segment)
        fronts = list(self._fronts(segment))
        if not fronts:
            return lines + self._decoder.pause(segment.end)
        origin = fronts[0].ticks
        fronts.sort(key=lambda front: after(front.ticks, origin))
        self.anchor = fronts[0].ticks, segment.start
        latest = segment.start
        for front in fronts:
            passed = after(front.ticks, fronts[0].ticks) / SECOND
            latest = segment.start + timedelta(seconds=min(passed, segment.duration))
            said = [pair for unit in front.units for pair in pairs(unit)]
            lines += self._decoder.feed(said, latest)
        return lines + self._decoder.pause(max(latest, segment.end))

    def _begin(self, segment: Segment) -> list[Caption]:
        """What another run left unfinished."""
        if segment.run == self._run:
            return []
        self._run = segment.run
        unfinished = self._decoder.stop()
        self._decoder = Cea608(self._dropped)
        return unfinished

    def _fronts(self, segment: Segment) -> Iterator[Front]:
        if segment.header:
            return fragments.fronts(segment.data, segment.header, self._dropped)
        return transport.fronts(segment.data, self._dropped)
