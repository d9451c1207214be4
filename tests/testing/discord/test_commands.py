"""What the loopback Discord says of people who use commands."""

from typing import Any

from relay.testing.discord import slash
from relay.testing.discord.interactions import Asked
from relay.testing.discord.models import Json
from tests.testing.discord.conftest import Client, Serve


def _begun(client: Client, asked: Asked, **more: Any) -> Json:
    return client.discord.visitors.begin(asked, **more).data


async def test_what_the_gateway_says_of_a_command(serve: Serve) -> None:
    client = await serve()
    world = client.discord.world
    guild = world.add_guild()
    (channel,) = guild.channels.values()
    role, member = world.add_role(guild), world.add_member(guild)
    asked = slash("spacewalk setup", where=channel, ping=role, who=member, hours=24, test=True)

    data = _begun(client, asked, channel=channel, user=member, permissions=32, locale="de")

    assert (data["type"], data["locale"], data["guild_id"]) == (2, "de", str(guild.id))
    assert data["member"]["permissions"] == "32"
    assert data["authorizing_integration_owners"] == {"0": str(guild.id)}
    (below,) = data["data"]["options"]
    assert (data["data"]["name"], below["name"], below["type"]) == ("spacewalk", "setup", 1)
    kinds = {option["name"]: option["type"] for option in below["options"]}
    assert kinds == {"where": 7, "ping": 8, "who": 6, "hours": 4, "test": 5}
    assert data["data"]["resolved"]["channels"][str(channel.id)]["id"] == str(channel.id)
    assert data["data"]["resolved"]["roles"].keys() == {str(role.id)}
    assert "user" not in data["data"]["resolved"]["members"][str(member.id)]


async def test_a_command_of_a_user_comes_without_a_guild(serve: Serve) -> None:
    client = await serve()
    user = client.discord.world.add_user()

    data = _begun(client, slash("next"), user=user, by_user=True)

    assert "guild_id" not in data
    assert data["user"]["id"] == str(user.id)
    assert data["authorizing_integration_owners"] == {"1": str(user.id)}


async def test_commands_are_registered_with_ids_that_interactions_carry(serve: Serve) -> None:
    client = await serve()
    world = client.discord.world
    (channel,) = world.add_guild().channels.values()
    path = f"/applications/{world.application}/commands"
    option = {"type": 3, "name": "spacewalk", "description": "which"}
    command = {"name": "next", "description": "The next one", "options": [option]}

    got = await client("PUT", path, [command])

    assert [one["name"] for one in world.commands] == ["next"]
    assert (await client("GET", path)).data == got.data
    assert _begun(client, slash("next"), channel=channel)["data"]["id"] == got.data[0]["id"]
    for wrong in ({"name": "No Spaces"}, {"description": ""}, {"options": [option] * 26}):
        assert (await client("PUT", path, [command | wrong])).data["code"] == 50035
    unnamed = command | {"options": [option | {"name": "?"}]}
    assert (await client("PUT", path, [unnamed])).data["code"] == 50035
    assert (await client("PUT", path, [command] * 101)).data["code"] == 50035
