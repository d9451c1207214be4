"""The menus of `/spacewalk setup`: each changes the wish and shows it again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import discord

from bots.discord.commands import wishes
from bots.discord.commands.wish import EXTRAS, Wish
from relay.core import wording

Redraw = Callable[[discord.Interaction], Any]

CHANNEL, KINDS, LEADS, CALL_FOR, ROLE, EXTRA, LANGUAGE = (
    "channel",
    "kinds",
    "leads",
    "call-for",
    "role",
    "extras",
    "language",
)


class Menu(discord.ui.Select[Any]):
    """Choices by value; `take` is given those that were chosen."""

    def __init__(
        self,
        custom_id: str,
        words: str,
        choices: Mapping[str, str],
        chosen: Iterable[str],
        take: Callable[[list[str]], None],
        redraw: Redraw,
        *,
        several: bool = True,
        least: int = 0,
    ) -> None:
        marked = set(chosen)
        options = [
            discord.SelectOption(label=label[:100], value=value, default=value in marked)
            for value, label in list(choices.items())[:25]
        ]
        most = len(options) if several else 1
        super().__init__(
            custom_id=custom_id,
            placeholder=words,
            options=options,
            min_values=least,
            max_values=most,
        )
        self._take, self._redraw = take, redraw

    async def callback(self, interaction: discord.Interaction) -> None:
        self._take(self.values)
        await self._redraw(interaction)


class ChannelMenu(discord.ui.ChannelSelect[Any]):
    """Text and announcement channels of the server."""

    def __init__(self, chosen: int, take: Callable[[int, discord.Interaction], Any]) -> None:
        super().__init__(
            custom_id=CHANNEL,
            placeholder="Which channel?",
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            default_values=[discord.Object(chosen)] if chosen else [],
        )
        self._take = take

    async def callback(self, interaction: discord.Interaction) -> None:
        await self._take(self.values[0].id, interaction)


class RoleMenu(discord.ui.RoleSelect[Any]):
    """A role to be called, or none."""

    def __init__(self, take: Callable[[discord.Role | None], None], redraw: Redraw) -> None:
        super().__init__(custom_id=ROLE, placeholder="Role to ping for these", min_values=0)
        self._take, self._redraw = take, redraw

    async def callback(self, interaction: discord.Interaction) -> None:
        self._take(self.values[0] if self.values else None)
        await self._redraw(interaction)


def of_kinds(wish: Wish, redraw: Redraw) -> Menu:
    """What is told."""

    def take(values: list[str]) -> None:
        wish.chosen = values

    return Menu(KINDS, "What to tell", wishes.CHOICES, wish.chosen, take, redraw, least=1)


def of_leads(wish: Wish, known: Sequence[timedelta], redraw: Redraw) -> Menu:
    """How long before; none chosen means all that there are."""
    choices = {_seconds(lead): f"{wording.length(lead)} before" for lead in known}

    def take(values: list[str]) -> None:
        wish.leads = tuple(timedelta(seconds=int(value)) for value in values)

    return Menu(
        LEADS,
        "Reminders: every one of them",
        choices,
        [_seconds(lead) for lead in wish.leads],
        take,
        redraw,
    )


def of_calls(chosen: list[str], take: Callable[[list[str]], None], redraw: Redraw) -> Menu:
    """For which kinds the next menu's role is called. A slip edits its announcement, and an edit
    calls nobody."""
    calling = {name: label for name, label in wishes.CHOICES.items() if name != "rescheduled"}
    return Menu(CALL_FOR, "Ping a role for …", calling, chosen, take, redraw)


def of_extras(wish: Wish, redraw: Redraw) -> Menu:
    """What is on or off."""

    def take(values: list[str]) -> None:
        wish.extras = set(values)

    return Menu(EXTRA, "Nothing besides", EXTRAS, wish.extras, take, redraw)


def of_languages(wish: Wish, known: Mapping[str, str], redraw: Redraw) -> Menu:
    """One of those that the relay speaks."""

    def take(values: list[str]) -> None:
        wish.language = values[0]

    chosen = [wish.language]
    return Menu(LANGUAGE, "Language", known, chosen, take, redraw, several=False, least=1)


def _seconds(lead: timedelta) -> str:
    return str(int(lead.total_seconds()))
