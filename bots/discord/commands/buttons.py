"""The buttons on cards: what they mean stands in them, so they work after any restart."""

import re
from typing import Any, Self, cast

import discord

from bots.discord.commands.answering import apologize, granted
from bots.discord.commands.following import answer
from bots.discord.commands.front import Front
from bots.discord.commands.reminding import offer
from bots.discord.ids import PATTERN, REMIND


class CardButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=PATTERN):
    """Either of the two: reminders, or the timeline, of one spacewalk."""

    def __init__(self, button: discord.ui.Button[Any], action: str, spacewalk: str) -> None:
        super().__init__(button)
        self.action = action
        self.spacewalk = spacewalk

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,  # noqa: ARG003 - the library gives it
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        button = cast("discord.ui.Button[Any]", item)
        return cls(button, match["action"], match["spacewalk"])

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        return await granted(_front(interaction), interaction)

    async def callback(self, interaction: discord.Interaction) -> None:
        try:
            await self._answer(interaction)
        except Exception as error:  # noqa: BLE001 - it is logged there, and the asker is told
            await apologize(interaction, error)

    async def _answer(self, interaction: discord.Interaction) -> None:
        front = _front(interaction)
        if self.action == REMIND:
            await offer(front, interaction, self.spacewalk)
        else:
            await answer(front, interaction, "timeline", self.spacewalk)


def _front(interaction: discord.Interaction) -> Front:
    return cast("Front", getattr(interaction.client, "front"))  # noqa: B009
