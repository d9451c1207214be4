"""Reads captions that come as WebVTT segments (W3C WebVTT; RFC 8216, 3.5)."""

import html
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from relay.core.media import Caption
from relay.core.text import plain
from relay.video.container.packets import SECOND
from relay.video.segment import Segment

LARGEST = 1_000_000
"""Bytes of one segment; a real one has some hundred."""
MOST = 500
"""Cues of one segment."""
LINES = 10
"""Lines of one cue."""
LONGEST = 500
"""Characters of one line that are given."""
REPEATED = timedelta(seconds=15)
"""A line that comes again within this time rolls up the screen."""
ASTRAY = timedelta(seconds=60)
"""A cue this far from its segment has a wrong time."""

Clock = Callable[[int], datetime | None]
"""When the video shows the picture of these ticks, as far as known."""

_TIME = r"((?:\d{1,5}:)?\d{1,2}:\d{2}[.,]\d{3})"
_CUE = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}")
_MAP = re.compile(r"^X-TIMESTAMP-MAP=(.{1,200})$", re.MULTILINE)
_MPEGTS = re.compile(r"MPEGTS:(\d{1,20})")
_LOCAL = re.compile(rf"LOCAL:{_TIME}")
_TAG = re.compile(r"<[^>\n]{0,200}>")


class WebVtt:
    """The text of one rendition, segment after segment."""

    def __init__(self, clock: Clock, dropped: Counter[str]) -> None:
        """`dropped` counts what cannot be read, by the reason."""
        self._clock = clock
        self._dropped = dropped
        self._recent: deque[Caption] = deque(maxlen=20)

    def take(self, segment: Segment) -> list[Caption]:
        """The lines that this segment adds, oldest first."""
        text = segment.data[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
        if not text.startswith("WEBVTT"):
            self._dropped["no WebVTT"] += 1
            return []
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        head, _, body = text.partition("\n\n")
        placed = _Placed(segment, head, self._clock)
        cues = [(placed.time(offset), lines) for offset, lines in self._cues(body)]
        cues.sort(key=lambda cue: cue[0])
        return [line for at, lines in cues for line in self._new(at, lines)]

    def _cues(self, body: str) -> Iterator[tuple[timedelta, list[str]]]:
        for count, block in enumerate(re.split(r"\n{2,}", body)):
            if count >= MOST:
                self._dropped["too many cues"] += 1
                return
            lines = block.strip("\n").split("\n", LINES + 2)
            place = next((n for n, line in enumerate(lines[:2]) if "-->" in line), None)
            if place is None:
                continue
            timed = _CUE.match(lines[place])
            if timed is None:
                self._dropped["no time of a cue"] += 1
                continue
            yield _offset(timed[1]), lines[place + 1 : place + 1 + LINES]

    def _new(self, at: datetime, lines: list[str]) -> Iterator[Caption]:
        """What was not given before: lines roll up the screen, and grow while they are typed."""
        known = [one.text for one in self._recent if at - one.at <= REPEATED]
        for line in lines:
            text = plain(html.unescape(_TAG.sub("", line[: 4 * LONGEST])), LONGEST)
            if not text or text in known:
                continue
            self._recent.append(Caption(at=at, text=text))
            grown = [one for one in known[-1:] if text.startswith(one + " ")]
            fresh = text.removeprefix(grown[0]).strip() if grown else text
            yield Caption(at=at, text=fresh)


class _Placed:
    """The times of a segment's cues."""

    def __init__(self, segment: Segment, head: str, clock: Clock) -> None:
        self._segment = segment
        self._clock = clock
        mapped = _MAP.search(head)
        ticks = _MPEGTS.search(mapped[1]) if mapped else None
        local = _LOCAL.search(mapped[1]) if mapped else None
        self._ticks = int(ticks[1]) if ticks else None
        self._local = _offset(local[1]) if local else timedelta()

    def time(self, offset: timedelta) -> datetime:
        """By the video's ticks; else counted from the segment's start; else its start."""
        start, end = self._segment.start, self._segment.end
        found = [start + offset]
        if self._ticks is not None:
            passed = round((offset - self._local).total_seconds() * SECOND)
            shown = self._clock(self._ticks + passed)
            found = [shown, *found] if shown else found
        near = (at for at in found if start - ASTRAY <= at <= end + ASTRAY)
        return next(near, start)


def _offset(words: str) -> timedelta:
    *hours, minutes, seconds = words.replace(",", ".").split(":")
    return timedelta(
        hours=int(hours[0]) if hours else 0, minutes=int(minutes), seconds=float(seconds)
    )
