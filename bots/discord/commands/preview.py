"""What a moderator's word would change, shown to them alone until they confirm it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import discord

from bots.discord.commands.answering import Asked, embed, say
from bots.discord.commands.front import Front, account
from bots.discord.escape import escaped
from bots.discord.message import stamp
from relay.core import wording
from relay.core.event import Event, EventType
from relay.core.marks import Effect, Foresight, foresee
from relay.core.milestone import TABLE, Standing
from relay.core.standing import FactKey
from relay.core.statement import Statement
from relay.core.voice import Voice
from relay.errors import StatementRefused

NOT_ALLOWED = (
    "This is for moderators: in a server it takes the permission Manage Messages or Manage "
    "Server in the whole server, not in one channel alone, and for everyone the operator's trust."
)
ONLY_TRUSTED = "In a direct message only those whom the operator trusts can report something."
EVERYONE = "This is told to **everyone**, in every server."
HERE = "This holds for **this server alone**; others neither see it nor hear of it."
ANOTHER = (
    "There are several of that kind, and another one than you chose would be changed, because they "
    "cannot be told apart by their times. Take that other one back first, if it is wrong."
)

_EFFECTS = {
    Effect.NEW: "New",
    Effect.CORRECTS: "Corrects what was told; its messages are changed",
    Effect.CONFIRMS: "Confirms what was told; its messages are changed",
    Effect.RETRACTS: "Takes back what was told; its messages are changed",
}


def hindrance(front: Front, interaction: discord.Interaction) -> str:
    """Why they may not speak here, in words; nothing when they may."""
    member = interaction.user
    if front.desk.trusts(account(member.id)):
        return ""
    if interaction.guild is None or not isinstance(member, discord.Member):
        return ONLY_TRUSTED
    if interaction.guild.unavailable:
        return "This server is not available just now; please try again in a moment."
    rights = member.guild_permissions
    return "" if rights.manage_messages or rights.manage_guild else NOT_ALLOWED


async def preview(
    front: Front,
    interaction: discord.Interaction,
    statement: Statement,
    chosen: FactKey | None = None,
) -> None:
    """Show it with buttons to confirm or drop it; what cannot be so is refused here.

    `chosen` is the fact that it has to be about, where one was chosen.
    """
    desk = front.desk
    trusted = desk.trusts(statement.author)
    try:
        seen = foresee(desk.board, statement, desk.now(), trusted=trusted)
    except StatementRefused as refusal:
        await say(interaction, escaped(str(refusal)))
        return
    if chosen and seen.key != chosen:
        await say(interaction, ANOTHER)
        return
    if seen.effect is Effect.NOTHING:
        await say(interaction, f"{_what(front, statement)} stands just so already.")
        return
    await say(interaction, _in_words(front, statement, seen), Confirmation(front, statement))


def _in_words(front: Front, statement: Statement, seen: Foresight) -> str:
    lines = [f"**{_what(front, statement)}**", f"{_EFFECTS[seen.effect]}."]
    if statement.retracts:
        lines.append(f"It stands at {_at(seen.previous)}.")
    else:
        was = f" (so far {stamp(seen.previous, 'time')})" if seen.previous else ""
        lines.append(f"Time: {_at(statement.occurred_at)}{was}")
    if statement.note and not statement.retracts:
        lines.append(f"Note: {escaped(statement.note, 600)}")
    lines += _besides(front.desk.consequences(statement), seen)
    lines.append(f"Shown as said by {escaped(statement.by, 100)}.")
    lines.append(EVERYONE if seen.everyone else HERE)
    return "\n".join(lines)


def _besides(events: Sequence[Event], seen: Foresight) -> Iterator[str]:
    """What changes with it: a start that an open hatch means, what cannot be without a start."""
    for event in events:
        if event.milestone and (event.milestone, event.attempt, event.occurrence) != seen.key:
            what = TABLE[event.milestone].title
        elif event.type is EventType.SUMMARY:
            what = "the summary"
        else:
            continue
        withdrawn = event.standing is Standing.RETRACTED or (
            event.type is EventType.SUMMARY and event.summary is None
        )
        yield f"With it {what} is {'**taken back**' if withdrawn else 'told or changed'}."


def _what(front: Front, statement: Statement) -> str:
    walk = front.desk.board.find(statement.spacewalk)
    name = wording.name(walk) if walk else statement.spacewalk
    return escaped(f"{TABLE[statement.milestone].title} – {name}", 300)


def _at(at: datetime | None) -> str:
    """For the reader's zone, and in UTC, so that a slip of the zone shows."""
    if at is None:
        return "not known"
    return f"{stamp(at, 'time')}, {wording.clock_time(at, voice=Voice())}"


class Confirmation(Asked):
    """One statement, told at most once."""

    def __init__(self, front: Front, statement: Statement) -> None:
        super().__init__(front)
        self._statement = statement

    @discord.ui.button(label="Confirm", style=discord.ButtonStyle.primary, custom_id="confirm")
    async def confirm(
        self, interaction: discord.Interaction, button: discord.ui.Button["Confirmation"]
    ) -> None:
        """Only now it is told; whoever lost the right meanwhile is refused."""
        if problem := hindrance(self.front, interaction):
            await say(interaction, problem)
            return
        self.stop()
        # The buttons go: what is pressed once is done once.
        await interaction.response.edit_message(view=None)
        await say(interaction, await self._tell())

    @discord.ui.button(label="Cancel", custom_id="cancel")
    async def cancel(
        self, interaction: discord.Interaction, button: discord.ui.Button["Confirmation"]
    ) -> None:
        """Nothing is told."""
        self.stop()
        await interaction.response.edit_message(embed=embed("Nothing was told."), view=None)

    async def _tell(self) -> str:
        what = _what(self.front, self._statement)
        try:
            told = await self.front.desk.observe(self._statement)
        except StatementRefused as refusal:
            return escaped(str(refusal))
        if not told:
            return f"{what} stands just so already: nothing new was told."
        done = "was taken back" if self._statement.retracts else "was told"
        return f"{what} {done}."
