"""What is to be seen and heard of the live stream: a picture, a clip, what was said."""

from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bots.discord.commands import choosing, times
from bots.discord.commands.answering import board, say, voice
from bots.discord.commands.front import Front
from bots.discord.commands.screening import Progress, Reel, Screening
from bots.discord.escape import escaped
from bots.discord.upload import LIMIT
from relay.core import filmed
from relay.errors import VideoError

CAPTIONS = 8
"""The newest of those that fit, which an answer has room for."""

_UNTIL = 'When it ends: "now", "2 min ago" or "14:41"; the last three minutes can be had'
_installs = app_commands.allowed_installs(guilds=True, users=True)
_contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)


class Filming(commands.Cog):
    """For followers."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._screening = Screening(front)

    @app_commands.command(description="A picture of the live stream as it is now")
    @_installs
    @_contexts
    async def picture(self, interaction: discord.Interaction) -> None:
        await self._screening.show(
            interaction, lambda _: self._picture(interaction), "Looking for a live picture …"
        )

    @app_commands.command(description="The last seconds of the live stream as a video")
    @_installs
    @_contexts
    @app_commands.describe(seconds="How long: 5 to 90 seconds, or 30 if left out", before=_UNTIL)
    async def clip(
        self,
        interaction: discord.Interaction,
        seconds: app_commands.Range[int, 5, 90] = 30,
        before: str = "now",
    ) -> None:
        now = self._front.desk.now()
        try:
            end = times.parse(before, now)
        except times.NoTime as problem:
            await say(interaction, escaped(str(problem)))
            return
        length = timedelta(seconds=seconds)
        start = end - length if end < now else None
        await self._screening.show(
            interaction,
            lambda progress: self._clip(interaction, start, length, progress),
            f"Cutting {seconds} seconds of the stream; this can take up to a minute …",
        )

    @app_commands.command(description="Search what was said on the stream, in its captions")
    @_installs
    @_contexts
    @app_commands.describe(
        words="Words that all have to be in it",
        spacewalk="Which one; the present or last one if left out",
    )
    async def said(
        self,
        interaction: discord.Interaction,
        words: app_commands.Range[str, 1, 100],
        spacewalk: str = "",
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        speaking, desk = voice(interaction), self._front.desk
        walk = choosing.spacewalk(board(self._front, interaction), desk.now(), spacewalk)
        if walk is None:
            await say(interaction, escaped(speaking.say("reply.unknown")))
            return
        try:
            found = await desk.footage.said(walk.id, words, CAPTIONS)
        except VideoError as problem:
            await say(interaction, escaped(str(problem), 500))
            return
        await say(interaction, escaped(filmed.said(found, speaking)))

    @said.autocomplete("spacewalk")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Spacewalks that fit."""
        return choosing.spacewalks(self._front, interaction, typed)

    async def _picture(self, interaction: discord.Interaction) -> Reel:
        still = await self._front.desk.footage.snapshot()
        age = self._front.desk.now() - still.at
        words = filmed.taken(
            still.at,
            voice(interaction),
            exact=still.exact,
            age=age if age >= timedelta(0) else None,
            credit=still.credit,
            look=still.look,
        )
        return Reel(still.jpeg, still.at, "jpg", words)

    async def _clip(
        self,
        interaction: discord.Interaction,
        start: datetime | None,
        length: timedelta,
        progress: Progress,
    ) -> Reel:
        most = interaction.filesize_limit or LIMIT
        clip = await self._front.desk.footage.clip(start, length, most, progress.tell)
        words = filmed.cut(
            clip.at,
            clip.length,
            voice(interaction),
            credit=clip.credit,
            reencoded=clip.reencoded,
        )
        return Reel(clip.mp4, clip.at, "mp4", words)
