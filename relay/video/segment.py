"""A piece of the live stream, and the last minutes of it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Rung(StrEnum):
    """Which rendition of a stream."""

    HIGH = "high"
    """The best one that every player takes."""
    LOW = "low"
    """One whose 90 s fit into 10 MiB; there may be none."""
    TEXT = "text"
    """Captions as WebVTT; there may be none."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Segment:
    """One media segment as it came. Segments of one `run` join without a seam: a discontinuity, a
    gap in the numbers, another header or another stream begins a new one."""

    run: int
    number: int
    """The media sequence number (RFC 8216)."""
    start: datetime
    """When its first frame was taken, UTC, by EXT-X-PROGRAM-DATE-TIME where `exact`."""
    duration: float
    """Seconds."""
    data: bytes
    header: bytes = b""
    """The initialization section (EXT-X-MAP) of fragmented MP4; empty for a transport stream."""
    exact: bool = True
    """Whether `start` is the stream's word, not an estimate by the time of arrival."""

    @property
    def end(self) -> datetime:
        """When its last frame has passed."""
        return self.start + timedelta(seconds=self.duration)


class Ring:
    """The newest segments, bounded in seconds and in bytes."""

    def __init__(self, *, seconds: float, size: int) -> None:
        self._seconds = seconds
        self._most = size
        self._segments: deque[Segment] = deque()
        self._length = 0.0
        self._size = 0

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._segments)

    def __len__(self) -> int:
        return len(self._segments)

    @property
    def newest(self) -> Segment | None:
        """The last one that came."""
        return self._segments[-1] if self._segments else None

    @property
    def size(self) -> int:
        """Bytes held, headers aside."""
        return self._size

    def add(self, segment: Segment) -> None:
        """Keep it; the oldest give way, the newest alone stays in any case."""
        self._segments.append(segment)
        self._length += segment.duration
        self._size += len(segment.data)
        while len(self._segments) > 1 and self._is_over():
            gone = self._segments.popleft()
            self._length -= gone.duration
            self._size -= len(gone.data)

    def add_before(self, oldest: Segment, segment: Segment) -> bool:
        """Keep it in front of the one that is the oldest, unless that is not so any more, or one
        of them would have to give way for it."""
        if not self._segments or self._segments[0] is not oldest:
            return False
        if self._size + len(segment.data) > self._most:
            return False
        if self._length + segment.duration > self._seconds:
            return False
        self._segments.appendleft(segment)
        self._length += segment.duration
        self._size += len(segment.data)
        return True

    def clear(self) -> None:
        """Forget all of them."""
        self._segments.clear()
        self._length = 0.0
        self._size = 0

    def between(self, start: datetime, end: datetime) -> list[Segment]:
        """Those that show any of that time, oldest first."""
        return [one for one in self._segments if one.end > start and one.start < end]

    def _is_over(self) -> bool:
        return self._size > self._most or self._length - self._segments[0].duration >= self._seconds
