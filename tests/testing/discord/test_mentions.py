"""Whom a message on the loopback Discord pings."""

import json
from typing import Any

import pytest

from relay.testing.discord import Permission, Pinged
from tests.testing.discord.conftest import Serve


@pytest.mark.parametrize(
    ("content", "allowed", "expected"),
    [
        ("hi {role} {user} @everyone", None, {"role", "user", "everyone"}),
        ("hi {role} {user} @everyone @here", {"parse": []}, set()),
        ("hi {role} {user} @here", {"parse": ["everyone"]}, {"everyone"}),
        ("hi {role} {user}", {"roles": ["{role_id}"]}, {"role"}),
        ("hi {role} {user}", {"parse": ["users"]}, {"user"}),
        ("nobody is named", {"roles": ["{role_id}"], "parse": ["everyone"]}, set()),
        ("of another guild: <@&123>", None, set()),
    ],
)
async def test_who_is_pinged_is_who_is_named_and_let_through(
    serve: Serve, content: str, allowed: dict[str, Any] | None, expected: set[str]
) -> None:
    client = await serve()
    world = client.discord.world
    guild = world.add_guild()
    role, user = world.add_role(guild), world.add_member(guild)
    named = content.format(role=f"<@&{role.id}>", user=f"<@{user.id}>")
    body: dict[str, Any] = {"content": named}
    if allowed is not None:
        body["allowed_mentions"] = json.loads(
            json.dumps(allowed).replace("{role_id}", str(role.id))
        )
    (channel,) = guild.channels

    assert (await client("POST", f"/channels/{channel}/messages", body)).status == 200

    (message,) = world.told
    assert message.pinged == Pinged(
        frozenset({role.id} if "role" in expected else ()),
        frozenset({user.id} if "user" in expected else ()),
        "everyone" in expected,
    )


async def test_without_the_permission_only_mentionable_roles_are_pinged(serve: Serve) -> None:
    client = await serve()
    world = client.discord.world
    guild = world.add_guild()
    quiet, loud = world.add_role(guild), world.add_role(guild, mentionable=True)
    (channel,) = guild.channels.values()
    client.discord.changes.deny(channel, Permission.MENTION_EVERYONE)

    await client.say(channel.id, f"<@&{quiet.id}> <@&{loud.id}> @everyone")

    assert channel.told[0].pinged == Pinged(frozenset({loud.id}))
