"""Keeps cards and entries of calendars in step with the board.

Nothing is told here, so nothing is told twice or lost: what a destination shows is compared with
what it should show, after every event, every minute and after a restart.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from relay.clock import Clock
from relay.core.board import Board
from relay.core.card import Card
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.core.voice import Voice
from relay.delivery.agenda import backoff
from relay.delivery.complaints import Complaints
from relay.delivery.faces import Faces, Place
from relay.delivery.showing import digest, show
from relay.delivery.telling import PROBLEM_LENGTH, Close, stamp_of
from relay.errors import DeliveryDelayed, DestinationClosed, StoreError
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.shown import Shown, ShownThere
from relay.plugins import Bot, Destination, Showing

LOOK = 60.0
"""Real seconds between looks when nothing happens: a card appears ahead of its spacewalk."""
PAUSE = 5.0
"""Real seconds between two edits of one message, so that a burst of events is one edit."""
SOUND, FAILING = 6, 2
"""Workers of each platform; what failed last time has its own, so nobody waits for it."""
LONGEST_BACKOFF = 600.0

log = logging.getLogger(__name__)


class Display:
    """One run of it serves every destination whose bot can show something."""

    def __init__(
        self,
        journal: Journal,
        destinations: Destinations,
        shown: Shown,
        bots: Mapping[str, Bot],
        board: Callable[[], Board],
        card: Callable[[Spacewalk, Voice], Card],
        now: Callable[[], datetime],
        clock: Clock,
    ) -> None:
        """`now` is the relay's time, which decides what is near; `clock` is the real one."""
        self._journal = journal
        self._destinations = destinations
        self._shown = shown
        self._bots = {name: bot for name, bot in bots.items() if isinstance(bot, Showing)}
        self._stamps = {name: stamp_of(bot) for name, bot in self._bots.items()}
        self._board = board
        self._card = card
        self._now = now
        self._clock = clock
        self.close: Close | None = None
        """Told of a destination that takes nothing any more."""
        self._faces = Faces(shown, self._faces_of)
        self._turns: dict[tuple[str, bool], asyncio.Queue[Place]] = {}
        """By platform, and whether they failed last time."""
        self._complaints = Complaints(clock)
        self._look_again = asyncio.Event()
        self._changed = asyncio.Event()
        self._busy: set[Place] = set()
        self._looks = 0
        self._running = False

    async def run(self) -> None:
        """Keep everything in step, for ever. Raises, in a group, StoreError."""
        if not self._bots:
            return
        self._turns = {
            (name, failed): asyncio.Queue() for name in self._bots for failed in (False, True)
        }
        self._busy.clear()
        await self.reload()
        async with asyncio.TaskGroup() as group:
            self._group = group
            self._running = True
            group.create_task(self._listen())
            group.create_task(self._look_for_ever())
            for (_, failed), queue in self._turns.items():
                for _ in range(FAILING if failed else SOUND):
                    group.create_task(self._work(queue))

    async def settle(self) -> None:
        """Return when everything shows what it should, but for what failed and is tried again."""
        enough = self._looks + 2
        while self._running and (
            self._looks < enough or any(not place.failures for place in self._busy)
        ):
            if self._looks < enough:
                self._look_again.set()
            self._changed.clear()
            await self._changed.wait()

    async def reload(self) -> None:
        """Take up all destinations as they are."""
        every = await self._destinations.all()
        self._faces.serve([d for d in every if d.platform in self._bots and not d.paused])
        self._look_again.set()

    async def take_up(self, identity: str) -> None:
        """The same for one of them."""
        one = await self._destinations.one(identity)
        if one is None or one.paused or one.platform not in self._bots:
            self._faces.leave(identity)
        else:
            await self._faces.put(one)
        self._look_again.set()

    def _faces_of(self, destination: Destination) -> Mapping[str, timedelta]:
        return self._bots[destination.platform].faces(destination)

    async def _listen(self) -> None:
        async for _ in self._journal.follow(self._journal.head, idle=LOOK):
            self._look_again.set()

    async def _look_for_ever(self) -> None:
        self._look_again.set()
        while True:
            await self._look_again.wait()
            self._look_again.clear()
            for walk, places in await self._faces.near(self._board(), self._now()):
                await self._compare(walk, places)
            self._looks += 1
            self._changed.set()

    async def _compare(self, walk: Spacewalk, places: list[Place]) -> None:
        """Give a turn to every place that shows something else than it should."""
        digests: dict[tuple[str, str, str], str] = {}
        for place in places:
            to = place.destination
            wish = (to.platform, to.language, to.community if to.community in walk.marks else "")
            if wish not in digests:
                digests[wish] = digest(self._card_for(walk, to))
                await asyncio.sleep(0)
            if place.there is None or place.there.digest != digests[wish]:
                self._give_turn(place)

    def _give_turn(self, place: Place) -> None:
        place.again = place in self._busy
        if not place.again:
            self._busy.add(place)
            lane = place.destination.platform, bool(place.failures)
            self._turns[lane].put_nowait(place)

    def _card_for(self, walk: Spacewalk, to: Destination) -> Card:
        return self._card(walk.seen_by(to.community), Voice(to.language, self._stamps[to.platform]))

    async def _work(self, queue: asyncio.Queue[Place]) -> None:
        while True:
            place = await queue.get()
            wait = await self._turn(place) if self._faces.holds(place) else 0.0
            self._group.create_task(self._rest(place, wait))

    async def _rest(self, place: Place, seconds: float) -> None:
        """What changes meanwhile is shown afterwards, in one edit."""
        await self._clock.sleep(seconds)
        self._busy.discard(place)
        if place.again:
            self._give_turn(place)
        self._changed.set()

    async def _turn(self, place: Place) -> float:
        """Show what it should; the seconds to leave it alone come back."""
        walk = self._board().find(place.origin)
        if walk is None:
            return PAUSE
        card = self._card_for(walk, place.destination)
        place.again = False
        try:
            bot = self._bots[place.destination.platform]
            receipt = await show(bot, place, card, self.close)
            place.there = ShownThere(receipt, digest(card))
            await self._shown.put(place.destination.id, place.key, place.there, self._now())
        except DestinationClosed:
            # Not taken down as shown: it is shown when it is open again.
            return PAUSE
        except DeliveryDelayed as delay:
            return self._put_off(place, str(delay), delay.retry_after)
        except StoreError as problem:
            return self._put_off(place, str(problem))
        except Exception:
            log.exception("showing %s to %s failed", place.key, place.destination.id)
            return self._put_off(place, "an unexpected failure; see the traceback")
        place.failures = 0
        return PAUSE

    def _put_off(self, place: Place, problem: str, wish: float = 0.0) -> float:
        place.failures += 1
        place.again = True
        least = backoff(place.failures, PAUSE, LONGEST_BACKOFF)
        wait = min(LONGEST_BACKOFF, max(wish, least))
        to, why = place.destination, plain(problem, PROBLEM_LENGTH)
        self._complaints.about(to.platform, f"{place.key} at {to.id}", wait, why)
        return wait
