"""Shows one card at one place."""

import asyncio
import hashlib
import logging

from relay.core.card import Card
from relay.core.text import plain
from relay.delivery.faces import Place
from relay.delivery.telling import DEADLINE, PROBLEM_LENGTH, Close, short_key
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed
from relay.plugins import Receipt, Showing

log = logging.getLogger(__name__)


async def show(bot: Showing, place: Place, card: Card, close: Close | None) -> Receipt | None:
    """What stands there afterwards; after a refusal what stood there before.

    Raises DeliveryDelayed, DestinationClosed after `close` was told, and whatever they raise.
    """
    to = place.destination
    posted = place.there.receipt if place.there else None
    try:
        async with asyncio.timeout(DEADLINE):
            return await bot.show(to, place.face, card, short_key(to.id, place.key), posted)
    except TimeoutError as problem:
        raise DeliveryDelayed("the platform did not answer in time") from problem
    except DeliveryRefused as refusal:
        why = plain(str(refusal), PROBLEM_LENGTH)
        log.warning("%s does not show %s: %s", to.id, place.key, why)
        if not isinstance(refusal, DestinationClosed):
            return posted
        if close is not None:
            await close(to.id, why)
        raise


def digest(card: Card) -> str:
    """The same for cards that say the same."""
    return hashlib.sha256(repr(card).encode("utf-8", "backslashreplace")).hexdigest()[:16]
