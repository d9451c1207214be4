"""The gateway of the loopback Discord, frame by frame."""

import json

import aiohttp
import pytest

from relay.testing.discord import Limits
from tests.testing.discord.conftest import Serve
from tests.testing.discord.wire import GUILDS, connect


async def test_a_shard_gets_its_own_guilds_and_what_happens_there(serve: Serve) -> None:
    client = await serve(Limits.off(shards=2))
    world = client.discord.world
    guilds = [world.add_guild() for _ in range(4)]
    wire = await connect(client)

    ready = await wire.identify(shard=[1, 2])
    mine = [guild for guild in guilds if (guild.id >> 22) % 2 == 1]

    assert (ready["t"], ready["s"], len(mine)) == ("READY", 1, 2)
    assert ready["d"]["resume_gateway_url"] == client.discord.gateway_url
    assert ready["d"]["guilds"] == [{"id": str(one.id), "unavailable": True} for one in mine]
    created = [await wire.hear() for _ in mine]
    assert [frame["d"]["id"] for frame in created] == [str(one.id) for one in mine]
    for guild in guilds:
        world.add_channel(guild)
    told = [await wire.hear() for _ in mine]
    assert [(one["t"], one["s"]) for one in told] == [("CHANNEL_CREATE", 4), ("CHANNEL_CREATE", 5)]
    await wire.say(1, 5)
    assert (await wire.hear())["op"] == 11
    client.discord.gateway.acknowledges = False
    await wire.say(1, 5)
    await client.discord.dispatch("NEWS", {"guild_id": str(mine[0].id)})
    assert (await wire.hear())["t"] == "NEWS"
    # What was sent before is written before it closes: no answer to the heartbeat.
    await wire.say(99)
    assert (await wire.socket.receive(timeout=10)).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", 4002),
        ('{"op": 99}', 4001),
        ('{"op": 3, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 1}}', 4004),
        ('{"op": 2, "d": {"token": "loopback-token", "intents": 1, "shard": [2, 2]}}', 4010),
        ('{"op": 2, "d": {"token": "loopback-token", "intents": 32768}}', 4014),
    ],
)
async def test_mistakes_close_the_connection_with_their_code(
    serve: Serve, frame: str, code: int
) -> None:
    client = await serve()
    wire = await connect(client)

    await wire.socket.send_str(frame)

    assert await wire.code() == code


async def test_to_identify_twice_closes_the_connection(serve: Serve) -> None:
    client = await serve()
    wire = await connect(client)

    await wire.identify()
    await wire.say(2, {"token": client.discord.token, "intents": GUILDS})

    assert await wire.code() == 4005
    assert client.discord.counts.identifies == 2


async def test_a_guild_is_lost_found_left_and_joined(serve: Serve) -> None:
    client = await serve()
    world, changes = client.discord.world, client.discord.changes
    guild, other = world.add_guild(channels=2), world.add_guild()
    guild.available = False
    wire = await connect(client)
    ready = await wire.identify()
    assert len(ready["d"]["guilds"]) == 2
    assert (await wire.hear())["d"]["id"] == str(other.id)

    changes.restore(guild)
    changes.outage(guild)
    changes.restore(guild)
    gone, _ = guild.channels.values()
    changes.delete_channel(gone)
    changes.kick(guild)
    changes.invite(guild)

    told = [await wire.hear() for _ in range(6)]
    assert [one["t"] for one in told] == [
        "GUILD_CREATE",
        "GUILD_DELETE",
        "GUILD_CREATE",
        "CHANNEL_DELETE",
        "GUILD_DELETE",
        "GUILD_CREATE",
    ]
    assert [one["d"].get("unavailable") for one in told] == [False, True, False, None, None, False]
    assert len(told[-1]["d"]["channels"]) == 1
    assert (await client.say(gone.id)).data["code"] == 10003


async def test_permissions_that_change_are_told_as_overwrites_and_roles(serve: Serve) -> None:
    client = await serve()
    world, changes = client.discord.world, client.discord.changes
    guild = world.add_guild()
    (channel,) = guild.channels.values()
    role = world.add_role(guild)
    guild.members[world.bot.id].add(role.id)
    wire = await connect(client)
    await wire.identify()
    await wire.hear()

    changes.deny(channel, 1 << 11)
    changes.permit(guild, 1 << 10)
    changes.delete_role(guild, role)

    denied, permitted, deleted = [(await wire.hear()) for _ in range(3)]
    assert denied["d"]["permission_overwrites"][0]["deny"] == str(1 << 11)
    assert (permitted["t"], permitted["d"]["role"]["permissions"]) == (
        "GUILD_ROLE_UPDATE",
        str(1 << 10),
    )
    assert deleted["d"]["role_id"] == str(role.id)
    assert role.id not in guild.members[world.bot.id]


async def test_only_intents_that_were_named_bring_scheduled_events(serve: Serve) -> None:
    client = await serve()
    guild = client.discord.world.add_guild()
    wire = await connect(client)
    await wire.identify()
    await wire.hear()

    client.discord.gateway.announce("GUILD_SCHEDULED_EVENT_CREATE", {"guild_id": str(guild.id)})
    await client.discord.gateway.raw("{not json")

    with pytest.raises(json.JSONDecodeError):
        await wire.hear()


async def test_the_gateway_itself_can_fail_to_open(serve: Serve) -> None:
    client = await serve()
    client.discord.fail_next("GET", "/ws", 503)

    with pytest.raises(aiohttp.WSServerHandshakeError) as problem:
        await connect(client)

    assert problem.value.status == 503
    await connect(client)
