"""How the bot answers: only to the person who asked, in their language, and always."""

import logging
from dataclasses import replace
from typing import Any

import discord

from bots.discord.commands.front import Front, community
from bots.discord.escape import LIMIT
from bots.discord.message import stamp
from relay.core.board import Board
from relay.core.text import ELLIPSIS
from relay.core.voice import DEFAULT, LANGUAGES, Voice

log = logging.getLogger(__name__)

COLOUR = 0x5B7FA6
TOKEN_LIFE = 14 * 60.0
"""Seconds; an answer can be edited for 15 minutes (Discord's documentation of interactions)."""
APOLOGY = "Sorry, something went wrong here; it has been noted. Please try again in a moment."


class Asked(discord.ui.View):
    """Buttons and menus under an answer: allowed as often as commands, never silent."""

    def __init__(self, front: Front) -> None:
        super().__init__(timeout=TOKEN_LIFE)
        self.front = front

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        return await granted(self.front, interaction)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        await apologize(interaction, error)


async def say(
    interaction: discord.Interaction, text: str, view: discord.ui.View | None = None
) -> None:
    """Show this to the asker alone. `text` is Discord's markdown: outside text in it is escaped.

    After a `defer` it takes the place of the waiting sign.
    """
    shown: dict[str, Any] = {"embed": embed(text), "ephemeral": True}
    if view is not None:
        shown["view"] = view
    if interaction.response.is_done():
        await interaction.followup.send(**shown)
    else:
        await interaction.response.send_message(**shown)


def embed(text: str) -> discord.Embed:
    """As much of it as Discord shows."""
    whole = text if len(text) <= LIMIT else text[: LIMIT - 1] + ELLIPSIS
    return discord.Embed(description=whole, colour=COLOUR)


async def granted(front: Front, interaction: discord.Interaction) -> bool:
    """Whether they may ask now; if not, they are told when."""
    wait = front.allowance.take(interaction.user.id, interaction.guild_id)
    if not wait:
        return True
    await say(interaction, f"That was a lot at once. Please try again in {int(wait) + 1} s.")
    return False


async def apologize(interaction: discord.Interaction, error: Exception) -> None:
    """Log it, with its traceback, and tell the asker, if they can still be told."""
    log.error("an interaction of Discord failed", exc_info=error)
    try:
        await say(interaction, APOLOGY)
    except discord.HTTPException as refusal:
        log.warning("the asker could not be told: %s", refusal)


def language(locale: discord.Locale) -> str:
    """The language of an answer to someone whose Discord speaks that."""
    spoken = str(locale).casefold()
    for code in (spoken, spoken.partition("-")[0]):
        if code in LANGUAGES:
            return code
    return DEFAULT


def voice(interaction: discord.Interaction) -> Voice:
    """The asker's language, with times in their own zone."""
    return Voice(language(interaction.locale), stamp)


def board(front: Front, interaction: discord.Interaction) -> Board:
    """What is going on, as it is seen where the question was asked."""
    here, known = community(interaction.guild_id), front.desk.board
    seen = {name: walk.seen_by(here) for name, walk in known.spacewalks.items()}
    return replace(known, spacewalks=seen)
