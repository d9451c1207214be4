"""Tells Discord of the commands, and only when they are not what it has already."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

log = logging.getLogger(__name__)

_KEPT = (
    "name",
    "type",
    "description",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "channel_types",
    "min_length",
    "max_length",
    "min_value",
    "max_value",
    "default_member_permissions",
    "name_localizations",
    "description_localizations",
)
_IN_ANY_ORDER = ("contexts", "integration_types")


async def sync(bot: discord.Client, tree: app_commands.CommandTree[Any]) -> bool:
    """Whether they were sent. A refusal is logged: what Discord has goes on working."""
    assert bot.application_id is not None
    try:
        there = await bot.http.get_global_commands(bot.application_id)
        ours = [command.to_dict(tree) for command in tree.get_commands()]
        if _shapes(ours) == _shapes(there):
            return False
        await tree.sync()
    except discord.HTTPException as refusal:
        log.error("Discord did not take the commands: %s; the former ones stay", refusal)
        return False
    log.info("Discord was told of %d commands", len(ours))
    return True


def _shapes(commands: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {str(command["name"]): _shape(command) for command in commands}


def _shape(part: Mapping[str, Any]) -> dict[str, Any]:
    """Without ids, versions and what only repeats the default."""
    kept = {key: _of(part[key]) for key in _KEPT if part.get(key)}
    if kept.get("type") == discord.AppCommandType.chat_input.value:
        del kept["type"]
    return kept | {key: sorted(part[key]) for key in _IN_ANY_ORDER if part.get(key)}


def _of(value: Any) -> Any:
    if isinstance(value, list):
        return [_of(one) for one in value]
    return _shape(value) if isinstance(value, Mapping) and "name" in value else value
