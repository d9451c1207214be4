"""A server's own calendar: one scheduled event for each spacewalk, kept in step with its plan."""

import logging
from datetime import datetime, timedelta
from typing import Any

from bots.discord.escape import escaped
from bots.discord.message import NAME, SNOWFLAKE, link, written
from bots.discord.pacer import Urgency
from bots.discord.refusals import EntryGone, identity
from bots.discord.rest import Calls
from relay.core.card import Card, Phase
from relay.core.text import plain
from relay.errors import DeliveryRefused, DestinationClosed
from relay.plugins import Destination, Receipt

EXTERNAL, GUILD_ONLY = 3, 2
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
UNKNOWN_LENGTH = timedelta(hours=6, minutes=30)
"""Discord wants an end; most spacewalks are planned for about this long."""
WHERE, DESCRIPTION = 100, 900
ELSEWHERE = "NASA+"
ENDED = "/ended"
"""Behind the id in a receipt: the entry is over, and Discord may not know it any more."""

log = logging.getLogger(__name__)


async def keep(
    rest: Calls, destination: Destination, card: Card, posted: Receipt | None, now: datetime
) -> Receipt | None:
    """Make the entry or bring it in step; None while there is nothing that could be entered.

    What was called off and planned anew gets a new entry; what someone deleted there does not.
    Raises what a request raises, but never DestinationClosed: alerts need no calendar.
    """
    guild = destination.options.get("guild", "")
    if not SNOWFLAKE.fullmatch(guild):
        raise DeliveryRefused("a calendar needs the id of its server: options.guild")
    path = f"/guilds/{guild}/scheduled-events"
    try:
        return await _keep(rest, path, card, posted, now)
    except DestinationClosed as problem:
        raise DeliveryRefused(
            f"the server's calendar cannot be kept: allow the bot Create Events ({problem})"
        ) from problem
    except EntryGone:
        log.info("an entry of a calendar has been deleted there")
        return posted


async def _keep(
    rest: Calls, path: str, card: Card, posted: Receipt | None, now: datetime
) -> Receipt | None:
    if posted is None or posted.message.endswith(ENDED):
        known = await _found(rest, path, card)
    else:
        known = await rest.call("GET", f"{path}/{posted.message}", urgency=Urgency.SHOWING)
    if known is None:
        return await _make(rest, path, card, now) or posted
    entry = f"{path}/{identity(known)}"
    status = known.get("status")
    for step in _steps(status, card):
        await rest.call("PATCH", entry, step, urgency=Urgency.SHOWING)
        status = step.get("status", status)
    return Receipt(message=identity(known) + (ENDED if status in (COMPLETED, CANCELED) else ""))


async def _found(rest: Calls, path: str, card: Card) -> dict[str, Any] | None:
    """One that was made before a crash, known by the mark at the end of its words."""
    for event in await rest.call("GET", path, urgency=Urgency.SHOWING) or ():
        standing = event.get("status") in (SCHEDULED, ACTIVE)
        if standing and str(event.get("description") or "").endswith(_mark(card)):
            return dict(event)
    return None


async def _make(rest: Calls, path: str, card: Card, now: datetime) -> Receipt | None:
    if card.phase is not Phase.PLANNED or card.start is None or card.start <= now:
        return None
    body = _body(card) | {"privacy_level": GUILD_ONLY, "entity_type": EXTERNAL}
    # Nothing tells two of them apart: after a lost answer it is looked for before the next try.
    made = await rest.call("POST", path, body, urgency=Urgency.SHOWING, tries=1)
    return Receipt(message=identity(made))


def _steps(status: object, card: Card) -> list[dict[str, Any]]:
    if card.phase is Phase.CALLED_OFF:
        return [{"status": CANCELED if status == SCHEDULED else COMPLETED}]
    if card.phase is Phase.OVER:
        start = [{"status": ACTIVE}] if status == SCHEDULED else []
        return [*start, {"status": COMPLETED}]
    if card.phase is Phase.UNDERWAY:
        return [{"status": ACTIVE}] if status == SCHEDULED else []
    return [_body(card)] if status == SCHEDULED and card.start else []


def _body(card: Card) -> dict[str, Any]:
    assert card.start is not None
    end = card.end or card.start + UNKNOWN_LENGTH
    watch = link(card.watch)
    return {
        "name": plain(card.title, NAME) or card.key[:NAME],
        "description": f"{escaped(card.description, DESCRIPTION)}\n\n{_mark(card)}".strip(),
        "scheduled_start_time": written(card.start),
        "scheduled_end_time": written(max(end, card.start + timedelta(minutes=1))),
        "entity_metadata": {"location": watch if 0 < len(watch) <= WHERE else ELSEWHERE},
    }


def _mark(card: Card) -> str:
    return f"({card.key})"
