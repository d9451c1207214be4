"""Brings what the journal says to every destination: in order for each, at once for all."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping

from relay.clock import Clock
from relay.core.event import Event
from relay.core.notice import Notice
from relay.core.voice import Voice
from relay.delivery.audience import Audience
from relay.delivery.telling import Close, Teller
from relay.delivery.turns import Turns
from relay.delivery.words import Words
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.plugins import Bot, Destination

BREATH = 1_000
"""Lines after which everything else in the program gets its turn."""

log = logging.getLogger(__name__)


class Pump:
    """One run of it serves all destinations; `bots` by platform, `notices` puts an event in words.

    A destination that is paused, suspended or without a bot is told nothing; what happens
    meanwhile is not told later in one burst: `Destinations.resume` moves its cursor to the head.
    """

    def __init__(
        self,
        journal: Journal,
        destinations: Destinations,
        deliveries: Deliveries,
        bots: Mapping[str, Bot],
        notices: Callable[[Event, Voice], Notice | None],
        clock: Clock,
        *,
        in_flight: int = 64,
    ) -> None:
        """`in_flight` messages are under way at once on each platform, from their turn to their
        record, so a slow platform delays no other; each keeps to its own limits besides."""
        self._journal = journal
        self._destinations = destinations
        self._deliveries = deliveries
        self._platforms = bots.keys()
        self._teller = Teller(deliveries, bots, self._closed)
        self._words = Words(journal, notices)
        self._clock = clock
        self._in_flight = in_flight
        self._loading = asyncio.Lock()
        self._changed = asyncio.Event()
        self._running = False
        self.close: Close | None = None
        """Told of a destination that takes nothing any more."""
        self._begin_anew()

    async def _closed(self, destination: Destination, reason: str) -> None:
        if self.close is not None:
            await self.close(destination.id, reason)

    def _begin_anew(self) -> None:
        self._turns = Turns(
            self._platforms,
            self._teller,
            self._words,
            self._clock,
            self._in_flight,
            self._changed,
        )
        self._audience = Audience()
        self._missed: set[str] = set()
        self._heard = self._journal.head
        self._reader: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Tell everyone, for ever: until cancelled, or until `drain` has ended it.

        Raises, in a group, StoreError when the journal cannot be read. It may be run again then.
        """
        self._begin_anew()
        turns = self._turns
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                self._running = True
                turns.begin(group)
                await self.reload()
        finally:
            self._running = False
            turns.close()

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, give what is in hand so many real seconds, then end `run`."""
        if not self._running:
            return
        self._running = False
        if self._reader is not None:
            self._reader.cancel()
        await self._turns.drain(seconds)
        await self._deliveries.pass_over(self._heard, self._audience.behind())

    async def settle(self) -> None:
        """Return when, in a run, every destination was told everything up to the journal's head.

        One that failed a few times in a row is not waited for; its tries go on.
        """
        while self._reader is None or self._heard < self._journal.head or self._turns.unsettled:
            self._changed.clear()
            await self._changed.wait()

    async def reload(self) -> None:
        """Take up destinations that are new, changed, paused, resumed or removed."""
        async with self._loading:
            wanted = await self._destinations.all()
            cursors = await self._deliveries.cursors()
            if self._running:
                self._take_up(filter(self._serves, wanted), cursors)

    async def take_up(self, identity: str) -> None:
        """The same for one of them, which is cheap however many there are."""
        async with self._loading:
            wanted = await self._destinations.one(identity)
            if wanted is None:
                self._teller.forget(identity)
            serves = wanted is not None and self._serves(wanted)
            cursor = await self._deliveries.cursor(identity) if serves else 0
            if not self._running:
                return
            if wanted is None or not serves:
                if (line := self._audience.leave(identity)) is not None:
                    self._turns.leave(line)
            elif not self._audience.put(wanted, cursor, self._heard):
                self._read_from(cursor)

    def _serves(self, destination: Destination) -> bool:
        if destination.paused:
            return False
        if destination.platform not in self._platforms:
            self._miss(destination)
            return False
        return True

    def _miss(self, destination: Destination) -> None:
        """Said once for each platform: there may be thousands of them."""
        if destination.platform not in self._missed:
            self._missed.add(destination.platform)
            log.error(
                "%s is told nothing: there is no bot for %r; configure one, or pause it",
                destination.id,
                destination.platform,
            )

    def _take_up(self, served: Iterable[Destination], cursors: Mapping[str, int]) -> None:
        start, gone = self._audience.replace(served, cursors, self._heard)
        for line in gone:
            self._turns.leave(line)
        if self._reader is None or start < self._heard:
            self._read_from(start)

    def _read_from(self, seq: int) -> None:
        if self._reader is not None:
            self._reader.cancel()
        self._heard = seq
        self._reader = self._group.create_task(self._read())
        self._changed.set()

    async def _read(self) -> None:
        async for event in self._journal.follow(self._heard):
            if event is not None:
                await self._hear(event)

    async def _hear(self, event: Event) -> None:
        notice = self._words.of(event)
        for count, line in enumerate(self._audience.wanting(notice) if notice else (), 1):
            if count % BREATH == 0:
                await asyncio.sleep(0)
            if line.heard < event.seq and self._audience.holds(line):
                line.heard = event.seq
                self._turns.add(line, event.seq)
        self._heard = event.seq
        self._changed.set()
