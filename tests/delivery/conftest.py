"""What the tests of delivery share: a real store, a clock by hand, and events in a word each."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.core.notice import Notice
from relay.core.voice import ENGLISH, Voice
from relay.delivery.pump import Pump
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.plugins import Destination
from relay.testing.bots import FakeBot
from relay.testing.clock import FakeClock

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


def in_words(event: Event, voice: Voice = ENGLISH) -> Notice | None:
    """The milestone is the kind, or "reminder" where there is a lead time; the note is the key."""
    if event.type is EventType.SPACEWALK_UPDATED:
        return None
    return Notice(
        key=f"{event.spacewalk}/{event.note}",
        revision=event.revision,
        kind="reminder" if event.lead else str(event.milestone),
        title=event.note,
        text="",
        address="",
        time=event.time,
        event=event,
    )


def _plain(identity: str) -> Destination:
    return Destination(id=identity, platform="fake", address="")


@dataclass
class Service:
    """A store and what delivers from it."""

    store: Store
    clock: FakeClock
    bot: FakeBot
    words: Callable[[Event, Voice], Notice | None] = in_words
    pump: Pump = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.store)
        self.destinations = Destinations(self.store)
        self.deliveries = Deliveries(self.store)

    async def happens(
        self,
        *notes: str,
        milestone: Milestone = Milestone.TASK,
        revision: int = 1,
        lead: timedelta | None = None,
    ) -> None:
        event = Event(
            type=EventType.REMINDER_DUE if lead else EventType.MILESTONE_REACHED,
            spacewalk="us-eva-95",
            time=NOON,
            milestone=milestone,
            revision=revision,
            lead=lead,
        )
        await self.journal.append([replace(event, note=note) for note in notes])

    def shown(self, destination_id: str) -> list[str]:
        """The notes that a reader there has seen, in order."""
        return [key.rpartition("/")[2] for key in self.bot.shown(destination_id)]

    async def tells(self, *destinations: str | Destination) -> None:
        for one in destinations:
            await self.destinations.put(_plain(one) if isinstance(one, str) else one)

    @asynccontextmanager
    async def running(self, in_flight: int = 32) -> AsyncIterator[Pump]:
        """A pump that is running; it is cancelled at the end, as in a crash."""
        self.pump = Pump(
            self.journal,
            self.destinations,
            self.deliveries,
            {"fake": self.bot},
            self.words,
            self.clock,
            in_flight=in_flight,
        )
        run = asyncio.create_task(self.pump.run())
        try:
            yield self.pump
        finally:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110 - the threads of the store are at work
            await asyncio.sleep(0)

    async def settled(self) -> None:
        """Settle, with the clock moving on whenever all that is left is to wait for it."""
        settle = asyncio.create_task(self.pump.settle())
        while not settle.done():
            asleep = asyncio.create_task(self.clock.asleep())
            await asyncio.wait({settle, asleep}, return_when=asyncio.FIRST_COMPLETED)
            if asleep.done() and not settle.done():
                await self.clock.advance(1)
            asleep.cancel()
        await settle


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store, FakeClock(NOON), FakeBot())
