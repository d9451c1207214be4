"""People: members, their roles, and conversations with them."""

from relay.testing.discord.models import Guild, Permission, User
from relay.testing.discord.refusals import (
    MISSING_PERMISSIONS,
    UNKNOWN_MEMBER,
    UNKNOWN_ROLE,
    UNKNOWN_USER,
    Refused,
    invalid,
)
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.shapes import channel_json, member_json, user_json


def _me(call: Call) -> Reply:
    return Reply(user_json(call.world.bot))


def _user(call: Call) -> Reply:
    return Reply(user_json(_known(call, call.ids[0])))


def _known(call: Call, identity: str) -> User:
    user = call.world.users.get(int(identity) if identity.isdecimal() else 0)
    if user is None:
        raise Refused(UNKNOWN_USER)
    return user


def _talk(call: Call) -> Reply:
    recipient = call.body.get("recipient_id")
    if recipient is None:
        raise invalid("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    return Reply(channel_json(call.world.dm(_known(call, str(recipient)))))


def _member(call: Call) -> Reply:
    guild, user = _belonging(call)
    return Reply(member_json(guild, user))


def _belonging(call: Call) -> tuple[Guild, User]:
    guild, user = call.world.guild(call.ids[0]), _known(call, call.ids[1])
    if user.id not in guild.members:
        raise Refused(UNKNOWN_MEMBER)
    return guild, user


def _give(call: Call) -> Reply:
    roles, role = _change(call)
    roles.add(role)
    return Reply()


def _take(call: Call) -> Reply:
    roles, role = _change(call)
    roles.discard(role)
    return Reply()


def _change(call: Call) -> tuple[set[int], int]:
    guild, user = _belonging(call)
    role = int(call.ids[2]) if call.ids[2].isdecimal() else 0
    if role not in guild.roles:
        raise Refused(UNKNOWN_ROLE)
    # Nobody gives away a role of their own height.
    if not guild.permissions & Permission.MANAGE_ROLES or role == guild.bot_role:
        raise Refused(MISSING_PERMISSIONS)
    return guild.members[user.id], role


ROUTES: dict[str, Answer] = {
    "GET /users/@me": _me,
    "GET /users/{}": _user,
    "POST /users/@me/channels": _talk,
    "GET /guilds/{}/members/{}": _member,
    "PUT /guilds/{}/members/{}/roles/{}": _give,
    "DELETE /guilds/{}/members/{}/roles/{}": _take,
}
