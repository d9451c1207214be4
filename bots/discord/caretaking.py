"""Looks after destinations that were closed: tells the admin once, and opens them when it can."""

import asyncio
import logging
from bisect import bisect_right
from datetime import datetime, timedelta

from bots.discord.access import ESSENTIAL, Access
from bots.discord.address import is_person, of_person
from bots.discord.message import SNOWFLAKE
from bots.discord.posting import Poster
from relay.clock import Clock
from relay.core.text import plain
from relay.errors import DeliveryDelayed, DeliveryError, DeliveryRefused, StoreError
from relay.plugins import Desk, Destination

ROUND = 600.0
"""Seconds between two looks at what is closed."""
MOST = 500
"""Looks of one round: each may be refused, and refused requests are counted (`rest.INVALID`)."""
ONCE_IN = timedelta(hours=1)
"""An admin whose whole server is closed is told once, not once for every channel."""

log = logging.getLogger(__name__)


class Caretaker:
    """One for the bot."""

    def __init__(self, desk: Desk, access: Access, poster: Poster, clock: Clock) -> None:
        self._desk = desk
        self._access = access
        self._poster = poster
        self._clock = clock
        self._told: dict[str, datetime] = {}
        self._letters: set[asyncio.Task[None]] = set()
        self._last = ""
        """The id that was looked at last."""

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._clock.sleep(ROUND)
            try:
                await self.look()
            except StoreError as problem:
                log.error("closed channels could not be looked after: %s", problem)

    async def look(self) -> None:
        """Reopen what takes messages again, of the `MOST` that were looked at longest ago."""
        closed = sorted(await self._desk.suspended())
        later = bisect_right(closed, self._last)
        for name in [*closed[later:], *closed[:later]][:MOST]:
            self._last = name
            one = await self._desk.destination(name)
            if one is not None and one.platform == "discord" and await self._is_open(one):
                log.info("%s takes messages again", name)
                await self._desk.reopen(name)

    def tell(self, destination: Destination, reason: str) -> None:
        """Write to whoever set it up that nothing can be told there, and why, in time."""
        letter = asyncio.create_task(self.write(destination, reason))
        self._letters.add(letter)
        letter.add_done_callback(self._letters.discard)

    def close(self) -> None:
        """Write no more."""
        for letter in self._letters:
            letter.cancel()

    async def write(self, destination: Destination, reason: str) -> None:
        """The same at once; never raises."""
        admin = destination.options.get("by", "")
        now = self._clock.now()
        if not SNOWFLAKE.fullmatch(admin) or destination.address == of_person(admin):
            return
        if now - self._told.get(admin, now - ONCE_IN) < ONCE_IN:
            return
        self._told[admin] = now
        words = (
            f"I can no longer tell <#{destination.address}> about spacewalks: "
            f"{plain(reason, 300)}. Its settings are kept, "
            f"and I look again every {ROUND / 60:.0f} minutes."
        )
        try:
            await self._poster.say(of_person(admin), words)
        except (DeliveryRefused, DeliveryDelayed) as problem:
            del self._told[admin]
            log.warning(
                "%s is closed, and who set it up cannot be told: %s", destination.id, problem
            )

    async def _is_open(self, destination: Destination) -> bool:
        """A person who takes no messages is not asked again: only they can change that."""
        if is_person(destination):
            return False
        try:
            return ESSENTIAL.isdisjoint(await self._access.lacking(destination))
        except DeliveryError as problem:
            log.debug("%s is still closed: %s", destination.id, problem)
            return False
