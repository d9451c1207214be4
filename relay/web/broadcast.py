"""Writes one feed to all who follow it: each connection is a cursor, nothing is queued for any."""

import asyncio
from typing import Generic, TypeVar

from relay.supervisor import keep_going
from relay.web.door import Door
from relay.web.frames import Feed, chunk

SLICE = 1000
"""Connections that are written to before everything else in the program gets its turn."""

F = TypeVar("F", bound=Feed)


class Reader:
    """One connection that follows a feed. `ended` is set when the relay wants it to end."""

    __slots__ = ("_cursor", "_door", "_feed", "ended")

    def __init__(self, feed: Feed, cursor: int, door: Door) -> None:
        self._feed = feed
        self._cursor = cursor
        self._door = door
        self.ended = asyncio.get_running_loop().create_future()

    def push(self) -> None:
        """Write all that it is behind, in one piece; nothing while it has not taken the last."""
        while self._door.ready:
            found = self._feed.piece(self._cursor)
            if found is None:
                self._door.reset()
                return
            piece, self._cursor = found
            if not piece:
                return
            self._door.write(piece)

    def beat(self, piece: bytes) -> None:
        """Show that the line stands, unless more than that waits to be sent."""
        if self._door.ready:
            self._door.write(piece)


class Broadcast(Generic[F]):
    """A feed and those who follow it."""

    def __init__(self, feed: F) -> None:
        self.feed = feed
        self._readers: dict[Reader, None] = {}
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(keep_going("a stream", self._run))

    @property
    def followed(self) -> bool:
        """Whether anyone follows."""
        return bool(self._readers)

    async def hold(self, cursor: int, door: Door) -> None:
        """Let it follow from that cursor on until it leaves, by cancellation, or the relay ends."""
        reader = Reader(self.feed, cursor, door)
        self._readers[reader] = None
        door.refill = reader.push
        try:
            reader.push()
            await reader.ended
        finally:
            del self._readers[reader]
            door.refill = None

    def wake(self) -> None:
        """There is more in the feed."""
        self._changed.set()

    def beat(self, data: bytes, turn: int, turns: int) -> None:
        """Send a sign of life to every `turns`-th reader, so that not all are sent one at once."""
        piece = chunk(data)
        for reader in list(self._readers)[turn::turns]:
            reader.beat(piece)

    def end(self) -> None:
        """Let every reader go."""
        self._task.cancel()
        for reader in self._readers:
            if not reader.ended.done():
                reader.ended.set_result(None)

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            for number, reader in enumerate(list(self._readers), 1):
                reader.push()
                if number % SLICE == 0:
                    await asyncio.sleep(0)
