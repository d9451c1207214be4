"""What Discord's refusals mean: for the destination, or for the one message."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bots.discord.message import SNOWFLAKE
from relay.core.text import plain
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_EVENT = 10003, 10004, 10008, 10070
NO_ACCESS, NO_DIRECT_MESSAGES, NO_PERMISSION = 50001, 50007, 50013
ALREADY_PUBLISHED, ALREADY_A_THREAD = 40033, 160004

CLOSED: Mapping[int, str] = {
    UNKNOWN_CHANNEL: "there is no such channel: choose another one, or mend its id",
    UNKNOWN_GUILD: "the server does not exist any more",
    NO_ACCESS: "the bot may not see the channel: allow it View Channel there",
    NO_DIRECT_MESSAGES: "this person takes no direct messages",
    NO_PERMISSION: "the bot may not write there: allow it Send Messages and Embed Links",
}
"""Codes after which nothing can be told there until someone changes something."""

LONGEST_WAIT = 3600.0
BLOCKED = 60.0
"""Seconds to wait when what answers is not Discord itself but what stands before it."""


class MessageGone(DeliveryRefused):
    """Someone deleted the message."""


class EntryGone(DeliveryRefused):
    """Someone deleted the entry of the server's calendar."""


class TooSlow(DeliveryDelayed):
    """A file did not arrive in time; what goes with it may have."""


class Already(DeliveryRefused):
    """What was asked for is done already."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """None for what is no JSON."""
        try:
            return json.loads(self.body) if self.body else None
        except (ValueError, RecursionError):
            return None

    def said(self) -> dict[str, Any]:
        """The body, where it is an object."""
        found = self.json()
        return found if isinstance(found, dict) else {}

    def number(self, header: str) -> float | None:
        """What a header counts, where that is a number."""
        return _number(self.headers.get(header))

    def is_global(self) -> bool:
        """Whether a 429 is about everything that comes from here."""
        return (
            bool(self.said().get("global"))
            or "X-RateLimit-Global" in self.headers
            or "Via" not in self.headers
        )

    def retry_after(self) -> float:
        """Seconds, as the body says it or else the header."""
        wish = _number(self.said().get("retry_after"))
        if wish is None:
            wish = self.number("Retry-After")
        if wish is None:
            return BLOCKED
        return min(LONGEST_WAIT, max(0.0, wish))


def identity(found: object) -> str:
    """The id in an answer. Raises DeliveryDelayed where there is none: Discord always gives one."""
    given = found.get("id") if isinstance(found, dict) else None
    if not isinstance(given, str) or not SNOWFLAKE.fullmatch(given):
        raise DeliveryDelayed("what answered is not Discord: it names no id", BLOCKED)
    return given


def _number(given: object) -> float | None:
    try:
        number = float(given) if isinstance(given, str | int | float) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def refusal(answer: Answer) -> Exception:
    """The error for an answer that is neither a success nor worth the same try again at once."""
    said = answer.said()
    code = said.get("code")
    words = plain(str(said.get("message", "")), 200)
    told = f"Discord answered {answer.status}" + (f": {words} ({code})" if words else "")
    if isinstance(code, int) and code in CLOSED:
        return DestinationClosed(CLOSED[code])
    if code == UNKNOWN_MESSAGE:
        return MessageGone("the message was deleted")
    if code == UNKNOWN_EVENT:
        return EntryGone("the entry of the calendar was deleted")
    if code in (ALREADY_PUBLISHED, ALREADY_A_THREAD):
        return Already(told)
    # What is too large stays so, whoever says it.
    if said or answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return DeliveryRefused(told)
    return DeliveryDelayed(f"{told}, which Discord itself does not say so", BLOCKED)
