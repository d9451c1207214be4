"""What becomes of a server's channels when the bot is removed, comes back, or one is deleted."""

import logging
from collections.abc import Iterable

import discord
from discord.ext import commands

from bots.discord.commands.front import Front, channel_destination, community

log = logging.getLogger(__name__)

REMOVED = "removed from the server"
DELETED = "the channel was deleted"


class Membership(commands.Cog):
    """Holds back and lets go; nothing is ever deleted, and an outage changes nothing."""

    def __init__(self, bot: discord.Client, front: Front) -> None:
        self._bot = bot
        self._front = front

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        for one in await self._front.of_server(guild.id):
            await self._front.desk.suspend(one.id, REMOVED)
        log.info("removed from server %d", guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._let_go([guild])

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """It may have been let in again while it was not connected."""
        await self._let_go(self._bot.guilds)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._front.desk.suspend(channel_destination(channel.id), DELETED)

    async def _let_go(self, guilds: Iterable[discord.Guild]) -> None:
        """Tell those again that were held back because the bot was not there."""
        held = await self._front.desk.suspended()
        if REMOVED not in held.values():
            return
        homes = {community(guild.id) for guild in guilds}
        for name in (name for name, reason in held.items() if reason == REMOVED):
            one = await self._front.desk.destination(name)
            if one is not None and one.community in homes:
                await self._front.desk.reopen(name)
