"""What admins decide, each in their own server."""

from dataclasses import replace
from datetime import timedelta

import pytest
from simcord.backend.errors import SetupError

from bots.discord.commands.front import WAITING
from relay.plugins import Destination
from tests.bots.discord.commands.world import HOSTILE, World, shown, text

ADMIN = {"manage_guild": True}

COMMANDS = ("setup", "settings", "pause", "resume", "remove", "test")


@pytest.mark.parametrize("command", COMMANDS)
async def test_discord_does_not_even_show_them_to_others(world: World, command: str) -> None:
    with pytest.raises(SetupError, match="default-member-permissions"):
        await world.member("ann", manage_messages=True).slash(
            world.channel, f"spacewalk {command}", **_arguments(world, command)
        )


@pytest.mark.parametrize("command", COMMANDS)
async def test_the_permission_is_checked_again(world: World, command: str) -> None:
    one = world.told()
    ann = world.member("ann", manage_messages=True)
    command_id = int(world.env.backend.find_command("spacewalk", None)["id"])  # type: ignore[index]
    everyone = {"id": str(ann.id), "type": 2, "permission": True}
    world.env.backend.set_command_permissions(world.guild.id, command_id, [everyone])

    answer = text(
        await ann.slash(world.channel, f"spacewalk {command}", **_arguments(world, command))
    )

    assert "Manage Server" in answer
    assert world.desk.kept == {one.id: one}
    assert world.tried == []


def _arguments(world: World, command: str) -> dict[str, str]:
    return {} if command in ("setup", "settings") else {"channel": f"discord.{world.channel.id}"}


async def test_pause_and_resume(world: World) -> None:
    one = world.told()
    admin = world.member("admin", **ADMIN)

    await admin.slash(world.channel, "spacewalk pause", channel=one.id)
    paused = world.desk.kept[one.id].paused
    await admin.slash(world.channel, "spacewalk resume", channel=one.id)

    assert paused
    assert not world.desk.kept[one.id].paused


async def test_a_channel_that_is_gone_is_not_said_to_be_told_again(world: World) -> None:
    one = world.told(channel=world.guild.create_text_channel("gone"))
    world.desk.kept[one.id] = replace(one, address="1" * 18, paused=True)

    answer = await world.member("admin", **ADMIN).slash(
        world.channel, "spacewalk resume", channel=one.id
    )

    assert "I see no such channel" in text(answer)
    assert world.desk.kept[one.id].paused


async def test_settings_show_what_the_configuration_tells_here_too(world: World) -> None:
    there = str(world.channel.id)
    listed = Destination(id="eva", platform="discord", address=there)
    world.desk.kept["eva"] = listed

    answer = await world.member("admin", **ADMIN).slash(world.channel, "spacewalk settings")

    assert f"<#{there}>" in text(answer)


async def test_removal_is_asked_for_twice(world: World) -> None:
    one = world.told()
    admin = world.member("admin", **ADMIN)
    asked = await admin.slash(world.channel, "spacewalk remove", channel=one.id)
    assert one.id in world.desk.kept

    done = await admin.click(shown(asked), custom_id="remove")

    assert "no longer told" in text(done)
    assert world.desk.kept == {}


async def test_removal_can_be_thought_better_of(world: World) -> None:
    one = world.told()
    admin = world.member("admin", **ADMIN)
    asked = await admin.slash(world.channel, "spacewalk remove", channel=one.id)

    done = await admin.click(shown(asked), custom_id="keep")

    assert "stays as it is" in text(done)
    assert one.id in world.desk.kept


@pytest.mark.parametrize("command", ["pause", "resume", "remove", "test"])
@pytest.mark.parametrize("whose", ["elsewhere", "configured", "nobody's"])
async def test_what_is_not_the_servers_own_cannot_be_touched(
    world: World, command: str, whose: str
) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    theirs = world.told(guild=elsewhere, channel=elsewhere.create_text_channel("x"))
    configured = world.told(id="configured", made_in_chat=False)
    before = dict(world.desk.kept)
    named = {"elsewhere": theirs.id, "configured": configured.id, "nobody's": HOSTILE}[whose]

    answer = text(
        await world.member("admin", **ADMIN).slash(
            world.channel, f"spacewalk {command}", channel=named
        )
    )

    expected = "configuration file" if whose == "configured" else "No such channel is set up"
    assert expected in answer
    assert world.desk.kept == before
    assert world.tried == []


async def test_suggestions_are_the_servers_own_by_name(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    world.told(guild=elsewhere, channel=elsewhere.create_text_channel("x"))
    world.told(id="configured", made_in_chat=False)
    one = world.told()
    admin = world.member("admin", **ADMIN)

    found = await admin.autocomplete(world.channel, "spacewalk pause", "channel", "#spa")
    none = await admin.autocomplete(world.channel, "spacewalk pause", "channel", "zzz")

    assert [(choice["name"], choice["value"]) for choice in found] == [("#space", one.id)]
    assert none == []


async def test_settings_show_every_channel_and_how_it_fares(world: World) -> None:
    quiet, shut = (world.guild.create_text_channel(name) for name in ("quiet", "shut"))
    world.told(lead_times=(timedelta(hours=1),), options={"role.reminder": "77", "threads": "yes"})
    world.told(channel=quiet, paused=True, kinds=frozenset({"summary", "eva_start"}))
    held = world.told(channel=shut, made_in_chat=False, id="configured")
    world.desk.reasons[held.id] = "**no** @everyone"
    elsewhere = world.env.create_guild("Elsewhere")
    theirs = elsewhere.create_text_channel("x")
    world.told(guild=elsewhere, channel=theirs)

    words = text(await world.member("admin", **ADMIN).slash(world.channel, "spacewalk settings"))

    assert f"**<#{world.channel.id}>** told\nEverything\nReminders: 1 h." in words
    assert "Pings <@&77> for: Reminders before the start." in words
    assert f"**<#{quiet.id}>** paused\nSummary when it is over, Milestone: Spacewalk" in words
    assert f"**<#{shut.id}>** ⚠ held back: \\*\\*no\\*\\* @\u200beveryone." in words
    assert "configuration file" in words
    assert str(theirs.id) not in words


async def test_many_channels_are_cut_with_their_number(world: World) -> None:
    for number in range(100):
        world.told(id=f"discord.{number:03}")

    words = text(await world.member("admin", **ADMIN).slash(world.channel, "spacewalk settings"))

    assert len(words) <= 4096
    assert " more." in words


async def test_a_test_says_what_came_of_it(world: World) -> None:
    one = world.told()
    admin = world.member("admin", **ADMIN)

    fine = text(await admin.slash(world.channel, "spacewalk test", channel=one.id))
    world.hindered = "Missing **Access**"
    failed = text(await admin.slash(world.channel, "spacewalk test", channel=one.id))

    assert "pinged nobody" in fine
    assert "did not arrive: Missing \\*\\*Access\\*\\*" in failed
    assert world.tried == [one, one]


async def test_a_test_that_takes_too_long_is_given_up(silent: World) -> None:
    one = silent.told()
    admin = silent.member("admin", **ADMIN)

    answer = text(await admin.slash(silent.channel, "spacewalk test", channel=one.id))

    assert answer.strip() == "Discord is busy; try again later."
    assert silent.tried == [one]


def test_nobody_waits_longer_than_half_a_minute() -> None:
    assert WAITING <= 30


async def test_it_is_for_servers_alone(world: World) -> None:
    with pytest.raises(SetupError):
        await world.env.create_user("ann").slash("spacewalk settings")
