"""The connection that people talk to: slash commands and buttons, and no more rights than that."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bots.discord.commands import Front, add_all
from bots.discord.commands.allowance import Allowance
from bots.discord.commands.answering import apologize, granted
from bots.discord.commands.front import WAITING, Test
from bots.discord.commands.syncing import sync
from relay.plugins import Desk

log = logging.getLogger(__name__)

# There is no sound here, so what sound needs is not missed.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

PATIENCE = 45.0
"""Seconds that the library may wait for a rate limit; for longer a request fails."""


class _Tree(app_commands.CommandTree["Client"]):
    async def interaction_check(self, interaction: discord.Interaction["Client"], /) -> bool:
        """Suggestions cost nothing; whatever else is asked has an allowance."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        return await granted(interaction.client.front, interaction)

    async def on_error(
        self, interaction: discord.Interaction["Client"], error: app_commands.AppCommandError, /
    ) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            log.error("a suggestion failed", exc_info=error)
        else:
            await apologize(interaction, error)


class Client(commands.AutoShardedBot):
    """It hears of servers, channels and roles, and of what is said to it by command or button."""

    def __init__(self, front: Front, **options: Any) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            tree_cls=_Tree,
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=PATIENCE,
            **options,
        )
        self.front = front

    async def setup_hook(self) -> None:
        parsers = self._connection.parsers
        for event, parse in parsers.items():
            parsers[event] = _unharmed(event, parse)
        await add_all(self, self.front)
        await sync(self, self.tree)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.error("what became of the event %s failed", event_method, exc_info=sys.exception())


def build(
    desk: Desk,
    test: Test,
    *,
    shard_count: int | None = None,
    allowance: Allowance | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    patience: float = WAITING,
) -> Client:
    """The bot, not connected yet: `await client.start(token)`.

    `shard_count` None lets Discord say how many. `test` posts a test message, which is waited for
    `patience` seconds.
    """
    front = Front(desk, test, allowance or Allowance(monotonic), patience)
    options = {} if shard_count is None else {"shard_count": shard_count}
    return Client(front, **options)


def _unharmed(event: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    """An event that is not of the known form is logged; the library would end the connection."""

    def parsed(data: Any) -> None:
        try:
            parse(data)
        except Exception:
            log.exception("an event %s of the gateway is not of the known form", event)

    return parsed
