"""The application: who it is, how it connects, which commands it has."""

import re

from relay.testing.discord.forms import text
from relay.testing.discord.models import Json
from relay.testing.discord.refusals import Refused, invalid
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.shapes import user_json
from relay.testing.discord.world import World

COMMANDS, OPTIONS, DESCRIPTION = 100, 25, 100
NAME = re.compile(r"[-_'\w]{1,32}")
STARTS = 1000
"""Times a day that a bot may identify."""


def _application(call: Call) -> Reply:
    world = call.world
    owner = next(iter(world.guilds.values())).owner if world.guilds else world.bot
    return Reply(
        {
            "id": str(world.application),
            "name": world.bot.name,
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": user_json(owner),
            "team": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "approximate_guild_count": len(world.guilds),
        }
    )


def _gateway(call: Call) -> Reply:
    return Reply({"url": call.state.gateway_url})


def _gateway_bot(call: Call) -> Reply:
    start = {
        "total": STARTS,
        "remaining": STARTS - call.state.counts.identifies,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    shards = call.state.limits.shards
    return Reply({"url": call.state.gateway_url, "shards": shards, "session_start_limit": start})


def _register(call: Call) -> Reply:
    call.world.commands = _commands(call)
    return Reply(call.world.commands)


def _registered(call: Call) -> Reply:
    return Reply(call.world.commands)


def _register_there(call: Call) -> Reply:
    guild = call.world.guild(call.ids[1])
    made = [command | {"guild_id": str(guild.id)} for command in _commands(call)]
    call.world.guild_commands[guild.id] = made
    return Reply(made)


def _registered_there(call: Call) -> Reply:
    return Reply(call.world.guild_commands.get(call.world.guild(call.ids[1]).id, []))


def _commands(call: Call) -> list[Json]:
    if len(call.items) > COMMANDS:
        raise invalid("", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    for number, command in enumerate(call.items):
        _check(command, f"{number}.")
    return [_made(call.world, command) for command in call.items]


def _check(command: Json, where: str) -> None:
    """Options have the form of commands, down to the last level."""
    menu = command.get("type", 1) in {2, 3} and where.count(".") == 1
    if not NAME.fullmatch(str(command.get("name"))) and not menu:
        raise invalid(f"{where}name", "STRING_TYPE_REGEX", "String value did not match.")
    if not menu:
        text(command, "description", DESCRIPTION, where, needed=True)
    options = command.get("options") or []
    choices = command.get("choices") or []
    if max(len(options), len(choices)) > OPTIONS:
        raise _too_many(where)
    for number, option in enumerate(options):
        _check(option, f"{where}options.{number}.")


def _too_many(where: str) -> Refused:
    return invalid(f"{where}options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")


def _made(world: World, command: Json) -> Json:
    return {
        "options": [],
        "type": 1,
        "default_member_permissions": None,
        "dm_permission": True,
        "nsfw": False,
        **command,
        "id": str(world.id()),
        "application_id": str(world.application),
        "version": str(world.id()),
    }


ROUTES: dict[str, Answer] = {
    "GET /applications/@me": _application,
    "GET /oauth2/applications/@me": _application,
    "GET /gateway": _gateway,
    "GET /gateway/bot": _gateway_bot,
    "GET /applications/{}/commands": _registered,
    "PUT /applications/{}/commands": _register,
    "GET /applications/{}/guilds/{}/commands": _registered_there,
    "PUT /applications/{}/guilds/{}/commands": _register_there,
}
