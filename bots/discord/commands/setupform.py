"""The form of `/spacewalk setup`: one page of menus, and what comes of it in words above them."""

from typing import Any

import discord

from bots.discord.access import missing
from bots.discord.commands import menus, wishes
from bots.discord.commands.answering import (
    TOKEN_LIFE,
    apologize,
    granted,
    say,
)
from bots.discord.commands.front import PLATFORM, Front, channel_destination
from bots.discord.commands.wish import Wish, remarks, taking
from relay.core.voice import LANGUAGES
from relay.plugins import Destination

SAVE = "save"


class SetupForm(discord.ui.LayoutView):
    """For one admin and one channel."""

    def __init__(self, front: Front, guild: discord.Guild, wish: Wish) -> None:
        super().__init__(timeout=TOKEN_LIFE)
        self.front = front
        self.guild = guild
        self.wish = wish
        self._called_for: list[str] = []
        self._remark = ""
        self._draw()

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        if not interaction.permissions.manage_guild:
            await say(interaction, "This takes the permission Manage Server.")
            return False
        return await granted(self.front, interaction)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        await apologize(interaction, error)

    def _draw(self) -> None:
        self.clear_items()
        self.add_item(discord.ui.TextDisplay(self._words()))
        self._row(menus.ChannelMenu(self.wish.channel, self._take_channel))
        self._row(menus.of_kinds(self.wish, self._redraw))
        if self.front.desk.lead_times:
            self._row(menus.of_leads(self.wish, self.front.desk.lead_times, self._redraw))
        self._row(menus.of_calls(self._called_for, self._take_calls, self._redraw))
        self._row(menus.RoleMenu(self._take_role, self._redraw))
        self._row(menus.of_extras(self.wish, self._redraw))
        if len(LANGUAGES) > 1:
            self._row(menus.of_languages(self.wish, LANGUAGES, self._redraw))
        self._row(_Save(self))

    def _row(self, item: discord.ui.Item[Any]) -> None:
        self.add_item(discord.ui.ActionRow(item))

    def _words(self) -> str:
        wish = self.wish
        where = f"<#{wish.channel}>" if wish.channel else "choose a channel below"
        what = wishes.labels(wish.chosen)
        lines = ["### Tell a channel about spacewalks", f"**Where:** {where}", f"**What:** {what}"]
        for role in sorted(set(wish.roles.values())):
            kinds = frozenset(kind for kind, called in wish.roles.items() if called == role)
            lines.append(f"**Ping** <@&{role}> **for:** {wishes.in_words(kinds)}")
        lines += taking(wish, self.guild)
        return "\n".join([*lines, self._remark] if self._remark else lines)[:3900]

    async def _redraw(self, interaction: discord.Interaction) -> None:
        self._draw()
        await interaction.response.edit_message(
            view=self, allowed_mentions=discord.AllowedMentions.none()
        )

    def _take_calls(self, values: list[str]) -> None:
        self._called_for = values

    def _take_role(self, role: discord.Role | None) -> None:
        self._remark = ""
        if role and role.is_default():
            self._remark = "⚠ @everyone is never pinged: choose a role that people can take."
            return
        if not self._called_for:
            self._remark = "⚠ First choose in the menu above what the role is to be pinged for."
            return
        self.wish.call(self._called_for, role.id if role else None)

    async def _take_channel(self, channel: int, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        before = await self.front.desk.destination(channel_destination(channel))
        self.wish.channel = channel
        if before is not None and before.made_in_chat:
            self.wish.start_from(before)
        self._draw()
        await interaction.edit_original_response(
            view=self, allowed_mentions=discord.AllowedMentions.none()
        )

    async def save(self, interaction: discord.Interaction) -> str:
        """Check and keep it; what came of it in words."""
        channel = self.guild.get_channel(self.wish.channel)
        if not isinstance(channel, discord.TextChannel):
            return "Choose a text or announcement channel of this server that I can see."
        rights = channel.permissions_for(self.guild.me)
        announcements = channel.is_news()
        options = self.wish.options(announcements=announcements)
        if lacking := missing(rights.value, options):
            return (
                f"Not saved yet: in {channel.mention} I lack **{', '.join(lacking)}**. Grant it in "
                "the channel's settings and press Save again."
            )
        before, problem = await self._before()
        if problem:
            return problem
        self.wish.by = interaction.user.id
        made = self.wish.destination(before, announcements=announcements)
        await self.front.put(made)
        notes = [*taking(self.wish, self.guild), *remarks(self.wish, self.guild, rights)]
        return "\n".join([f"Saved: {channel.mention} {await self._state(made.id)}.", *notes])

    async def _state(self, identity: str) -> str:
        """As it is after saving: a pause stays."""
        kept = await self.front.desk.destination(identity)
        if kept is not None and kept.paused:
            return "is paused and told nothing until `/spacewalk resume`"
        return "is told from now on"

    async def _before(self) -> tuple[Destination | None, str]:
        address = str(self.wish.channel)
        known = await self.front.desk.destinations_at(PLATFORM, address)
        if any(not one.made_in_chat for one in known):
            return None, (
                "That channel is told by the relay's own configuration file; only its operator can "
                "change that."
            )
        identity = channel_destination(self.wish.channel)
        return next((one for one in known if one.id == identity), None), ""


class _Save(discord.ui.Button[Any]):
    def __init__(self, form: SetupForm) -> None:
        super().__init__(style=discord.ButtonStyle.primary, label="Save", custom_id=SAVE)
        self._form = form

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await say(interaction, await self._form.save(interaction))
