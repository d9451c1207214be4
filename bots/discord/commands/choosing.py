"""Which spacewalk, milestone or channel is meant: suggestions, and what is chosen."""

from collections.abc import Iterable
from datetime import datetime

import discord
from discord import app_commands

from bots.discord.commands.answering import board
from bots.discord.commands.front import Front
from relay.core import wording
from relay.core.board import Board
from relay.core.milestone import TABLE
from relay.core.standing import Fact, Spacewalk, in_order
from relay.core.text import plain
from relay.plugins import Destination

MOST = 25
"""Suggestions that Discord shows (documentation of autocomplete)."""
NAME = 100

Choice = app_commands.Choice[str]


def choice(name: str, value: str) -> Choice:
    """One suggestion, cut to what Discord takes."""
    return app_commands.Choice(name=plain(name, NAME) or "–", value=value[:NAME])


def spacewalks(front: Front, interaction: discord.Interaction, typed: str) -> list[Choice]:
    """Those whose id, name or crew hold what was typed: present ones first, then to come, past."""
    known, wanted = board(front, interaction), typed.casefold().strip()
    found = [walk for walk in in_sight(known, front.desk.now()) if wanted in _words(walk)]
    return [choice(f"{wording.name(walk)} ({walk.id})", walk.id) for walk in found[:MOST]]


def in_sight(known: Board, now: datetime) -> list[Spacewalk]:
    """Every spacewalk, the most interesting one first, each once."""
    ordered = [*known.current(now), *known.upcoming(now), *known.past(), *known.spacewalks.values()]
    return list({walk.id: walk for walk in ordered}.values())


def spacewalk(known: Board, now: datetime, typed: str) -> Spacewalk | None:
    """The one that is meant, by id or name; the first in sight when nothing was typed."""
    wanted = typed.casefold().strip()
    if not wanted:
        return next(iter(in_sight(known, now)), None)
    named = (walk for walk in in_sight(known, now) if wording.name(walk).casefold() == wanted)
    return known.find(wanted) or next(named, None)


def _words(walk: Spacewalk) -> str:
    return " ".join((walk.id, wording.name(walk), *walk.aliases, *walk.crew)).casefold()


def facts(walk: Spacewalk | None, typed: str) -> list[Choice]:
    """What stands of that spacewalk, in the order of time."""
    standing = in_order(walk.standing_facts()) if walk else []
    wanted = typed.casefold().strip()
    described = [(_described(fact), _key(fact)) for fact in standing]
    return [choice(words, key) for words, key in described if wanted in words.casefold()][:MOST]


def fact(walk: Spacewalk, typed: str) -> Fact | None:
    """What is meant: one that was suggested, or the latest of that milestone's name."""
    wanted = typed.casefold().strip()
    standing = in_order(walk.standing_facts())
    exact = [one for one in standing if _key(one) == wanted]
    named = [one for one in standing if wanted in (one.milestone, _title(one).casefold())]
    return next(iter([*exact, *reversed(named)]), None)


def _key(one: Fact) -> str:
    return f"{one.milestone}#{one.attempt}.{one.occurrence}"


def _title(one: Fact) -> str:
    return TABLE[one.milestone].title


def _described(one: Fact) -> str:
    at = wording.clock_time(one.occurred_at) if one.occurred_at else "time not known"
    note = f" – {one.note}" if TABLE[one.milestone].repeats else ""
    return f"{_title(one)}: {at}{note}"


def channels(
    interaction: discord.Interaction, known: Iterable[Destination], typed: str
) -> list[Choice]:
    """Channels that are told, by the name that they have now."""
    wanted = typed.casefold().lstrip("# ")
    named = [(_channel_name(interaction.guild, one), one.id) for one in known]
    return [choice(name, value) for name, value in named if wanted in name.casefold()][:MOST]


def _channel_name(guild: discord.Guild | None, destination: Destination) -> str:
    address = destination.address
    found = guild.get_channel(int(address)) if guild and address.isdecimal() else None
    return f"#{found.name}" if found else f"channel {address}"
