"""Tells one notice to one destination, and remembers that it did."""

import asyncio
import base64
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping

from relay.core.notice import Notice
from relay.core.text import plain
from relay.core.voice import Stamp, Voice
from relay.delivery.agenda import Line, Told
from relay.delivery.book import Book
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed
from relay.journal.deliveries import Deliveries, Entry, Outcome
from relay.plugins import Bot, Destination, Receipt, Stamping

DEADLINE = 120.0
"""Real seconds that a bot has for one message, so that one that hangs does not hold its place."""

PROBLEM_LENGTH = 500

log = logging.getLogger(__name__)


Closed = Callable[[Destination, str], Awaitable[None]]
Close = Callable[[str, str], Awaitable[object]]
"""Suspends a destination, by its id, for the reason given."""


def short_key(*names: str | int) -> str:
    """24 URL-safe characters, the same for the same names: Discord takes 25 as a nonce."""
    name = json.dumps(names)
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:18]).decode()


def idempotency_key(destination_id: str, notice: Notice) -> str:
    """The same for every try of this notice and revision there."""
    return short_key(destination_id, notice.key, notice.revision)


def stamp_of(bot: object) -> Stamp | None:
    """How its platform writes times, where it has a way of its own."""
    return bot.stamp if isinstance(bot, Stamping) else None


class Teller:
    """The last step: bot, then record."""

    def __init__(self, deliveries: Deliveries, bots: Mapping[str, Bot], closed: Closed) -> None:
        self._book = Book(deliveries)
        self._bots = bots
        # Asked once: a look at a protocol is slow.
        self._stamps = {name: stamp_of(bot) for name, bot in bots.items()}
        self._closed = closed

    def forget(self, destination_id: str) -> None:
        """It was removed."""
        self._book.forget(destination_id)

    def voice(self, destination: Destination) -> Voice:
        """How it is spoken to."""
        return Voice(destination.language, self._stamps[destination.platform])

    async def tell(self, line: Line, seq: int, notice: Notice) -> None:
        """Tell and record it, unless this revision or a later one was told there already.

        Raises DeliveryDelayed, StoreError, and whatever a broken bot raises; after each of them
        the same call can be made again and tells nothing twice that the platform can tell apart.
        """
        destination = line.destination
        if line.told is None:
            posted = await self._book.posted(destination.id, notice.key)
            if posted is not None and posted.revision >= notice.revision:
                return
            line.told = await self._say(destination, notice, posted.receipt if posted else None)
        told = line.told
        await self._book.record(
            Entry(
                destination=destination.id,
                key=notice.key,
                revision=notice.revision,
                seq=seq,
                outcome=told.outcome,
                receipt=told.receipt,
                problem=told.problem,
            )
        )
        line.told = None
        if told.closed:
            await self._closed(destination, told.problem)

    async def _say(self, destination: Destination, notice: Notice, posted: Receipt | None) -> Told:
        bot = self._bots[destination.platform]
        key = idempotency_key(destination.id, notice)
        self._book.begins()
        try:
            async with asyncio.timeout(DEADLINE):
                receipt = await bot.deliver(destination, notice, key, posted)
        except TimeoutError as problem:
            raise DeliveryDelayed("the platform did not answer in time") from problem
        except DeliveryRefused as refusal:
            problem_text = plain(str(refusal), PROBLEM_LENGTH)
            log.warning("%s refused %s: %s", destination.id, notice.key, problem_text)
            closed = isinstance(refusal, DestinationClosed)
            return Told(Outcome.REFUSED, problem=problem_text, closed=closed)
        finally:
            self._book.ends()
        return Told(Outcome.DELIVERED, receipt)
