"""Scheduled events and people on the loopback Discord."""

from typing import Any

import pytest

from relay.testing.clock import FakeClock
from relay.testing.discord import Limits, Permission, Rate
from tests.testing.discord.conftest import Client, Serve

EVENT: dict[str, Any] = {
    "name": "US EVA 95",
    "privacy_level": 2,
    "entity_type": 3,
    "scheduled_start_time": "2026-08-06T13:00:00+00:00",
    "scheduled_end_time": "2026-08-06T20:00:00+00:00",
    "entity_metadata": {"location": "ISS"},
}


async def _path(client: Client) -> str:
    return f"/guilds/{client.discord.world.add_guild().id}/scheduled-events"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"entity_metadata": None},
        {"entity_metadata": {"location": "x" * 101}},
        {"scheduled_end_time": None},
        {"scheduled_end_time": "2026-08-06T12:30:00+00:00"},
        {"scheduled_start_time": "2026-08-06T12:00:00+00:00"},
        {"scheduled_start_time": "soon"},
        {"entity_type": 2},
        {"privacy_level": 1},
        {"description": "x" * 1001},
    ],
    ids=str,
)
async def test_an_event_that_discord_refuses_is_refused(
    serve: Serve, wrong: dict[str, Any]
) -> None:
    client = await serve()
    path = await _path(client)

    got = await client("POST", path, EVENT | wrong)

    assert (got.status, got.data["code"]) == (400, 50035)
    assert (await client("GET", path)).data == []


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        ([2, 3], 200),
        ([4], 200),
        ([3], 400),
        ([2, 4], 400),
        ([2, 1], 400),
        ([4, 1], 400),
        ([2, 3, 2], 400),
        ([9], 400),
    ],
)
async def test_only_lawful_changes_of_status_are_made(
    serve: Serve, steps: list[int], last: int
) -> None:
    client = await serve()
    path = await _path(client)
    made = f"{path}/{(await client('POST', path, EVENT)).data['id']}"

    *before, final = [await client("PATCH", made, {"status": status}) for status in steps]

    assert all(got.status == 200 for got in before)
    assert final.status == last
    if last == 200:
        assert (await client("GET", made)).data["status"] == steps[-1]


async def test_an_event_is_moved_and_deleted(serve: Serve, clock: FakeClock) -> None:
    client = await serve()
    path = await _path(client)
    made = f"{path}/{(await client('POST', path, EVENT)).data['id']}"
    later = {
        "scheduled_start_time": "2026-08-07T13:00:00+00:00",
        "scheduled_end_time": "2026-08-07T20:00:00+00:00",
    }

    assert (await client("PATCH", made, later)).status == 200
    (event,) = (await client("GET", path)).data
    assert event["scheduled_start_time"] == later["scheduled_start_time"]
    assert (
        await client("PATCH", made, {"scheduled_start_time": EVENT["scheduled_end_time"]})
    ).status == 200
    await clock.advance(48 * 3600)
    # What lies in the past may still be ended, but not moved.
    assert (await client("PATCH", made, {"status": 2})).status == 200
    assert (await client("DELETE", made)).status == 204
    assert (await client("GET", made)).data["code"] == 10070


async def test_a_guild_has_room_for_a_hundred_open_events(serve: Serve) -> None:
    client = await serve()
    path = await _path(client)
    made = [(await client("POST", path, EVENT)).data["id"] for _ in range(100)]

    assert (await client("POST", path, EVENT)).data["code"] == 30038
    await client("PATCH", f"{path}/{made[0]}", {"status": 4})
    assert (await client("POST", path, EVENT)).status == 200


async def test_events_have_a_rate_and_need_a_permission(serve: Serve) -> None:
    client = await serve(Limits.off(scheduled_events=Rate(2, 60.0)))
    path, other = await _path(client), await _path(client)

    assert [(await client("POST", path, EVENT)).status for _ in range(3)] == [200, 200, 429]
    guild = client.discord.world.guild(other.split("/")[2])
    guild.permissions &= ~(Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS)
    assert (await client("POST", other, EVENT)).data["code"] == 50013


async def test_roles_are_given_and_taken(serve: Serve) -> None:
    client = await serve()
    world = client.discord.world
    guild = world.add_guild()
    role, member = world.add_role(guild), world.add_member(guild)
    person = f"/guilds/{guild.id}/members/{member.id}"

    assert (await client("PUT", f"{person}/roles/{role.id}")).status == 204
    assert guild.members[member.id] == {role.id}
    assert (await client("GET", person)).data["roles"] == [str(role.id)]
    assert (await client("DELETE", f"{person}/roles/{role.id}")).status == 204
    assert guild.members[member.id] == set()
    assert (await client("PUT", f"{person}/roles/1")).data["code"] == 10011
    stranger = world.add_user()
    got = await client("PUT", f"/guilds/{guild.id}/members/{stranger.id}/roles/{role.id}")
    assert got.data["code"] == 10007
    guild.permissions = Permission.VIEW_CHANNEL
    assert (await client("PUT", f"{person}/roles/{role.id}")).data["code"] == 50013


async def test_what_a_bot_reads_of_a_guild(serve: Serve) -> None:
    client = await serve()
    guild = client.discord.world.add_guild(channels=2)
    path = f"/guilds/{guild.id}"

    assert (await client("GET", path)).data["name"] == guild.name
    channels = (await client("GET", f"{path}/channels")).data
    assert [int(one["id"]) for one in channels] == list(guild.channels)
    assert len((await client("GET", f"{path}/roles")).data) == 2
    assert (await client("GET", "/guilds/1")).data["code"] == 10004
    renamed = await client("PATCH", f"/channels/{channels[0]['id']}", {"name": "eva"})
    assert (await client("GET", f"/channels/{channels[0]['id']}")).data == renamed.data
    assert renamed.data["name"] == "eva"
