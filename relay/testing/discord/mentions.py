"""Whom a message pings: what its text mentions and `allowed_mentions` lets through.

https://discord.com/developers/docs/resources/message#allowed-mentions-object. Stricter than
Discord in one thing: a mention within code is taken for one, so that a test sees it.
"""

import re
from typing import Any

from relay.testing.discord.models import NOBODY, Channel, Json, Permission, Pinged
from relay.testing.discord.refusals import Refused, invalid

USERS = re.compile(r"<@!?(\d{1,20})>")
ROLES = re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")
KINDS = {"roles", "users", "everyone"}


def check(allowed: Any) -> None:
    """Raises Refused for a form that Discord does not take."""
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        raise invalid("allowed_mentions", "DICT_TYPE_CONVERT", "Must be a dictionary.")
    parse = allowed.get("parse") or []
    if not isinstance(parse, list) or not set(parse) <= KINDS:
        raise _wrong("parse", "Values must be among roles, users, everyone.")
    for kind in ("roles", "users"):
        ids = allowed.get(kind) or []
        if not isinstance(ids, list) or not all(str(one).isdecimal() for one in ids):
            raise _wrong(kind, "Values must be snowflakes.")
        if len(ids) > 100:
            raise _wrong(kind, "Must be 100 or fewer in length.")
        if ids and kind in parse:
            raise _wrong("parse", f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')


def _wrong(where: str, message: str) -> Refused:
    return invalid(f"allowed_mentions.{where}", "BASE_TYPE_CHOICES", message)


def pinged(content: str, allowed: Json | None, channel: Channel, may: int) -> Pinged:
    """Whom it notifies. `may` are the bot's permissions in the channel."""
    if "@" not in content:
        return NOBODY
    anyone = bool(may & Permission.MENTION_EVERYONE)
    roles = _let_through("roles", set(map(int, ROLES.findall(content))), allowed)
    users = _let_through("users", set(map(int, USERS.findall(content))), allowed)
    known = channel.guild.roles if channel.guild else {}
    loud = {one for one in roles if one in known and (anyone or known[one].mentionable)}
    everyone = (
        anyone
        and channel.guild is not None
        and EVERYONE.search(content) is not None
        and (allowed is None or "everyone" in (allowed.get("parse") or []))
    )
    return Pinged(frozenset(loud), frozenset(users), everyone)


def _let_through(kind: str, named: set[int], allowed: Json | None) -> set[int]:
    if allowed is None or kind in (allowed.get("parse") or []):
        return named
    return named & {int(one) for one in allowed.get(kind) or []}
