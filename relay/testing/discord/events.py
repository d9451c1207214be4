"""Scheduled events (https://discord.com/developers/docs/resources/guild-scheduled-event)."""

from datetime import datetime
from typing import Any

from relay.testing.discord.forms import text
from relay.testing.discord.models import Guild, Json, Permission
from relay.testing.discord.refusals import (
    EVENT_OVER,
    INVALID_FORM,
    MISSING_PERMISSIONS,
    TOO_MANY_EVENTS,
    UNKNOWN_EVENT,
    Refused,
    invalid,
)
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.shapes import user_json

MOST = 100
EXTERNAL, GUILD_ONLY = 3, 2
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
ALLOWED = {(SCHEDULED, ACTIVE), (ACTIVE, COMPLETED), (SCHEDULED, CANCELLED)}
OVER = {COMPLETED, CANCELLED}
MAY = Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS
NAME, DESCRIPTION, LOCATION = 100, 1000, 100
SETTABLE = "name description scheduled_start_time scheduled_end_time entity_metadata".split()


def _guild(call: Call) -> Guild:
    guild = call.world.guild(call.ids[0])
    if not guild.permissions & MAY:
        raise Refused(MISSING_PERMISSIONS)
    return guild


def _create(call: Call) -> Reply:
    guild, body = _guild(call), call.body
    for key in ("name", "scheduled_start_time"):
        if not body.get(key):
            raise invalid(key, "BASE_TYPE_REQUIRED", "This field is required")
    if body.get("entity_type") != EXTERNAL:
        raise invalid("entity_type", "BASE_TYPE_CHOICES", "The loopback only knows EXTERNAL (3).")
    if body.get("privacy_level") != GUILD_ONLY:
        raise invalid("privacy_level", "BASE_TYPE_CHOICES", "Value must be one of {2}.")
    event = _fresh(call, guild)
    _check(event, since=call.now)
    if sum(one["status"] not in OVER for one in guild.scheduled.values()) >= MOST:
        raise Refused(TOO_MANY_EVENTS)
    guild.scheduled[int(event["id"])] = event
    call.world.announce("GUILD_SCHEDULED_EVENT_CREATE", event)
    return Reply(event)


def _fresh(call: Call, guild: Guild) -> Json:
    return {
        "id": str(call.world.id()),
        "guild_id": str(guild.id),
        "channel_id": None,
        "creator_id": str(call.world.bot.id),
        "creator": user_json(call.world.bot),
        "description": None,
        "scheduled_end_time": None,
        "privacy_level": GUILD_ONLY,
        "status": SCHEDULED,
        "entity_type": EXTERNAL,
        "entity_id": None,
        "entity_metadata": None,
        "user_count": 0,
        "image": None,
        "recurrence_rule": None,
    } | _named(call.body)


def _named(body: Json) -> Json:
    return {key: body[key] for key in SETTABLE if key in body}


def _check(event: Json, since: float | None = None) -> None:
    text(event, "name", NAME, needed=True)
    text(event, "description", DESCRIPTION)
    text(event["entity_metadata"] or {}, "location", LOCATION, "entity_metadata.", needed=True)
    start = _time(event, "scheduled_start_time")
    end = _time(event, "scheduled_end_time")
    if since is not None and start.timestamp() <= since:
        raise _past("scheduled_start_time", "Cannot schedule event in the past.")
    if end <= start:
        raise _past("scheduled_end_time", "Cannot schedule an event to end before it starts.")


def _time(event: Json, key: str) -> datetime:
    given: Any = event[key]
    if not given:
        raise invalid(key, "BASE_TYPE_REQUIRED", "This field is required")
    try:
        time = datetime.fromisoformat(given)
    except (TypeError, ValueError) as problem:
        raise invalid(key, "BASE_TYPE_PARSE_DATETIME", "Could not parse.") from problem
    if time.tzinfo is None:
        raise invalid(key, "BASE_TYPE_PARSE_DATETIME", "The loopback wants a time zone.")
    return time


def _past(key: str, words: str) -> Refused:
    return invalid(key, "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", words)


def _edit(call: Call) -> Reply:
    guild, event = _find(call)
    if event["status"] in OVER:
        raise Refused(EVENT_OVER)
    status = call.body.get("status") or event["status"]
    if status != event["status"] and (event["status"], status) not in ALLOWED:
        raise invalid("status", "TRANSITION_INVALID", "Invalid Guild Scheduled Event Status Update")
    changed = event | _named(call.body) | {"status": status}
    moved = changed["scheduled_start_time"] != event["scheduled_start_time"]
    if moved and event["status"] == ACTIVE:
        raise Refused(INVALID_FORM, {"message": "Cannot move an event that has begun"})
    _check(changed, since=call.now if moved else None)
    guild.scheduled[int(event["id"])] = changed
    call.world.announce("GUILD_SCHEDULED_EVENT_UPDATE", changed)
    return Reply(changed)


def _find(call: Call) -> tuple[Guild, Json]:
    guild, identity = _guild(call), call.ids[1]
    event = guild.scheduled.get(int(identity) if identity.isdecimal() else 0)
    if event is None:
        raise Refused(UNKNOWN_EVENT)
    return guild, event


def _read(call: Call) -> Reply:
    return Reply(_find(call)[1])


def _list(call: Call) -> Reply:
    return Reply(list(call.world.guild(call.ids[0]).scheduled.values()))


def _delete(call: Call) -> Reply:
    guild, event = _find(call)
    del guild.scheduled[int(event["id"])]
    call.world.announce("GUILD_SCHEDULED_EVENT_DELETE", event)
    return Reply()


ROUTES: dict[str, Answer] = {
    "GET /guilds/{}/scheduled-events": _list,
    "POST /guilds/{}/scheduled-events": _create,
    "GET /guilds/{}/scheduled-events/{}": _read,
    "PATCH /guilds/{}/scheduled-events/{}": _edit,
    "DELETE /guilds/{}/scheduled-events/{}": _delete,
}
