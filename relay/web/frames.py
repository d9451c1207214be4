"""Events as the stream sends them: each encoded once, and shared by all who read it."""

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from relay.core.event import Event
from relay.journal.codec import event_json
from relay.journal.tail import SIZE
from relay.web.asking import Gap

MOST = 64 * 1024
"""Bytes that are handed to one connection at once, unless a single frame is larger."""
PIECES = 4
"""Joined pieces that a ring keeps: readers who stand at the same place are written to together."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event and the bytes of it, in the form of Server-Sent Events (HTML standard, 9.2); none
    of an event that is not for everyone."""

    event: Event
    data: bytes

    @property
    def seq(self) -> int:
        """Its number in the journal."""
        return self.event.seq


def framed(event: Event, epoch: str) -> Frame:
    """The frame of an event: no `event:` line, so that a reader's `onmessage` gets all of them."""
    if not event.for_everyone:
        return Frame(event, b"")
    text = json.dumps(event_json(event), ensure_ascii=False, separators=(",", ":"))
    return Frame(event, f"id: {epoch}-{event.seq}\ndata: {text}\n\n".encode())


def gap_frame(gap: Gap) -> bytes:
    """Says what a reader misses; it goes on after that."""
    words = {"from": str(gap.last), "to": str(gap.resumes), "reason": gap.reason}
    return f"id: {gap.resumes}\nevent: gap\ndata: {json.dumps(words)}\n\n".encode()


def heartbeat(now: datetime, rate: float) -> bytes:
    """The relay's time and how many of its seconds pass in one; without id, so nothing is read."""
    time = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    words = json.dumps({"time": time, "rate": round(rate, 3)})
    return f"event: heartbeat\ndata: {words}\n\n".encode()


def chunk(data: bytes) -> bytes:
    """The same as one chunk of a chunked response (RFC 9112, 7.1)."""
    return b"%x\r\n%b\r\n" % (len(data), data)


class Feed(Protocol):
    """What connections read from: each holds a cursor and asks for all that lies behind it."""

    def piece(self, cursor: int) -> tuple[bytes, int] | None:
        """What follows the cursor as one chunk, empty when nothing does, and the cursor after it.

        None when what follows is not held any more.
        """
        ...


class Ring(Feed):
    """The newest frames. Whatever came after the seq `floor` is held."""

    def __init__(self, frames: Iterable[Frame], floor: int) -> None:
        self.frames = list(frames)
        self.floor = floor
        self._dropped = 0
        self._joined: dict[int, tuple[bytes, int]] = {}

    def add(self, frame: Frame) -> None:
        """Append; the oldest give way."""
        self.frames.append(frame)
        self._joined.clear()
        excess = len(self.frames) - SIZE
        if excess > SIZE:
            self.floor = self.frames[excess - 1].seq
            self._dropped += excess
            del self.frames[:excess]

    def cursor(self, seq: int) -> int:
        """Where a reader stands who has seen everything up to that seq, at least `floor`."""
        assert seq >= self.floor
        return self._dropped + bisect_right(self.frames, seq, key=lambda frame: frame.seq)

    def piece(self, cursor: int) -> tuple[bytes, int] | None:
        if cursor < self._dropped:
            return None
        found = self._joined.get(cursor)
        if found is None:
            found = self._joined[cursor] = self._join(cursor)
            if len(self._joined) > PIECES:
                del self._joined[next(iter(self._joined))]
        return found

    def _join(self, cursor: int) -> tuple[bytes, int]:
        parts: list[bytes] = []
        size = 0
        for frame in self.frames[cursor - self._dropped :]:
            size += len(frame.data)
            if parts and size > MOST:
                break
            parts.append(frame.data)
        return chunk(b"".join(parts)) if parts else b"", cursor + len(parts)


class Latest(Feed):
    """A state of which only the newest is of use: who is behind skips what lies between."""

    def __init__(self) -> None:
        self._state = ""
        self._chunk = b""
        self._number = 0

    def put(self, state: str) -> bool:
        """Whether that is news. A state is one line of text."""
        if state == self._state:
            return False
        self._state, self._chunk = state, chunk(f"data: {state}\n\n".encode())
        self._number += 1
        return True

    def piece(self, cursor: int) -> tuple[bytes, int]:
        return (self._chunk if cursor < self._number else b""), self._number
