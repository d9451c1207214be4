"""Shows somebody a picture or a clip that has to be made first: one at a time in a server."""

import asyncio
import io
import re
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, NamedTuple

import discord

from bots.discord.commands.answering import board, embed, say
from bots.discord.commands.front import Front, account, community
from bots.discord.escape import escaped
from relay.errors import VideoError

NOTED_AFTER = 3.0
"""Seconds after which whoever waits is told what for."""
RENEWED_AFTER = 3.0
"""Seconds between two looks at how much of it is done."""
LONGEST = 180.0
"""Seconds that anything may take to be made."""
BUSY_HERE = (
    "A picture or a clip is being made here already; one at a time. Please try again in a moment."
)
TOO_LONG = "That took too long, so it was given up. Please try again, perhaps for less."
TOO_LARGE = "It was made, but it is larger than what Discord takes here. Please ask for less."
_ODD = re.compile(r"[^a-z0-9-]")


class Reel(NamedTuple):
    """What was made, and what stands below it."""

    data: bytes
    at: datetime
    ending: str
    """Of its file: `jpg` or `mp4`."""
    words: str


Make = Callable[["Progress"], Coroutine[Any, Any, Reel]]


class Progress:
    """How much of it is done, as far as it can be told."""

    def __init__(self) -> None:
        self.words = ""

    def tell(self, share: float) -> None:
        """From 0 to 1."""
        self.words = f" {share:.0%}"


class Screening:
    """One for the bot."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._busy: set[str] = set()
        """Servers, and people in their direct messages, for whom something is being made."""

    async def show(self, interaction: discord.Interaction, make: Make, note: str) -> None:
        """Make it and show it to the asker alone, with a note when it takes a while."""
        place = community(interaction.guild_id) or account(interaction.user.id)
        if place in self._busy:
            await say(interaction, BUSY_HERE)
            return
        self._busy.add(place)
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await self._answer(interaction, make, note)
        finally:
            self._busy.discard(place)

    async def _answer(self, interaction: discord.Interaction, make: Make, note: str) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                progress = Progress()
                reel = await _noted(interaction, make(progress), note, progress)
        except VideoError as problem:
            await _say(interaction, escaped(str(problem), 500))
        except TimeoutError:
            await _say(interaction, TOO_LONG)
        else:
            await self._project(interaction, reel)

    async def _project(self, interaction: discord.Interaction, reel: Reel) -> None:
        if len(reel.data) > interaction.filesize_limit:
            await _say(interaction, TOO_LARGE)
            return
        at = reel.at.astimezone(UTC)
        name = f"{self._subject(interaction)}-{at:%Y%m%d-%H%M%S}.{reel.ending}"
        shown = embed(escaped(reel.words))
        if reel.ending == "jpg":
            shown.set_image(url=f"attachment://{name}")
        described = f"The live stream at {at:%Y-%m-%d %H:%M:%S} UTC"
        file = discord.File(io.BytesIO(reel.data), filename=name, description=described)
        await interaction.edit_original_response(embed=shown, attachments=[file])

    def _subject(self, interaction: discord.Interaction) -> str:
        """The spacewalk that goes on, as its files are named."""
        present = board(self._front, interaction).current(self._front.desk.now())
        return _ODD.sub("", present[0].id)[:60] if present else "live"


async def _noted(
    interaction: discord.Interaction,
    making: Coroutine[Any, Any, Reel],
    note: str,
    progress: Progress,
) -> Reel:
    task = asyncio.create_task(making)
    said, pause = "", NOTED_AFTER
    try:
        while not (await asyncio.wait({task}, timeout=pause))[0]:
            if said != note + progress.words:
                said = note + progress.words
                await _say(interaction, said)
            pause = RENEWED_AFTER
        return await task
    finally:
        task.cancel()


async def _say(interaction: discord.Interaction, text: str) -> None:
    """In the place of the waiting sign, or of the note."""
    await interaction.edit_original_response(embed=embed(text))
