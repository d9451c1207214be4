"""What moderators say: shown to them first, told only when they confirm it."""

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bots.discord.commands import choosing, times
from bots.discord.commands.answering import board, say
from bots.discord.commands.front import Front, account, community
from bots.discord.commands.preview import hindrance, preview
from bots.discord.escape import escaped
from relay.core.board import Board
from relay.core.milestone import TABLE, Milestone
from relay.core.standing import Fact, Spacewalk
from relay.core.statement import Statement

NO_SPACEWALK = "I know no such spacewalk. Choose one of those that are suggested."
NO_FACT = "Nothing like that stands. Choose one of the milestones that are suggested."
FIXED_WORDS = "The words of a task cannot be changed: `/retract` it and say it anew."
UNKNOWN_TIME = frozenset({"unknown", "?"})

_TIME = f'{times.EXAMPLES}; UTC unless a zone follows; or "unknown"'[:100]
_WHICH = "Which one; the present one if left out"
_KINDS = [choosing.choice(row.title, milestone.value) for milestone, row in TABLE.items()]
_Words = app_commands.Range[str, 0, 500]
_installs = app_commands.allowed_installs(guilds=True, users=True)
_contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)


class Stating(commands.Cog):
    """For moderators of a server, and for those whom the operator trusts."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(description="Report that something happened on a spacewalk")
    @_installs
    @_contexts
    @app_commands.describe(
        kind="What happened", time=_TIME, spacewalk=_WHICH, note="A few words shown with it"
    )
    @app_commands.choices(kind=_KINDS)
    async def milestone(
        self,
        interaction: discord.Interaction,
        kind: str,
        time: str = "now",
        spacewalk: str = "",
        note: _Words = "",
    ) -> None:
        if walk := await self._walk(interaction, spacewalk):
            said = _said(interaction, walk, Milestone(kind), note)
            await self._state(interaction, said, time)

    @app_commands.command(description="Give the right time of something that was told")
    @_installs
    @_contexts
    @app_commands.describe(
        milestone="What stands, and is wrong", time=_TIME, spacewalk=_WHICH, note="Other words"
    )
    async def correct(
        self,
        interaction: discord.Interaction,
        milestone: str,
        time: str,
        spacewalk: str = "",
        note: _Words = "",
    ) -> None:
        walk = await self._walk(interaction, spacewalk)
        fact = await self._fact(interaction, walk, milestone) if walk else None
        if walk is None or fact is None:
            return
        if note and TABLE[fact.milestone].repeats:
            await say(interaction, FIXED_WORDS)
            return
        said = _said(interaction, walk, fact.milestone, note or fact.note)
        await self._state(interaction, replace(said, corrects=fact.occurred_at), time, fact)

    @app_commands.command(description="Take back something that did not happen")
    @_installs
    @_contexts
    @app_commands.describe(milestone="What stands, and is wrong", spacewalk=_WHICH)
    async def retract(
        self, interaction: discord.Interaction, milestone: str, spacewalk: str = ""
    ) -> None:
        walk = await self._walk(interaction, spacewalk)
        fact = await self._fact(interaction, walk, milestone) if walk else None
        if walk is not None and fact is not None:
            said = _said(interaction, walk, fact.milestone, fact.note)
            said = replace(said, occurred_at=fact.occurred_at, retracts=True)
            await preview(self._front, interaction, said, fact.key)

    @milestone.autocomplete("spacewalk")
    @correct.autocomplete("spacewalk")
    @retract.autocomplete("spacewalk")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Spacewalks that fit."""
        return choosing.spacewalks(self._front, interaction, typed)

    @correct.autocomplete("milestone")
    @retract.autocomplete("milestone")
    async def suggest_facts(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """What stands of the spacewalk chosen so far."""
        which = str(getattr(interaction.namespace, "spacewalk", None) or "")
        known = self._board(interaction)
        walk = choosing.spacewalk(known, self._front.desk.now(), which)
        return choosing.facts(walk, typed)

    def _board(self, interaction: discord.Interaction) -> Board:
        """What their word can change: what stands for everyone, or what is seen here."""
        trusted = self._front.desk.trusts(account(interaction.user.id))
        return self._front.desk.board if trusted else board(self._front, interaction)

    async def _walk(self, interaction: discord.Interaction, which: str) -> Spacewalk | None:
        """The one that is meant, for someone who may speak; others are told why not."""
        if problem := hindrance(self._front, interaction):
            await say(interaction, problem)
            return None
        known = self._board(interaction)
        walk = choosing.spacewalk(known, self._front.desk.now(), which)
        if walk is None:
            await say(interaction, NO_SPACEWALK)
        return walk

    async def _fact(
        self, interaction: discord.Interaction, walk: Spacewalk, named: str
    ) -> Fact | None:
        fact = choosing.fact(walk, named)
        if fact is None:
            await say(interaction, NO_FACT)
        return fact

    async def _state(
        self,
        interaction: discord.Interaction,
        said: Statement,
        time: str,
        chosen: Fact | None = None,
    ) -> None:
        unknown = time.strip().casefold() in UNKNOWN_TIME
        try:
            at = None if unknown else times.parse(time, self._front.desk.now())
        except times.NoTime as problem:
            await say(interaction, escaped(str(problem)))
            return
        said = replace(said, occurred_at=at)
        await preview(self._front, interaction, said, chosen.key if chosen else None)


def _said(
    interaction: discord.Interaction, walk: Spacewalk, milestone: Milestone, note: str
) -> Statement:
    """By whoever asked, there; at no time yet."""
    return Statement(
        author=account(interaction.user.id),
        by=interaction.user.display_name,
        community=community(interaction.guild_id),
        spacewalk=walk.id,
        milestone=milestone,
        occurred_at=None,
        note=note,
    )
