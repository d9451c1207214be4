"""What the admins of a server decide: which channels are told, and what."""

import discord
from discord import app_commands
from discord.ext import commands

from bots.discord.commands import choosing, settings
from bots.discord.commands.answering import Asked, language, say
from bots.discord.commands.front import BUSY, Front
from bots.discord.commands.setupform import SetupForm
from bots.discord.commands.wish import Wish
from bots.discord.escape import escaped
from relay.plugins import Destination

NOT_ALLOWED = "This takes the permission Manage Server."
UNKNOWN = (
    "No such channel is set up in this server. Choose one of those that are suggested; "
    "`/spacewalk settings` shows them all."
)
GONE = (
    "I see no such channel in this server any more. If it was deleted, `/spacewalk remove` it and "
    "set up another; else allow me View Channel there."
)
_channel = app_commands.describe(channel="One that is told")


class Managing(commands.Cog):
    """For admins, each in their own server alone."""

    spacewalk = app_commands.Group(
        name="spacewalk",
        description="Tell channels of this server about spacewalks",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )

    def __init__(self, front: Front) -> None:
        self._front = front

    @spacewalk.command(description="Tell a channel, or change what it is told")
    async def setup(self, interaction: discord.Interaction) -> None:
        guild = await _server(interaction)
        if guild is None:
            return
        wish = Wish(guild.id, interaction.user.id, language=language(interaction.locale))
        form = SetupForm(self._front, guild, wish)
        await interaction.response.send_message(view=form, ephemeral=True)

    @spacewalk.command(name="settings", description="Every channel that is told, and how it fares")
    async def show(self, interaction: discord.Interaction) -> None:
        guild = await _server(interaction)
        if guild is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        places = [str(channel.id) for channel in guild.text_channels]
        known = await self._front.of_places(guild.id, places)
        await say(interaction, settings.in_words(known, await self._front.desk.suspended()))

    @spacewalk.command(description="Tell a channel nothing until you resume it")
    @_channel
    async def pause(self, interaction: discord.Interaction, channel: str) -> None:
        if chosen := await self._chosen(interaction, channel):
            await self._front.desk.pause(chosen.id)
            await say(interaction, f"{settings.place(chosen)} is told nothing until you resume it.")

    @spacewalk.command(description="Tell a paused channel again")
    @_channel
    async def resume(self, interaction: discord.Interaction, channel: str) -> None:
        if chosen := await self._chosen(interaction, channel):
            if interaction.guild and interaction.guild.get_channel(int(chosen.address)) is None:
                await say(interaction, GONE)
                return
            await self._front.desk.resume(chosen.id)
            told = "is told again, from now on; what it missed is not made up for"
            await say(interaction, f"{settings.place(chosen)} {told}.")

    @spacewalk.command(description="Stop telling a channel and forget its settings")
    @_channel
    async def remove(self, interaction: discord.Interaction, channel: str) -> None:
        if chosen := await self._chosen(interaction, channel):
            asked = f"Forget all settings of {settings.place(chosen)}? Its messages stay."
            await say(interaction, asked, _Removal(self._front, chosen))

    @spacewalk.command(description="Post a test message there, which pings nobody")
    @_channel
    async def test(self, interaction: discord.Interaction, channel: str) -> None:
        if chosen := await self._chosen(interaction, channel):
            await say(interaction, await _tested(self._front, chosen))

    @pause.autocomplete("channel")
    @resume.autocomplete("channel")
    @remove.autocomplete("channel")
    @test.autocomplete("channel")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """The server's channels that fit; nothing for those who may not change them."""
        if interaction.guild_id is None or not interaction.permissions.manage_guild:
            return []
        mine = await self._front.made_by_server(interaction.guild_id)
        return choosing.channels(interaction, mine, typed)

    async def _chosen(self, interaction: discord.Interaction, named: str) -> Destination | None:
        """One of this server's own; otherwise the asker is told why not."""
        guild = await _server(interaction)
        if guild is None:
            return None
        await interaction.response.defer(ephemeral=True, thinking=True)
        known = await self._front.of_server(guild.id)
        found = next((one for one in known if one.id == named), None)
        if found is None:
            await say(interaction, UNKNOWN)
        elif not found.made_in_chat:
            await say(interaction, settings.BY_THE_OPERATOR)
            return None
        return found


async def _tested(front: Front, chosen: Destination) -> str:
    hindered = await front.hindrance(chosen)
    if hindered == BUSY:
        return BUSY
    if hindered:
        return f"The test message did not arrive: {escaped(hindered, 500)}"
    return f"A test message was posted in {settings.place(chosen)}; it pinged nobody."


async def _server(interaction: discord.Interaction) -> discord.Guild | None:
    """Where an admin asked; anyone else is told what is missing."""
    guild = interaction.guild
    if guild is None or not interaction.permissions.manage_guild:
        await say(interaction, NOT_ALLOWED)
        return None
    if guild.unavailable or guild.me is None:
        await say(interaction, "I am not in this server, or it is not available just now.")
        return None
    return guild


class _Removal(Asked):
    """Asks once more."""

    def __init__(self, front: Front, destination: Destination) -> None:
        super().__init__(front)
        self._destination = destination

    @discord.ui.button(label="Remove", style=discord.ButtonStyle.danger, custom_id="remove")
    async def remove(
        self, interaction: discord.Interaction, button: discord.ui.Button["_Removal"]
    ) -> None:
        """Only now it is forgotten."""
        if not interaction.permissions.manage_guild:
            await say(interaction, NOT_ALLOWED)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        self.stop()
        await self.front.desk.remove(self._destination.id)
        await say(interaction, f"{settings.place(self._destination)} is no longer told.")

    @discord.ui.button(label="Keep", custom_id="keep")
    async def keep(
        self, interaction: discord.Interaction, button: discord.ui.Button["_Removal"]
    ) -> None:
        """Nothing changes."""
        self.stop()
        await say(interaction, f"{settings.place(self._destination)} stays as it is.")
