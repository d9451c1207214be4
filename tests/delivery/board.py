"""A display over a real store, in front of a bot that remembers what it was asked to show."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from relay.core.board import Board
from relay.core.card import Card, card
from relay.core.event import EventType
from relay.core.spacewalk import Plan
from relay.core.standing import Fact, Spacewalk
from relay.core.voice import Voice
from relay.delivery.display import Display
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.shown import Shown
from relay.journal.store import Store
from relay.plugins import Destination, Receipt
from relay.testing.bots import FakeBot
from relay.testing.clock import FakeClock
from relay.testing.sayings import HOUR, NOON, a_walk, an_event

DAY = timedelta(days=1)
SOON = Plan(start=NOON + HOUR, duration=6 * HOUR)


@dataclass(frozen=True)
class Showing:
    """One call of `show`."""

    destination: Destination
    face: str
    card: Card
    key: str
    posted: Receipt | None


class Screen(FakeBot):
    """Shows a card everywhere, and a calendar's entry where it is asked for. `refuse` sees each
    call first, and raises what `show` is to raise."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Showing] = []
        self.refuse: Callable[[Showing], None] = lambda showing: None
        self.held = asyncio.Event()
        self.held.set()

    def faces(self, destination: Destination) -> Mapping[str, timedelta]:
        card = {} if destination.options.get("card") == "no" else {"card": DAY}
        return card | ({"event": 60 * DAY} if destination.options.get("events") else {})

    async def show(
        self, destination: Destination, face: str, card: Card, key: str, posted: Receipt | None
    ) -> Receipt | None:
        showing = Showing(destination, face, card, key, posted)
        self.calls.append(showing)
        await self.held.wait()
        self.refuse(showing)
        return posted or Receipt(message=f"{destination.id}/{face}")

    def made(self, identity: str = "one") -> list[str]:
        """The keys under which something was made there."""
        return [c.key for c in self.calls if c.destination.id == identity and not c.posted]

    def states(self, identity: str = "one") -> list[str]:
        """What the card there said, one showing after the other."""
        return [c.card.state for c in self.calls if c.destination.id == identity]


@dataclass
class Hall:
    """Everything around one display. `moment` is the relay's time, `clock` the real one."""

    store: Store
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    screen: Screen = field(default_factory=Screen)
    moment: datetime = NOON
    walks: dict[str, Spacewalk] = field(default_factory=dict)
    cards: int = 0
    """How often a card was worked out."""
    closed: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = Journal(self.store)
        self.destinations = Destinations(self.store)
        self.shown = Shown(self.store)
        self.display = self.another()

    def another(self) -> Display:
        """A display as a new run of the program makes it."""
        made = Display(
            self.journal,
            self.destinations,
            self.shown,
            {"fake": self.screen},
            self._board,
            self._card,
            lambda: self.moment,
            self.clock,
        )
        made.close = self._close
        return made

    def _board(self) -> Board:
        aliases = {old: walk.id for walk in self.walks.values() for old in walk.aliases}
        return Board(spacewalks=dict(self.walks), aliases=aliases)

    def _card(self, walk: Spacewalk, voice: Voice) -> Card:
        self.cards += 1
        return card(walk, self.moment, voice)

    async def _close(self, identity: str, reason: str) -> None:
        self.closed.append((identity, reason))
        await self.destinations.suspend(identity, reason)
        await self.display.take_up(identity)

    async def tells(self, *names: str, **more: Any) -> None:
        for name in names:
            place = Destination(id=name, platform="fake", address="", **more)
            await self.destinations.put(place)
            await self.display.take_up(name)

    async def happens(self, *facts: Fact, **more: Any) -> None:
        """The spacewalk is as these facts say, and the journal says that something is new."""
        walk = a_walk(*facts, **({"plan": SOON} | more))
        self.walks[walk.origin] = replace(walk)
        await self.journal.append([an_event(EventType.SPACEWALK_UPDATED)])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """It is cancelled at the end, as in a crash."""
        run = asyncio.create_task(self.display.run())
        await self.until(lambda: self.display._running or run.done())
        try:
            yield
        finally:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)

    @asynccontextmanager
    async def restarted(self) -> AsyncIterator[None]:
        """The same with nothing left in memory."""
        self.display = self.another()
        async with self.running():
            yield

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110 - the threads of the store are at work
            await asyncio.sleep(0)

    async def settled(self) -> None:
        """Until everything is shown and rests no more; time goes on meanwhile."""
        settle = asyncio.create_task(self.display.settle())
        for _ in self._while(settle):
            asleep = asyncio.create_task(self.clock.asleep())
            await asyncio.wait({settle, asleep}, return_when=asyncio.FIRST_COMPLETED)
            if asleep.done() and not settle.done():
                await self.clock.advance(1)
            asleep.cancel()
        await settle

    def _while(self, task: asyncio.Task[None]) -> Iterator[None]:
        while not task.done():
            yield
