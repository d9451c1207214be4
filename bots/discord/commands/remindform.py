"""The form under `/remind me`: how long before, and whether by direct message or by a role."""

from collections.abc import Sequence
from datetime import timedelta

import discord

from bots.discord.commands import reminders
from bots.discord.commands.answering import Asked, board, language, say
from bots.discord.commands.front import BUSY, Front
from bots.discord.commands.roles import offered, toggle
from bots.discord.escape import escaped
from relay.core import wording
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.plugins import Destination

LEADS, BY_MESSAGE, OFF = "leads", "by-message", "reminders-off"
ROLES = 4
"""Buttons of one row, the last of five left free."""


class RemindForm(Asked):
    """For one person; it lives as long as their answer can be edited."""

    def __init__(
        self,
        front: Front,
        interaction: discord.Interaction,
        walk: Spacewalk | None,
        mine: Destination | None,
        roles: Sequence[discord.Role],
    ) -> None:
        super().__init__(front)
        self.walk = walk
        known = front.desk.lead_times
        self.leads = tuple(lead for lead in mine.lead_times if lead in known) if mine else known
        self.leads = self.leads or known
        self.add_item(_Leads(known, self.leads))
        self.add_item(_ByMessage(self))
        if mine is not None:
            self.add_item(_Off(self))
        for role in roles[:ROLES]:
            self.add_item(_Role(role, interaction.user))


class _Leads(discord.ui.Select["RemindForm"]):
    def __init__(self, known: Sequence[timedelta], chosen: Sequence[timedelta]) -> None:
        options = [
            discord.SelectOption(
                label=f"{wording.length(lead)} before",
                value=str(int(lead.total_seconds())),
                default=lead in chosen,
            )
            for lead in known[:25]
        ]
        super().__init__(
            custom_id=LEADS, options=options, min_values=1, max_values=len(options), row=0
        )

    async def callback(self, interaction: discord.Interaction) -> None:
        assert self.view is not None
        self.view.leads = tuple(timedelta(seconds=int(value)) for value in self.values)
        for option in self.options:
            option.default = option.value in self.values
        await interaction.response.defer()


class _ByMessage(discord.ui.Button["RemindForm"]):
    def __init__(self, form: RemindForm) -> None:
        style = discord.ButtonStyle.primary
        super().__init__(style=style, label="By direct message", custom_id=BY_MESSAGE, row=1)

    async def callback(self, interaction: discord.Interaction) -> None:
        assert self.view is not None
        await interaction.response.defer(ephemeral=True, thinking=True)
        await say(interaction, await _remember(self.view, interaction))


async def _remember(form: RemindForm, interaction: discord.Interaction) -> str:
    """Try the way to them first: what cannot arrive is not promised."""
    front, user = form.front, interaction.user.id
    before = await front.desk.destination(reminders.identity(user))
    spoken = language(interaction.locale)
    wish = reminders.wished(before, user, form.leads, form.walk, spoken)
    hindered = await front.hindrance(wish)
    if hindered == BUSY:
        return BUSY
    if hindered:
        return (
            f"I could not write to you: {escaped(hindered, 300)}. Allow direct messages from this "
            "server's members in your privacy settings, or add me to your own apps; then try again."
        )
    await front.put(wish)
    return reminders.in_words(wish, board(front, interaction)) + " `/remind off` ends it."


class _Off(discord.ui.Button["RemindForm"]):
    def __init__(self, form: RemindForm) -> None:
        super().__init__(label="No more messages", custom_id=OFF, row=1)

    async def callback(self, interaction: discord.Interaction) -> None:
        assert self.view is not None
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.view.front.desk.remove(reminders.identity(interaction.user.id))
        await say(interaction, "Your reminders by direct message are off.")


class _Role(discord.ui.Button["RemindForm"]):
    """Takes the role, or gives it back."""

    def __init__(self, role: discord.Role, user: discord.User | discord.Member) -> None:
        has = isinstance(user, discord.Member) and role in user.roles
        label = plain(f"{'Leave' if has else 'Take'} the role {role.name}", 80)
        super().__init__(label=label, custom_id=f"role-{role.id}", row=2)
        self._role = role

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        assert self.view is not None
        await say(interaction, await _toggle(self.view.front, interaction, self._role.id))


async def _toggle(front: Front, interaction: discord.Interaction, identity: int) -> str:
    member, roles = interaction.user, await offered(front, interaction.guild)
    role = next((role for role in roles if role.id == identity), None)
    if role is None or not isinstance(member, discord.Member):
        return "That role is no longer offered here."
    return await toggle(member, role)
