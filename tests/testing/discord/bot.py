"""A bot made with the library, for the loopback Discord to be tried with."""

import asyncio

import discord
from discord import app_commands, ui

PATIENCE = 30.0


class Form(ui.Modal, title="Milestone"):
    when: ui.TextInput["Form"] = ui.TextInput(label="When", custom_id="when")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"at {self.when.value}")


class Buttons(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Remind me", custom_id="remind:us-eva-95")
    async def remind(self, interaction: discord.Interaction, _: ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content="reminded")


class Client(discord.AutoShardedClient):
    """With two commands; what the tests wait for, it says at once."""

    def __init__(self) -> None:
        # The library waits so long for more guilds after the last one.
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(_next)
        self.tree.add_command(_form)
        self.told: asyncio.Queue[str] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The real one waits five seconds before each but the first."""

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def on_shard_ready(self, shard: int) -> None:
        self.told.put_nowait(f"ready {shard}")

    async def on_shard_resumed(self, shard: int) -> None:
        self.told.put_nowait(f"resumed {shard}")

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.told.put_nowait(f"unavailable {guild.id}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.told.put_nowait(f"removed {guild.id}")

    async def until(self, *words: str) -> None:
        """Return when all of that was told."""
        waiting = set(words)
        async with asyncio.timeout(PATIENCE):
            while waiting:
                waiting.discard(await self.told.get())


async def _complete(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{current}-eva-95", value=current)]


@app_commands.command(name="next", description="The next spacewalk")
@app_commands.autocomplete(spacewalk=_complete)
async def _next(
    interaction: discord.Interaction,
    spacewalk: str = "",
    where: discord.TextChannel | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True)
    may = interaction.permissions.manage_guild
    said = f"{spacewalk} {where} {interaction.locale} {may}"
    await interaction.followup.send(said, ephemeral=True)


@app_commands.command(name="form", description="A form")
async def _form(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Form(custom_id="form"))
