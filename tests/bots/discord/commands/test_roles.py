"""Roles that members take and leave by themselves."""

from typing import Any

import discord
import pytest

from tests.bots.discord.commands.world import World, shown, text


def open_to_all(role: Any) -> dict[str, str]:
    """It is pinged for reminders, and members may take it."""
    return {"role.reminder": str(role.id), "self_service": "yes"}


def held(world: World, person: Any) -> list[int]:
    return world.env.backend.get_guild(world.guild.id).members[person.id].role_ids


async def test_a_role_that_an_admin_chose_is_taken_and_left(before: World) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Walkers")
    before.allow_bot(manage_roles=True)
    before.told(options=open_to_all(role) | {"role.eva_start": "1"})
    asked = await ann.slash(before.channel, "remind me")

    taken = await ann.click(shown(asked), custom_id=f"role-{role.id}")
    assert "You now have" in text(taken)
    assert role.id in held(before, ann)

    again = await ann.slash(before.channel, "remind me")
    await ann.click(shown(again), label="Leave the role Walkers")
    assert role.id not in held(before, ann)


async def test_off_gives_the_role_back_too(before: World) -> None:
    role = before.guild.create_role("Walkers")
    before.allow_bot(manage_roles=True)
    before.told(options=open_to_all(role))
    ann = before.guild.add_member(before.env.create_user("ann"), roles=[role])

    answer = text(await ann.slash(before.channel, "remind off"))

    assert "no longer have the role" in answer
    assert held(before, ann) == []


@pytest.mark.parametrize(
    ("power", "why"),
    [
        ({"administrator": True}, "administrator"),
        ({"manage_messages": True}, "manage_messages"),
        ({"ban_members": True}, "ban_members"),
        ({"mention_everyone": True}, "mention_everyone"),
    ],
)
async def test_a_powerful_role_is_never_given(
    before: World, power: dict[str, bool], why: str
) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Mods", permissions=discord.Permissions(**power))
    before.allow_bot(manage_roles=True, administrator=True)
    before.told(options=open_to_all(role))
    asked = await ann.slash(before.channel, "remind me")

    refused = await ann.click(shown(asked), custom_id=f"role-{role.id}")

    assert why in text(refused)
    assert role.id not in held(before, ann)


async def test_a_role_above_the_bots_own_or_without_the_right_is_not_given(before: World) -> None:
    ann = before.member("ann")
    low = before.guild.create_role("Low")
    before.told(options=open_to_all(low))
    before.allow_bot()
    asked = await ann.slash(before.channel, "remind me")
    without = text(await ann.click(shown(asked), custom_id=f"role-{low.id}"))

    before.allow_bot(manage_roles=True)
    high = before.guild.create_role("High", position=50)
    before.told(options=open_to_all(high))
    asked = await ann.slash(before.channel, "remind me")
    above = text(await ann.click(shown(asked), custom_id=f"role-{high.id}"))

    assert "Manage Roles" in without
    assert "above my own role" in above
    assert held(before, ann) == []


async def test_discords_own_refusal_is_passed_on(before: World) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Walkers")
    before.told(options=open_to_all(role))
    asked = await ann.slash(before.channel, "remind me")
    before.env.inject_error("PUT", "/guilds/*/members/*/roles/*", status=403, message="**No**")

    refused = text(await ann.click(shown(asked), custom_id=f"role-{role.id}"))

    assert "did not let me" in refused
    assert "\\*\\*No\\*\\*" in refused


async def test_only_roles_of_the_servers_own_settings_are_offered(before: World) -> None:
    ann = before.member("ann")
    for role, wish in (
        ("By the operator", {"made_in_chat": False, "id": "x"}),
        ("Elsewhere", {"community": "discord:1", "id": "y"}),
    ):
        one = before.guild.create_role(role)
        before.told(options=open_to_all(one), **wish)

    asked = await ann.slash(before.channel, "remind me")

    assert "role-" not in str(shown(asked).components)


async def test_a_role_that_is_only_pinged_is_neither_offered_nor_taken_away(before: World) -> None:
    staff = before.guild.create_role("Staff")
    before.allow_bot(manage_roles=True)
    before.told(options={"role.reminder": str(staff.id)})
    walkers = before.guild.create_role("Walkers")
    channel = before.guild.create_text_channel("other")
    before.told(channel=channel, options={"role.summary": str(staff.id)} | open_to_all(walkers))
    ann = before.guild.add_member(before.env.create_user("ann"), roles=[staff])

    asked = await ann.slash(before.channel, "remind me")
    off = text(await ann.slash(before.channel, "remind off"))

    offered = str(shown(asked).components)
    assert f"role-{walkers.id}" in offered
    assert f"role-{staff.id}" not in offered
    assert "had no reminders" in off
    assert held(before, ann) == [staff.id]


async def test_a_role_that_is_no_longer_offered_is_not_given(before: World) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Walkers")
    before.allow_bot(manage_roles=True)
    before.told(options=open_to_all(role))
    asked = await ann.slash(before.channel, "remind me")
    before.told(options={"role.reminder": str(role.id)})

    refused = text(await ann.click(shown(asked), custom_id=f"role-{role.id}"))

    assert "no longer offered" in refused
    assert held(before, ann) == []


async def test_a_role_that_opens_a_private_channel_is_never_given(before: World) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Crew")
    hidden = discord.PermissionOverwrite(view_channel=False)
    seen = discord.PermissionOverwrite(view_channel=True)
    overwrites: Any = {before.guild.default_role: hidden, role: seen}
    before.guild.create_text_channel("secret", overwrites=overwrites)
    before.allow_bot(manage_roles=True, administrator=True)
    before.told(options=open_to_all(role))
    asked = await ann.slash(before.channel, "remind me")

    refused = text(await ann.click(shown(asked), custom_id=f"role-{role.id}"))

    assert "in some channels what not everyone may there" in refused
    assert "secret" not in refused
    assert held(before, ann) == []


async def test_a_role_that_allows_what_everyone_may_anyway_is_given(before: World) -> None:
    """An overwrite that only takes away, or repeats what @everyone has there."""
    ann = before.member("ann")
    role = before.guild.create_role("Walkers")
    here = discord.PermissionOverwrite(view_channel=True)
    less = discord.PermissionOverwrite(view_channel=True, send_messages=False)
    overwrites: Any = {before.guild.default_role: here, role: less}
    before.guild.create_text_channel("open", overwrites=overwrites)
    before.allow_bot(manage_roles=True)
    before.told(options=open_to_all(role))
    asked = await ann.slash(before.channel, "remind me")

    await ann.click(shown(asked), custom_id=f"role-{role.id}")

    assert held(before, ann) == [role.id]


async def test_a_role_that_may_more_than_everyone_is_never_given(before: World) -> None:
    ann = before.member("ann")
    stream = discord.Permissions(priority_speaker=True)
    role = before.guild.create_role("Speakers", permissions=stream)
    before.allow_bot(manage_roles=True)
    before.told(options=open_to_all(role))
    asked = await ann.slash(before.channel, "remind me")

    refused = text(await ann.click(shown(asked), custom_id=f"role-{role.id}"))

    assert "what not everyone may (priority_speaker)" in refused
    assert held(before, ann) == []
