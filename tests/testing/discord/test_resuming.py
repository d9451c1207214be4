"""Sessions of the loopback Discord's gateway, lost and taken up again."""

import pytest

from tests.testing.discord.conftest import Serve
from tests.testing.discord.wire import connect


@pytest.mark.parametrize("lost", ["reconnect", "drop", "close"])
async def test_what_was_missed_comes_with_a_resume(serve: Serve, lost: str) -> None:
    client = await serve()
    gateway = client.discord.gateway
    guild = client.discord.world.add_guild()
    first = await connect(client)
    session = (await first.identify())["d"]["session_id"]
    assert (await first.hear())["s"] == 2
    match lost:
        case "reconnect":
            await gateway.reconnect()
            assert (await first.hear())["op"] == 7
        case "drop":
            gateway.drop()
        case "close":
            await gateway.close(4000)
            assert await first.code() == 4000
    client.discord.world.add_role(guild)
    client.discord.world.add_channel(guild)

    second = await connect(client)
    await second.resume(session, 2)
    missed = [await second.hear() for _ in range(3)]

    assert [(one["t"], one["s"]) for one in missed] == [
        ("GUILD_ROLE_CREATE", 3),
        ("CHANNEL_CREATE", 4),
        ("RESUMED", 5),
    ]
    assert client.discord.counts.resumes == 1


async def test_a_session_that_is_over_is_not_resumed(serve: Serve) -> None:
    client = await serve()
    first = await connect(client)
    session = (await first.identify())["d"]["session_id"]
    await client.discord.gateway.invalidate()
    invalid = await first.hear()
    assert (invalid["op"], invalid["d"]) == (9, False)

    second = await connect(client)
    await second.resume(session, 1)

    assert (await second.hear())["d"] is False
    assert (await second.identify())["t"] == "READY"
    await second.resume(session, 1)
    assert (await second.hear())["op"] == 9


async def test_a_number_from_the_future_is_not_resumed(serve: Serve) -> None:
    client = await serve()
    first = await connect(client)
    session = (await first.identify())["d"]["session_id"]
    client.discord.gateway.drop()
    second = await connect(client)

    await second.resume(session, 7)

    assert (await second.hear())["op"] == 9
