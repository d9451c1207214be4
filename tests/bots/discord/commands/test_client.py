"""The connection: its rights, its commands on Discord's side, servers that come and go."""

from typing import Any

import discord
import pytest
from simcord.backend.serializers import guild_create_payload

from bots.discord.commands.membership import DELETED, REMOVED
from relay.core.milestone import TABLE
from tests.bots.discord.commands.world import World, text


def sent(world: World) -> int:
    """How often the commands were sent to Discord."""
    return sum(entry.method == "PUT" for entry in world.env.http_requests)


async def test_it_asks_for_servers_and_nothing_private(world: World) -> None:
    bot = world.env.bot

    assert bot.intents == discord.Intents(guilds=True)
    assert bot.allowed_mentions is not None
    pinged: Any = bot.allowed_mentions.to_dict()
    assert pinged == {"parse": []}


async def test_commands_are_sent_only_when_they_changed(world: World) -> None:
    first = sent(world)
    await world.env.restart_bot(world.client())
    unchanged = sent(world)
    commands: Any = world.env.backend.commands[None]
    commands[("now", 1)]["description"] = "something else"
    await world.env.restart_bot(world.client())

    assert (first, unchanged, sent(world)) == (1, 1, 2)


async def test_where_the_commands_cannot_be_sent_the_bot_still_runs(world: World) -> None:
    commands: Any = world.env.backend.commands[None]
    commands[("now", 1)]["description"] = "something else"
    world.env.inject_error("PUT", "/applications/*/commands", status=403)
    await world.env.restart_bot(world.client())

    assert "PET" in text(await world.member("ann").slash(world.channel, "now"))


async def test_every_milestone_can_be_reported(world: World) -> None:
    (command,) = [one for one in world.env.bot.tree.get_commands() if one.name == "milestone"]  # type: ignore[attr-defined]
    (kind,) = [one for one in command.parameters if one.name == "kind"]

    assert {one.value for one in kind.choices} == {one.value for one in TABLE}


async def test_followers_commands_work_without_the_bot_in_the_server(world: World) -> None:
    for command in world.env.bot.tree.get_commands():  # type: ignore[attr-defined]
        payload = command.to_dict(world.env.bot.tree)  # type: ignore[attr-defined]
        expected = [0] if command.name == "spacewalk" else [0, 1]
        assert payload["integration_types"] == expected, command.name


async def test_a_server_that_removes_the_bot_is_held_back_and_comes_back(world: World) -> None:
    one = world.told()
    backend = world.env.backend
    server = guild_create_payload(backend, backend.get_guild(world.guild.id))
    del server["unavailable"]
    backend.remove_guild(world.guild.id)
    await world.env.settle()
    held = dict(world.desk.reasons)
    backend.emit("GUILD_CREATE", server)
    await world.env.settle()

    assert held == {one.id: REMOVED}
    assert world.desk.kept == {one.id: one}
    assert world.desk.reasons == {}


async def test_coming_back_lets_go_of_nothing_else(world: World) -> None:
    one = world.told()
    world.desk.reasons[one.id] = "no permission"

    await world.env.restart_bot(world.client())

    assert world.desk.reasons == {one.id: "no permission"}


async def test_who_was_let_in_again_meanwhile_is_told_again(world: World) -> None:
    one = world.told()
    theirs = world.told(id="y", community="discord:1", options={"guild": "1"})
    world.desk.reasons |= {one.id: REMOVED, theirs.id: REMOVED}

    await world.env.restart_bot(world.client())

    assert world.desk.reasons == {theirs.id: REMOVED}


async def test_an_outage_changes_nothing(world: World) -> None:
    world.told()
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.settle()

    assert world.desk.reasons == {}


async def test_a_deleted_channel_is_held_back(world: World) -> None:
    one = world.told()
    other = world.told(channel=world.guild.create_text_channel("other"))
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()

    assert world.desk.reasons == {one.id: DELETED}
    assert set(world.desk.kept) == {one.id, other.id}


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("INTERACTION_CREATE", {"id": "x"}),
        ("GUILD_CREATE", {}),
        ("CHANNEL_DELETE", {"guild_id": "not a number"}),
        ("GUILD_ROLE_UPDATE", []),
    ],
)
async def test_a_malformed_event_is_logged_and_the_bot_goes_on(
    world: World, event: str, payload: Any, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.bot._connection.parsers[event](payload)

    assert f"an event {event} of the gateway is not of the known form" in caplog.text
    assert "PET" in text(await world.member("ann").slash(world.channel, "now"))


async def test_a_failing_listener_is_logged_and_the_bot_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.may_fail = True
    world.desk.kept = None  # type: ignore[assignment]
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()
    here = world.guild.create_text_channel("here")

    assert "guild_channel_delete failed" in caplog.text
    assert "TypeError" in caplog.text
    assert "PET" in text(await world.member("ann").slash(here, "now"))
