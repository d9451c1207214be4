"""Puts alerts and cards where they belong: a channel, a thread of it, or someone's own messages."""

import logging
import secrets
from datetime import datetime
from typing import Any

from bots.discord import address as address_of
from bots.discord import message
from bots.discord.attaching import Attaching, alert_again, card_again
from bots.discord.before import Before
from bots.discord.kept import Kept
from bots.discord.message import SNOWFLAKE
from bots.discord.pacer import Urgency
from bots.discord.refusals import Already, MessageGone, TooSlow, identity
from bots.discord.rest import Calls
from bots.discord.threads import Threads
from bots.discord.upload import Post
from relay.clock import Clock
from relay.core.card import Card
from relay.core.milestone import Milestone
from relay.core.notice import Notice
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed
from relay.plugins import Destination, Receipt

PEOPLE_KEPT = 10_000
PUBLISHED = frozenset(m.value for m in Milestone) - {Milestone.TASK.value}
"""Kinds that an announcement channel hands on; it may do so about ten times an hour."""

log = logging.getLogger(__name__)


class Poster:
    """One for the bot. A receipt is "channel/message"."""

    def __init__(self, rest: Calls, clock: Clock) -> None:
        self._rest = rest
        self._before = Before(rest, clock)
        self._people = Kept[str, str](PEOPLE_KEPT)
        self._own_id = ""
        self._alerts = message.Alerts()
        self.attaching = Attaching()
        self.threads = Threads(rest)

    async def alert(
        self, destination: Destination, notice: Notice, key: str, posted: Receipt | None
    ) -> Receipt:
        """Post it once, or edit what was posted."""
        body = self._alerts.of(destination, notice)
        urgency = Urgency.PINGING if body["content"] else Urgency.TELLING
        if posted is not None:
            return await self._edit(destination, posted, alert_again(body, notice), urgency)
        post = await self.attaching.alert(body, notice)
        channel = await self._channel(destination.address)
        if thread := await self.threads.of(destination, notice):
            try:
                receipt, _ = await self._post(thread, post, key, urgency, notice.time)
                self._before.ends(key)
                return receipt
            except DeliveryRefused as problem:
                # Someone deleted or locked the thread: that closes no channel.
                log.info("the thread takes nothing, so the channel is told: %s", problem)
        receipt, _ = await self._post(channel, post, key, urgency, notice.time)
        if destination.options.get("publish") == "yes" and notice.kind in PUBLISHED:
            await self._publish(receipt)
        # Only now: what is broken off in between is looked for at the next try.
        self._before.ends(key)
        return receipt

    async def card(
        self, destination: Destination, card: Card, key: str, posted: Receipt | None
    ) -> Receipt:
        """Post it, with a thread where it is wanted, or edit it in place."""
        post = await self.attaching.card(destination, card)
        again = card_again(post) if card.picture else post
        if posted is not None:
            await self._edit(destination, posted, again, Urgency.SHOWING)
            await self.threads.open_missed(destination, posted, card)
            return posted
        channel = await self._channel(destination.address)
        receipt, fresh = await self._post(channel, post, key, Urgency.SHOWING, None)
        if not fresh:
            await self._edit(destination, receipt, again, Urgency.SHOWING)
        await self.threads.open(destination, receipt, card)
        self._before.ends(key)
        return receipt

    async def say(self, address: str, words: str) -> None:
        """Plain words, calling nobody."""
        channel = await self._channel(address, Urgency.ASKED)
        body = {"content": words, "allowed_mentions": message.NOTHING_PINGS}
        once = {"nonce": secrets.token_hex(12), "enforce_nonce": True}
        path = f"/channels/{channel}/messages"
        await self._rest.call("POST", path, body | once, urgency=Urgency.ASKED)

    async def own_id(self) -> str:
        """The bot's own account."""
        if not self._own_id:
            self._own_id = identity(await self._rest.call("GET", "/users/@me"))
        return self._own_id

    async def _post(
        self, channel: str, post: Post, key: str, urgency: Urgency, since: datetime | None
    ) -> tuple[Receipt, bool]:
        """Whether it is sure to say this: an earlier try may have posted it in other words."""
        path = f"/channels/{channel}/messages"
        known = None
        fresh = not self._before.has_tried(key)
        try:
            if self._before.begins(key, since):
                known = await self._before.look(path, post.words, await self.own_id())
                fresh = fresh and known is None
            if known is None:
                known = await self._send("POST", path, post.under(key), urgency)
            receipt = Receipt(message=f"{channel}/{identity(known)}")
        except DeliveryRefused:
            self._before.ends(key)
            raise
        return receipt, fresh

    async def _edit(
        self, destination: Destination, posted: Receipt, post: Post, urgency: Urgency
    ) -> Receipt:
        channel, _, message_id = posted.message.partition("/")
        path = f"/channels/{channel}/messages/{message_id}"
        try:
            await self._send("PATCH", path, post, urgency)
        except MessageGone:
            log.info("a message that was to be edited has been deleted there")
        except DestinationClosed as problem:
            # A thread that someone deleted closes no channel.
            if channel == destination.address:
                raise
            log.info("a message cannot be edited any more: %s", problem)
        return posted

    async def _send(self, method: str, path: str, post: Post, urgency: Urgency) -> Any:
        """What is refused with its file, or takes too long with it, is said without it: its nonce
        stands for both."""
        if post.full is not None:
            try:
                return await self._rest.call(method, path, post.full, urgency=urgency)
            except MessageGone:
                raise
            except (DeliveryRefused, TooSlow) as problem:
                log.info("told without its file, which Discord does not take: %s", problem)
        return await self._rest.call(method, path, post.words, urgency=urgency)

    async def _channel(self, address: str, urgency: Urgency = Urgency.TELLING) -> str:
        person = address_of.person(address)
        if not SNOWFLAKE.fullmatch(person or address):
            raise DeliveryRefused(
                "the address is no channel: give the id of one, as Copy Channel ID gives it"
            )
        return await self._direct(person, urgency) if person else address

    async def _direct(self, person: str, urgency: Urgency) -> str:
        if person not in self._people:
            to = {"recipient_id": person}
            made = await self._rest.call("POST", "/users/@me/channels", to, urgency=urgency)
            self._people[person] = identity(made)
        return self._people[person]

    async def _publish(self, receipt: Receipt) -> None:
        path = f"/channels/{receipt.message.replace('/', '/messages/')}/crosspost"
        try:
            await self._rest.call("POST", path)
        except Already:
            log.debug("it was published before")
        except (DeliveryRefused, DeliveryDelayed) as problem:
            log.warning("posted, but not published to following servers: %s", problem)
