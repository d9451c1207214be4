"""The bot as the relay knows it: it tells, shows and serves."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib.util import find_spec
from typing import ClassVar

import aiohttp
from pydantic import Field, SecretStr

from bots.discord import calendar, message
from bots.discord.access import Access
from bots.discord.address import is_person
from bots.discord.caretaking import Caretaker
from bots.discord.options import mistakes
from bots.discord.pacer import Pacer
from bots.discord.posting import Poster
from bots.discord.rest import Rest
from bots.discord.threads import CARD
from relay.clock import Clock
from relay.core.card import Card
from relay.core.notice import Notice
from relay.errors import ConfigError, DeliveryError, DestinationClosed
from relay.plugins import Bot, Desk, Destination, Finding, Http, Receipt, Settings

CALENDAR = "event"
CARD_AHEAD, CALENDAR_AHEAD = timedelta(hours=24), timedelta(days=60)

log = logging.getLogger(__name__)


class Config(Settings):
    """The account that speaks."""

    token: SecretStr = SecretStr("")
    """The bot's token."""
    api_url: str = Field(default="https://discord.com/api/v10", pattern=r"^https?://")
    """Where the REST interface begins."""
    gateway_url: str = Field(default="", pattern=r"^(wss?://.*)?$")
    """Where the gateway is; empty means Discord's own."""
    requests_per_second: float = Field(default=49.0, ge=1, le=10_000)
    """What all its requests together keep to; Discord allows 50 unless it granted more."""
    in_flight: int = Field(default=32, ge=1, le=1_000)
    """Requests that may wait for their answers at once."""
    allow_private: bool = False
    """Whether `api_url` may be an address of the local network: for a server of your own."""


class Discord(Bot):
    """Servers and their channels. The address of a destination is the id of a channel, or `user:`
    and the id of a person."""

    name: ClassVar[str] = "discord"
    Config: ClassVar[type[Settings]] = Config
    stamp = staticmethod(message.stamp)

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:
        if not isinstance(config, Config):
            raise TypeError("Discord is configured by its own Config")
        self._config = config
        self._http = http
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._desk: Desk | None = None

    async def start(self) -> None:
        """Raises ConfigError without a token, and without discord.py."""
        if find_spec("discord") is None:
            raise ConfigError(
                "discord.py is not installed: install it with the relay's extra "
                "`spacewalk-relay[discord]`"
            )
        token = self._config.token.get_secret_value()
        if not token:
            raise ConfigError(
                "bots.discord.token is empty: put the bot's token into the environment as "
                "SPACEWALK_RELAY__BOTS__DISCORD__TOKEN"
            )
        if not token.isascii() or not token.isprintable() or " " in token:
            raise ConfigError("bots.discord.token is no token: there are strange characters in it")
        self._session = self._http.session(allow_private=self._config.allow_private)
        pacer = Pacer(self._config.requests_per_second, self._config.in_flight)
        self._rest = Rest(self._session, self._config.api_url, token, pacer, self._clock)
        self._poster = Poster(self._rest, self._clock)
        self._access = Access(self._rest, self._poster.own_id)

    def meet(self, desk: Desk) -> None:
        self._desk = desk
        self._poster.threads.shown = desk.shown
        self._poster.attaching.fetch = desk.footage.file
        self._caretaker = Caretaker(desk, self._access, self._poster, self._clock)

    async def deliver(
        self, destination: Destination, notice: Notice, key: str, posted: Receipt | None
    ) -> Receipt:
        """Post it once under its nonce; a later revision edits what was posted."""
        self._started()
        try:
            return await self._poster.alert(destination, notice, key, posted)
        except DestinationClosed as closed:
            self._tell_admin(destination, str(closed))
            raise

    def faces(self, destination: Destination) -> Mapping[str, timedelta]:
        """A card, and an entry in the server's calendar where an admin asked for it."""
        if is_person(destination):
            return {}
        card = {} if destination.options.get("card") == "no" else {CARD: CARD_AHEAD}
        wanted = destination.options.get("events") == "yes"
        return card | ({CALENDAR: CALENDAR_AHEAD} if wanted else {})

    async def show(
        self, destination: Destination, face: str, card: Card, key: str, posted: Receipt | None
    ) -> Receipt | None:
        try:
            if face == CALENDAR:
                now = self._clock.now()
                return await calendar.keep(self._rest, destination, card, posted, now)
            return await self._poster.card(destination, card, key, posted)
        except DestinationClosed as closed:
            self._tell_admin(destination, str(closed))
            raise

    async def serve(self) -> None:
        """Keep up the gateway and look after destinations that were closed, until cancelled."""
        from bots.discord.client import build  # noqa: PLC0415 - discord.py loads slowly
        from bots.discord.connecting import connect, speak_to  # noqa: PLC0415

        desk, given = self._desk, self._config
        assert desk is not None, "meet() comes first"
        speak_to(given.api_url, given.gateway_url)
        token = given.token.get_secret_value()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._caretaker.run())
            group.create_task(connect(lambda: build(desk, self._test), token, self._clock))

    async def close(self) -> None:
        if self._desk is not None:
            self._caretaker.close()
        if self._session is not None:
            await self._session.close()

    async def check(self, destinations: Sequence[Destination]) -> list[Finding]:
        """Whether the token is good, and whether each channel can be written to."""
        self._started()
        try:
            await self._poster.own_id()
        except DeliveryError as problem:
            return [Finding(part="discord", works=False, says=str(problem))]
        if not destinations:
            return [Finding(part="discord", works=True, says="the token is accepted")]
        return [await self._examine(destination) for destination in destinations]

    async def _examine(self, destination: Destination) -> Finding:
        part = f"discord {destination.id}"
        if wrong := mistakes(destination):
            return Finding(part=part, works=False, says=f"options: {'; '.join(wrong)}")
        try:
            lacking = await self._access.lacking(destination)
        except DeliveryError as problem:
            return Finding(part=part, works=False, says=str(problem))
        if lacking:
            return Finding(part=part, works=False, says=f"allow the bot {', '.join(lacking)}")
        return Finding(part=part, works=True, says="the bot may write there; nothing was posted")

    async def _test(self, destination: Destination) -> str:
        try:
            words = TO_A_PERSON if is_person(destination) else TEST
            await self._poster.say(destination.address, words)
        except DeliveryError as problem:
            return str(problem)
        return ""

    def _tell_admin(self, destination: Destination, reason: str) -> None:
        if self._desk is not None:
            self._caretaker.tell(destination, reason)

    def _started(self) -> None:
        if self._session is None:
            raise RuntimeError("start() comes first")


TO_A_PERSON = "Your reminders of spacewalks will come here. Nothing has happened yet."
TEST = "This is a test of the spacewalk relay. Nothing has happened, and nobody is called."
