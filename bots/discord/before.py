"""Whether a message was posted already, by a try whose answer never came."""

import logging
from datetime import datetime, timedelta
from typing import Any

from bots.discord.kept import Kept
from bots.discord.message import Json
from bots.discord.rest import Calls
from relay.clock import Clock
from relay.errors import DeliveryRefused

NONCES = timedelta(minutes=2)
"""Discord knows a nonce for "the past few minutes"; what is older is looked for among the messages
of the channel."""
FRESH = timedelta(minutes=10)
"""After a start a card is looked for before it is posted."""
LOOKED_THROUGH = 100
"""The most that Discord gives at once."""
TRIES_KEPT = 100_000

log = logging.getLogger(__name__)


class Before:
    """Remembers tries, and looks where they may have left something behind."""

    def __init__(self, rest: Calls, clock: Clock) -> None:
        self._rest = rest
        self._clock = clock
        self._started = clock.now()
        self._tried = Kept[str, datetime](TRIES_KEPT)
        """The first try of what has not been answered, by its key."""

    def begins(self, key: str, since: datetime | None) -> bool:
        """A try begins. Says whether to look first, as Discord may have forgotten the nonce.

        `since` is when an earlier run of the program may first have tried it; None for a card.
        """
        now = self._clock.now()
        earlier = now - FRESH if now < self._started + FRESH else now
        if since is not None:
            earlier = since if since < self._started else now
        if key not in self._tried:
            self._tried[key] = now
        return now - min(earlier, self._tried[key]) > NONCES

    def has_tried(self, key: str) -> bool:
        """Whether a try of it was never answered."""
        return key in self._tried

    def ends(self, key: str) -> None:
        """It was answered, with yes or with no."""
        self._tried.pop(key, None)

    async def look(self, path: str, body: Json, own: str) -> Json | None:
        """The same message of ours, where the channel can be read."""
        try:
            found = await self._rest.call("GET", f"{path}?limit={LOOKED_THROUGH}")
        except DeliveryRefused as problem:
            log.debug("the channel cannot be looked through: %s", problem)
            return None
        messages = found if isinstance(found, list) else []
        return next((one for one in messages if _same(one, body, own)), None)


def _same(there: Json, body: Json, own: str) -> bool:
    """Ours, and an alert in the same words of the same instant, or a card with the same title and
    buttons: what else it says may have changed."""
    embeds = there.get("embeds") or [{}]
    mine = there.get("author", {}).get("id") == own
    told = body["embeds"][0]
    if not mine or embeds[0].get("title") != told["title"]:
        return False
    if "timestamp" not in told:
        return _buttons(there) == _buttons(body)
    if embeds[0].get("description") != told["description"]:
        return False
    at = embeds[0].get("timestamp")
    return bool(at) and datetime.fromisoformat(at) == datetime.fromisoformat(told["timestamp"])


def _buttons(one: Json) -> list[Any]:
    rows = one.get("components") or []
    return [b["custom_id"] for row in rows for b in row.get("components", []) if "custom_id" in b]
