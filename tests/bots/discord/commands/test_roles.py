"""Roles that members take and leave by themselves."""

import discord
import pytest

from tests.bots.discord.commands.world import World, shown, text


async def test_a_role_that_an_admin_chose_is_taken_and_left(before: World) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Walkers")
    before.allow_bot(manage_roles=True)
    before.told(options={"role.reminder": str(role.id), "role.eva_start": "1"})
    asked = await ann.slash(before.channel, "remind me")

    taken = await ann.click(shown(asked), custom_id=f"role-{role.id}")
    held = before.env.backend.get_guild(before.guild.id).members[ann.id]
    assert "You now have" in text(taken)
    assert role.id in held.role_ids

    again = await ann.slash(before.channel, "remind me")
    await ann.click(shown(again), label="Leave the role Walkers")
    assert role.id not in held.role_ids


async def test_off_gives_the_role_back_too(before: World) -> None:
    role = before.guild.create_role("Walkers")
    before.allow_bot(manage_roles=True)
    before.told(options={"role.reminder": str(role.id)})
    ann = before.guild.add_member(before.env.create_user("ann"), roles=[role])

    answer = text(await ann.slash(before.channel, "remind off"))

    assert "no longer have the role" in answer
    assert before.env.backend.get_guild(before.guild.id).members[ann.id].role_ids == []


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
    before.told(options={"role.reminder": str(role.id)})
    asked = await ann.slash(before.channel, "remind me")

    refused = await ann.click(shown(asked), custom_id=f"role-{role.id}")

    assert why in text(refused)
    assert role.id not in before.env.backend.get_guild(before.guild.id).members[ann.id].role_ids


async def test_a_role_above_the_bots_own_or_without_the_right_is_not_given(before: World) -> None:
    ann = before.member("ann")
    low = before.guild.create_role("Low")
    before.told(options={"role.reminder": str(low.id)})
    before.allow_bot()
    asked = await ann.slash(before.channel, "remind me")
    without = text(await ann.click(shown(asked), custom_id=f"role-{low.id}"))

    before.allow_bot(manage_roles=True)
    high = before.guild.create_role("High", position=50)
    before.told(options={"role.reminder": str(high.id)})
    asked = await ann.slash(before.channel, "remind me")
    above = text(await ann.click(shown(asked), custom_id=f"role-{high.id}"))

    assert "Manage Roles" in without
    assert "above my own role" in above
    assert before.env.backend.get_guild(before.guild.id).members[ann.id].role_ids == []


async def test_discords_own_refusal_is_passed_on(before: World) -> None:
    ann = before.member("ann")
    role = before.guild.create_role("Walkers")
    before.told(options={"role.reminder": str(role.id)})
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
        before.told(options={"role.reminder": str(one.id)}, **wish)

    asked = await ann.slash(before.channel, "remind me")

    assert "role-" not in str(shown(asked).components)
