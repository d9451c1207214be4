"""Keeps the gateway open with discord.py, at Discord or at a server that speaks like it."""

import logging
from collections.abc import Callable
from json import JSONDecodeError

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bots.discord.client import Client
from relay.clock import Clock
from relay.core.text import plain

FIRST, LONGEST = 5.0, 60.0
"""Seconds before the next try, after the first failure and at most."""
REFUSED = 300.0
"""The same when Discord does not know the token."""

log = logging.getLogger(__name__)


def speak_to(api_url: str, gateway_url: str) -> None:
    """Where discord.py finds Discord, in this whole process."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)


async def connect(build: Callable[[], Client], token: str, clock: Clock) -> None:
    """Answer people until cancelled. Once connected discord.py comes back by itself; what it gives
    up for is tried again here."""
    wait = FIRST
    while True:
        began = clock.now()
        try:
            async with build() as client:
                await client.start(token)
        except discord.LoginFailure:
            wait = REFUSED
            log.error("Discord does not accept the token, so no command is answered: mend it")
        except (discord.DiscordException, aiohttp.ClientError, OSError, JSONDecodeError) as problem:
            why = plain(str(problem) or type(problem).__name__, 200)
            log.warning("no connection to Discord, next try in %.0f s: %s", wait, why)
        await clock.sleep(wait)
        long_ago = (clock.now() - began).total_seconds() > 10 * LONGEST
        wait = FIRST if long_ago else min(LONGEST, 2 * wait)
