"""Questions that everyone may ask: answered at once, from what is on the board."""

import discord
from discord import app_commands
from discord.ext import commands

from bots.discord.commands import choosing
from bots.discord.commands.answering import board, say, voice
from bots.discord.commands.front import Front
from bots.discord.escape import escaped
from relay.core.reply import reply

_installs = app_commands.allowed_installs(guilds=True, users=True)
_contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
_which = app_commands.describe(spacewalk="Which one; the present or next one if left out")


class Following(commands.Cog):
    """For followers."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(description="The next spacewalk: when, who, how long until then")
    @_installs
    @_contexts
    async def next(self, interaction: discord.Interaction) -> None:
        await answer(self._front, interaction, "next")

    @app_commands.command(description="What is going on right now")
    @_installs
    @_contexts
    async def now(self, interaction: discord.Interaction) -> None:
        await answer(self._front, interaction, "now")

    @app_commands.command(description="Where to watch")
    @_installs
    @_contexts
    async def live(self, interaction: discord.Interaction) -> None:
        await answer(self._front, interaction, "live")

    @app_commands.command(description="What has happened, step by step")
    @_installs
    @_contexts
    @_which
    async def timeline(self, interaction: discord.Interaction, spacewalk: str = "") -> None:
        await answer(self._front, interaction, "timeline", spacewalk)

    @app_commands.command(description="Who goes outside")
    @_installs
    @_contexts
    @_which
    async def crew(self, interaction: discord.Interaction, spacewalk: str = "") -> None:
        await answer(self._front, interaction, "crew", spacewalk)

    @app_commands.command(description="Spacewalks that are over, and how long they took")
    @_installs
    @_contexts
    async def history(self, interaction: discord.Interaction) -> None:
        await answer(self._front, interaction, "history")

    @timeline.autocomplete("spacewalk")
    @crew.autocomplete("spacewalk")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Spacewalks that fit."""
        return choosing.spacewalks(self._front, interaction, typed)


async def answer(
    front: Front, interaction: discord.Interaction, question: str, which: str = ""
) -> None:
    """The answer to one question, as every platform words it."""
    known, now = board(front, interaction), front.desk.now()
    meant = choosing.spacewalk(known, now, which) if which else None
    asked = f"{question} {meant.id if meant else which}".strip()
    await say(interaction, escaped(reply(asked, known, now, voice(interaction))))
