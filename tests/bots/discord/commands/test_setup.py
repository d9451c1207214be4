"""`/spacewalk setup`: what an admin asks for one channel."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord

from relay.core.milestone import Milestone
from relay.plugins import Destination
from tests.bots.discord.commands.world import World, shown, text

NEEDED = {
    "view_channel": True,
    "send_messages": True,
    "embed_links": True,
    "attach_files": True,
    "read_message_history": True,
}
ADMIN = {"manage_guild": True}


def kept(world: World) -> Destination:
    return world.desk.kept[f"discord.{world.channel.id}"]


async def begun(world: World, **rights: bool) -> tuple[Any, Any]:
    """An admin, and the form before them; the bot may do what it needs, and `rights`."""
    world.allow_bot(**NEEDED, **rights)
    admin = world.member("admin", **ADMIN)
    return admin, shown(await admin.slash(world.channel, "spacewalk setup"))


async def test_a_channel_is_set_up(world: World) -> None:
    admin, form = await begun(world, create_events=True)
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["schedule", "eva_start"], custom_id="kinds")
    await admin.select(form, ["3600", "600"], custom_id="leads")
    await admin.select(form, ["card", "events", "publish"], custom_id="extras")
    await admin.select(form, ["de"], custom_id="language")

    done = await admin.click(form, custom_id="save")

    assert "is told from now on" in text(done)
    assert kept(world) == Destination(
        id=f"discord.{world.channel.id}",
        platform="discord",
        address=str(world.channel.id),
        kinds=frozenset({"announced", "rescheduled", "delayed", "scrubbed", "eva_start"}),
        lead_times=(timedelta(hours=1), timedelta(minutes=10)),
        priority=100,
        language="de",
        community=f"discord:{world.guild.id}",
        made_in_chat=True,
        options={"guild": str(world.guild.id), "by": str(admin.id), "events": "yes"},
    )


async def test_publishing_is_for_announcement_channels(world: World) -> None:
    world.channel = world.guild.create_news_channel("news")
    admin, form = await begun(world)
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["publish"], custom_id="extras")

    await admin.click(form, custom_id="save")

    options = kept(world).options
    assert (options["publish"], options["card"]) == ("yes", "no")


async def test_a_role_is_pinged_for_what_was_chosen_and_no_more(world: World) -> None:
    admin, form = await begun(world)
    role = world.guild.create_role("Walkers", mentionable=True)
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["reminder", "eva_start"], custom_id="call-for")
    await admin.select(form, [role], custom_id="role")

    done = text(await admin.click(form, custom_id="save"))

    calls = {key for key in kept(world).options if key.startswith("role.")}
    assert calls == {"role.reminder", "role.eva_start"}
    assert kept(world).options["role.reminder"] == str(role.id)
    assert kept(world).priority == 50
    assert "not pinged" not in done


async def test_a_role_that_nobody_may_mention_is_said_so(world: World) -> None:
    admin, form = await begun(world)
    role = world.guild.create_role("Walkers")
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["everything"], custom_id="call-for")
    await admin.select(form, [role], custom_id="role")

    done = text(await admin.click(form, custom_id="save"))

    assert "Mention @everyone" in done
    assert {f"role.{one}" for one in Milestone} < set(kept(world).options)


async def test_everyone_is_never_pinged(world: World) -> None:
    admin, form = await begun(world)
    await admin.select(form, ["reminder"], custom_id="call-for")

    answer = await admin.select(form, [world.guild.default_role], custom_id="role")

    assert "@everyone is never pinged" in text(answer)


async def test_a_role_before_its_kinds_gets_help(world: World) -> None:
    admin, form = await begun(world)

    answer = await admin.select(form, [world.guild.create_role("A")], custom_id="role")

    assert "First choose" in text(answer)


async def test_missing_permissions_are_named_and_nothing_is_saved(world: World) -> None:
    deny = discord.PermissionOverwrite(embed_links=False, attach_files=False)
    overwrites: Any = {world.guild.default_role: deny}
    world.channel = world.guild.create_text_channel("quiet", overwrites=overwrites)
    admin, form = await begun(world)
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["threads", "events"], custom_id="extras")

    refused = text(await admin.click(form, custom_id="save"))

    for right in ("Embed Links", "Attach Files", "Create Events"):
        assert right in refused
    assert "View Channel" not in refused
    assert world.desk.kept == {}


async def test_a_channel_has_to_be_chosen(world: World) -> None:
    admin, form = await begun(world)

    refused = text(await admin.click(form, custom_id="save"))

    assert "Choose a text or announcement channel" in refused
    assert world.desk.kept == {}


async def test_setting_up_again_begins_with_what_there_is(world: World) -> None:
    before = world.told(
        kinds=frozenset({"summary"}),
        lead_times=(timedelta(hours=1),),
        language="fr",
        paused=True,
        options={"threads": "yes", "role.summary": "77", "card": "no"},
        priority=50,
    )
    admin, form = await begun(world, create_public_threads=True, send_messages_in_threads=True)
    await admin.select(form, [world.channel], custom_id="channel")

    await admin.click(form, custom_id="save")

    assert kept(world) == replace(before, options={**before.options, "by": str(admin.id)})


async def test_saving_lets_go_of_what_was_held_back(world: World) -> None:
    world.told()
    world.desk.reasons[f"discord.{world.channel.id}"] = "no permission"
    admin, form = await begun(world)
    await admin.select(form, [world.channel], custom_id="channel")

    await admin.click(form, custom_id="save")

    assert world.desk.reasons == {}


async def test_a_channel_of_the_configuration_cannot_be_set_up(world: World) -> None:
    world.told(id="configured", made_in_chat=False)
    admin, form = await begun(world)
    await admin.select(form, [world.channel], custom_id="channel")

    refused = text(await admin.click(form, custom_id="save"))

    assert "configuration file" in refused
    assert set(world.desk.kept) == {"configured"}


async def test_saving_does_not_end_a_pause_and_says_so(world: World) -> None:
    world.told(paused=True)
    admin, form = await begun(world)
    await admin.select(form, [world.channel], custom_id="channel")

    done = text(await admin.click(form, custom_id="save"))

    assert "is paused and told nothing until `/spacewalk resume`" in done
    assert "told from now on" not in done
    assert kept(world).paused


async def test_members_take_no_role_unless_it_is_asked_for(world: World) -> None:
    admin, form = await begun(world, manage_roles=True)
    role = world.guild.create_role("Staff", mentionable=True)
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["everything"], custom_id="call-for")
    await admin.select(form, [role], custom_id="role")

    done = text(await admin.click(form, custom_id="save"))

    assert kept(world).options["role.reminder"] == str(role.id)
    assert "self_service" not in kept(world).options
    assert "take" not in done


async def saved_for_members(world: World, **powers: bool) -> tuple[int, str]:
    """A role of that name, and what was said when it was saved for members to take."""
    admin, form = await begun(world, manage_roles=True)
    permissions = discord.Permissions(**powers)
    role = world.guild.create_role("Walkers", mentionable=True, permissions=permissions)
    await admin.select(form, [world.channel], custom_id="channel")
    await admin.select(form, ["reminder"], custom_id="call-for")
    await admin.select(form, [role], custom_id="role")
    await admin.select(form, ["card", "self_service"], custom_id="extras")
    return role.id, text(await admin.click(form, custom_id="save"))


async def test_which_role_members_may_take_is_said_when_it_is_saved(world: World) -> None:
    role, done = await saved_for_members(world)

    assert f"Every member can take the role <@&{role}> themselves" in done
    assert kept(world).options["self_service"] == "yes"


async def test_a_role_that_members_cannot_take_is_named_with_the_reason(world: World) -> None:
    role, done = await saved_for_members(world, kick_members=True)

    assert f"Members cannot take the role <@&{role}> themselves: it gives power" in done


async def test_without_a_role_for_reminders_there_is_none_to_take(world: World) -> None:
    admin, form = await begun(world)
    await admin.select(form, [world.channel], custom_id="channel")
    shown_again = await admin.select(form, ["self_service"], custom_id="extras")
    done = text(await admin.click(form, custom_id="save"))

    assert "Members can take no role themselves" in text(shown_again)
    assert "Members can take no role themselves" in done
