"""The newest events in memory, so that many readers share one decoding and one wake-up."""

import asyncio
from collections.abc import Sequence

from relay.core.event import Event

SIZE = 1000
"""How many events are held at least, once there were so many."""


class Tail:
    """The end of the journal. `head` is the highest seq, 0 while there is none."""

    def __init__(self, head: int) -> None:
        self.head = head
        self._events: list[Event] = []
        self._grown = asyncio.Event()

    def add(self, events: Sequence[Event]) -> None:
        """Append what has been committed and wake whoever waits."""
        if not events:
            return
        self._events.extend(events)
        self.head = events[-1].seq
        if len(self._events) > 2 * SIZE:
            del self._events[:-SIZE]
        self._grown.set()
        self._grown = asyncio.Event()

    def after(self, seq: int) -> Sequence[Event] | None:
        """The events after `seq`, or None when they are not all held here."""
        missing = self.head - seq
        if missing > len(self._events):
            return None
        return self._events[-missing:] if missing > 0 else ()

    async def beyond(self, seq: int, patience: float | None) -> bool:
        """Wait until there is an event after `seq`; False when `patience` seconds went by first."""
        try:
            async with asyncio.timeout(patience):
                while self.head <= seq:
                    await self._grown.wait()
        except TimeoutError:
            return False
        return True
