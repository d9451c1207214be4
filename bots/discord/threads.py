"""A thread for each spacewalk: it hangs on the card, and alerts go into it."""

import logging
from collections.abc import Awaitable, Callable

from bots.discord.kept import Kept
from bots.discord.message import NAME
from bots.discord.pacer import Urgency
from bots.discord.refusals import Already
from bots.discord.rest import Calls
from relay.core.card import Card
from relay.core.notice import Notice
from relay.core.text import plain
from relay.errors import DeliveryDelayed, DeliveryRefused
from relay.plugins import Destination, Receipt

CARD = "card"
MISSED_KEPT = 10_000

ShownAt = Callable[[str, str], Awaitable[Receipt | None]]

log = logging.getLogger(__name__)


class Threads:
    """Opens and finds them. A thread has the id of the message that it hangs on."""

    def __init__(self, rest: Calls) -> None:
        self._rest = rest
        self._missed = Kept[str, None](MISSED_KEPT)
        """Cards whose thread could not be opened for now."""
        self.shown: ShownAt | None = None
        """Finds the card that a thread hangs on."""

    async def of(self, destination: Destination, notice: Notice) -> str:
        """Where that spacewalk's alerts go, or nothing."""
        if not wanted(destination) or self.shown is None:
            return ""
        origin = notice.event.origin or notice.event.spacewalk
        card = await self.shown(destination.id, f"{origin}/{CARD}")
        return card.message.partition("/")[2] if card else ""

    async def open(self, destination: Destination, receipt: Receipt, card: Card) -> None:
        """Open it where it is wanted. What Discord puts off is tried again at the next edit."""
        if not wanted(destination):
            return
        path = f"/channels/{receipt.message.replace('/', '/messages/')}/threads"
        body = {"name": plain(card.title, NAME) or card.key[:NAME]}
        self._missed.pop(receipt.message, None)
        try:
            await self._rest.call("POST", path, body, urgency=Urgency.SHOWING)
        except Already:
            log.debug("the thread is open already")
        except DeliveryRefused as problem:
            log.warning("no thread could be opened: %s", problem)
        except DeliveryDelayed as problem:
            log.warning("the thread has to wait: %s", problem)
            self._missed[receipt.message] = None

    async def open_missed(self, destination: Destination, receipt: Receipt, card: Card) -> None:
        """Open it now, if it could not be opened when the card was posted."""
        if receipt.message in self._missed:
            await self.open(destination, receipt, card)


def wanted(destination: Destination) -> bool:
    """Whether an admin asked for threads there."""
    return destination.options.get("threads") == "yes"
