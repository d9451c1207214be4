"""Tells one notice to one destination, and remembers that it did."""

import asyncio
import base64
import hashlib
import json
import logging
from collections.abc import Mapping

from relay.core.notice import Notice
from relay.core.text import plain
from relay.delivery.agenda import Line, Told
from relay.errors import DeliveryDelayed, DeliveryRefused
from relay.journal.deliveries import Deliveries, Outcome
from relay.plugins import Bot, Destination, Receipt

DEADLINE = 120.0
"""Real seconds that a bot has for one message, so that one that hangs does not hold its place."""

PROBLEM_LENGTH = 500

log = logging.getLogger(__name__)


def idempotency_key(destination_id: str, notice: Notice) -> str:
    """The same 24 URL-safe characters for every try of this notice and revision there.

    Discord takes at most 25 characters as a nonce.
    """
    name = json.dumps([destination_id, notice.key, notice.revision])
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:18]).decode()


class Teller:
    """The last step: bot, then record."""

    def __init__(self, deliveries: Deliveries, bots: Mapping[str, Bot]) -> None:
        self._deliveries = deliveries
        self._bots = bots

    def serves(self, platform: str) -> bool:
        """Whether there is a bot for it."""
        return platform in self._bots

    async def tell(self, line: Line, seq: int, notice: Notice) -> None:
        """Tell and record it, unless this revision or a later one was told there already.

        Raises DeliveryDelayed, StoreError, and whatever a broken bot raises; after each of them
        the same call can be made again and tells nothing twice that the platform can tell apart.
        """
        destination = line.destination
        if line.told is None:
            posted = await self._deliveries.posted(destination.id, notice.key)
            if posted is not None and posted.revision >= notice.revision:
                return
            receipt = posted.receipt if posted else None
            line.told = await self._say(destination, notice, receipt)
        told = line.told
        await self._deliveries.record(
            destination.id,
            notice.key,
            notice.revision,
            seq,
            told.outcome,
            told.receipt,
            told.problem,
        )
        line.told = None

    async def _say(self, destination: Destination, notice: Notice, posted: Receipt | None) -> Told:
        bot = self._bots[destination.platform]
        key = idempotency_key(destination.id, notice)
        try:
            async with asyncio.timeout(DEADLINE):
                receipt = await bot.deliver(destination, notice, key, posted)
        except TimeoutError as problem:
            raise DeliveryDelayed("the platform did not answer in time") from problem
        except DeliveryRefused as refusal:
            problem_text = plain(str(refusal), PROBLEM_LENGTH)
            log.warning("%s refused %s: %s", destination.id, notice.key, problem_text)
            return Told(Outcome.REFUSED, problem=problem_text)
        return Told(Outcome.DELIVERED, receipt)
