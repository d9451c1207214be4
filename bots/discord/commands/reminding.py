"""Reminders that people set for themselves: by direct message, or by a role of their server."""

import discord
from discord import app_commands
from discord.ext import commands

from bots.discord.commands import choosing, reminders
from bots.discord.commands.answering import board, say
from bots.discord.commands.front import Front
from bots.discord.commands.remindform import RemindForm
from bots.discord.commands.roles import offered, toggle
from bots.discord.escape import escaped
from relay.core import wording
from relay.core.standing import Spacewalk


class Reminding(commands.Cog):
    """For everyone."""

    remind = app_commands.Group(
        name="remind",
        description="Be reminded before a spacewalk",
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=True
        ),
    )

    def __init__(self, front: Front) -> None:
        self._front = front

    @remind.command(description="Choose when and how you are reminded")
    @app_commands.describe(spacewalk="Which one; every one if left out")
    async def me(self, interaction: discord.Interaction, spacewalk: str = "") -> None:
        await offer(self._front, interaction, spacewalk)

    @me.autocomplete("spacewalk")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Spacewalks that fit."""
        return choosing.spacewalks(self._front, interaction, typed)

    @remind.command(description="No more reminders for you, here and by direct message")
    async def off(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        had = await self._front.desk.remove(reminders.identity(interaction.user.id))
        left = await _leave_roles(self._front, interaction)
        done = ["Your reminders by direct message are off."] if had else []
        await say(interaction, " ".join([*done, *left]) or "You had no reminders.")


async def offer(front: Front, interaction: discord.Interaction, which: str) -> None:
    """Show what someone has asked for and let them change it."""
    walk = _meant(front, interaction, which)
    problem = _problem(front, which, walk)
    if problem:
        await say(interaction, problem)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    mine = await front.desk.destination(reminders.identity(interaction.user.id))
    roles = await offered(front, interaction.guild)
    form = RemindForm(front, interaction, walk, mine, roles)
    name = escaped(wording.name(walk)) if walk else "every spacewalk"
    asked = f"**Be reminded of {name}**: choose how long before, and how."
    known = board(front, interaction)
    await say(interaction, f"{asked}\n{reminders.in_words(mine, known)}", form)


def _meant(front: Front, interaction: discord.Interaction, which: str) -> Spacewalk | None:
    known = board(front, interaction)
    return choosing.spacewalk(known, front.desk.now(), which) if which else None


def _problem(front: Front, which: str, walk: Spacewalk | None) -> str:
    if not front.desk.lead_times:
        return "No reminders are made here: the operator has switched them off."
    if which and walk is None:
        said = escaped(which, 100)
        return f"I know no spacewalk “{said}”. Choose one of those that are suggested."
    if walk and reminders.too_late(walk):
        return f"{escaped(wording.name(walk))} is {walk.state.value}: nothing is left to remind of."
    return ""


async def _leave_roles(front: Front, interaction: discord.Interaction) -> list[str]:
    """What became of each reminder role that they have, in words."""
    member = interaction.user
    if not isinstance(member, discord.Member):
        return []
    held = [role for role in await offered(front, interaction.guild) if role in member.roles]
    return [await toggle(member, role) for role in held]
