"""Messages on the loopback Discord: what is kept, changed and found again."""

import io
import json
from typing import Any

import aiohttp

from relay.testing.clock import FakeClock
from relay.testing.discord import (
    MISSING_ACCESS,
    NEWS,
    NO_DM,
    UNKNOWN_CHANNEL,
    Limits,
    Permission,
)
from tests.testing.discord.conftest import Serve

CARD = {"content": "US EVA 95", "embeds": [{"title": "Hatch open"}]}


async def test_a_nonce_is_remembered_for_its_time_in_its_channel(
    serve: Serve, clock: FakeClock
) -> None:
    client = await serve(Limits.off(nonce_memory=300))
    here, there = client.discord.world.add_guild(channels=2).channels
    first = await client.say(here, "one", nonce="n", enforce_nonce=True)

    await clock.advance(299)
    again = await client.say(here, "two", nonce="n", enforce_nonce=True)
    assert (again.status, again.data["id"], again.data["content"]) == (200, first.data["id"], "one")
    assert client.discord.counts.deduplicated == 1

    elsewhere = await client.say(there, "one", nonce="n", enforce_nonce=True)
    unasked = await client.say(here, "one", nonce="n")
    await clock.advance(2)
    late = await client.say(here, "one", nonce="n", enforce_nonce=True)
    # The nonce now stands for the message that was made with it last.
    assert late.data["id"] == unasked.data["id"]
    assert len({first.data["id"], elsewhere.data["id"], unasked.data["id"]}) == 3
    await clock.advance(301)
    forgotten = await client.say(here, "one", nonce="n", enforce_nonce=True)
    assert forgotten.data["id"] not in {first.data["id"], unasked.data["id"]}


async def test_an_edit_changes_what_it_names_and_pings_nobody(
    serve: Serve, clock: FakeClock
) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    made = await client("POST", f"/channels/{channel}/messages", CARD)
    path = f"/channels/{channel}/messages/{made.data['id']}"
    await clock.advance(60)

    edited = await client("PATCH", path, {"content": "@everyone"})

    (message,) = client.discord.world.told
    assert (message.content, message.edits, bool(message.pinged)) == ("@everyone", 1, False)
    assert edited.data["embeds"] == made.data["embeds"]
    assert edited.data["edited_timestamp"] > made.data["timestamp"]
    assert (await client("PATCH", path, {"content": "x" * 2001})).data["code"] == 50035
    assert (await client("GET", path)).data == edited.data
    assert (await client("DELETE", path)).status == 204
    assert (await client("GET", path)).data["code"] == 10008


async def test_the_newest_messages_are_listed_first(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    ids = [(await client.say(channel, str(number))).data["id"] for number in range(5)]
    path = f"/channels/{channel}/messages"

    async def listed(**query: Any) -> list[int]:
        got = await client("GET", path, params=query)
        return [ids.index(message["id"]) for message in got.data]

    assert await listed(limit=2) == [4, 3]
    assert await listed(limit=2, before=ids[3]) == [2, 1]
    assert await listed(limit=2, after=ids[0]) == [2, 1]
    for wrong in ({"limit": 0}, {"limit": 101}, {"before": "yesterday"}):
        assert (await client("GET", path, params=wrong)).data["code"] == 50035


async def test_a_file_comes_with_its_message_and_is_replaced_by_an_edit(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels

    def form(content: str, data: bytes) -> aiohttp.FormData:
        made = aiohttp.FormData()
        made.add_field("payload_json", json.dumps({"content": content, "attachments": []}))
        made.add_field("files[0]", io.BytesIO(data), filename="p.jpg", content_type="image/jpeg")
        return made

    made = await client("POST", f"/channels/{channel}/messages", data=form("a", b"123"))
    (message,) = client.discord.world.told
    assert (message.content, message.files[0].data) == ("a", b"123")
    assert made.data["attachments"][0]["size"] == 3

    path = f"/channels/{channel}/messages/{message.id}"
    edited = await client("PATCH", path, data=form("b", b"4567"))
    assert [one["size"] for one in edited.data["attachments"]] == [4]
    assert (message.content, message.files[0].data) == ("b", b"4567")
    large = await client("PATCH", path, data=form("c", bytes(10 * 1024 * 1024 + 1)))
    assert (large.status, large.data["code"]) == (413, 40005)


async def test_a_file_that_is_named_has_to_be_there(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    path = f"/channels/{channel}/messages"

    def form(body: dict[str, Any], part: str = "files[0]") -> aiohttp.FormData:
        made = aiohttp.FormData()
        made.add_field("payload_json", json.dumps({"content": "a"} | body))
        made.add_field(part, io.BytesIO(b"123"), filename="p.jpg", content_type="image/jpeg")
        return made

    def showing(name: str) -> dict[str, Any]:
        return {"embeds": [{"title": "a", "image": {"url": f"attachment://{name}"}}]}

    refused = [
        form(showing("q.jpg")),
        form(showing("p.jpg"), part="file"),
        form({"attachments": [{"id": 1}]}),
    ]
    assert [(await client("POST", path, data=one)).data["code"] for one in refused] == [50035] * 3
    assert (await client("POST", path, showing("p.jpg"))).data["code"] == 50035

    made = await client("POST", path, data=form(showing("p.jpg")))
    there = f"{path}/{made.data['id']}"
    kept = await client("PATCH", there, showing("p.jpg"))
    assert [one["filename"] for one in kept.data["attachments"]] == ["p.jpg"]
    gone = await client("PATCH", there, showing("p.jpg") | {"attachments": []})
    assert gone.data["code"] == 50035
    assert (await client("PATCH", there, {"attachments": []})).data["attachments"] == []
    (message,) = client.discord.world.told
    assert message.files == ()


async def test_permissions_are_asked_for_as_discord_does(serve: Serve) -> None:
    client = await serve()
    world, changes = client.discord.world, client.discord.changes
    guild = world.add_guild()
    (channel,) = guild.channels.values()
    user = world.add_user(takes_dms=False)

    async def code(content: str = "a", **more: Any) -> int:
        return int((await client.say(channel.id, content, **more)).data.get("code", 0))

    changes.deny(channel, Permission.SEND_MESSAGES)
    assert await code() == 50013
    changes.deny(channel, Permission.VIEW_CHANNEL)
    assert await code() == 50001
    changes.deny(channel, Permission.EMBED_LINKS)
    assert await code(embeds=[{"title": "a"}]) == 50013
    assert await code() == 0
    channel.refusal = UNKNOWN_CHANNEL
    assert await code() == 10003
    channel.refusal = None
    guild.refusal = MISSING_ACCESS
    assert await code() == 50001
    assert (await client.say(1)).data == {"message": "Unknown Channel", "code": 10003}
    opened = await client("POST", "/users/@me/channels", {"recipient_id": str(user.id)})
    again = await client("POST", "/users/@me/channels", {"recipient_id": str(user.id)})
    assert opened.data["id"] == again.data["id"]
    assert (await client.say(int(opened.data["id"]))).data["code"] == NO_DM.code
    assert client.discord.counts.invalid == 5


async def test_a_thread_has_the_id_of_its_message_and_is_made_once(serve: Serve) -> None:
    client = await serve()
    world = client.discord.world
    guild = world.add_guild()
    (channel,) = guild.channels
    made = await client.say(channel)
    path = f"/channels/{channel}/messages/{made.data['id']}/threads"

    thread = await client("POST", path, {"name": "US EVA 95"})
    assert (thread.status, thread.data["id"]) == (201, made.data["id"])
    assert (await client("POST", path, {"name": "again"})).data["code"] == 160004
    assert (await client("POST", path, {"name": "x" * 101})).status == 400
    assert (await client.say(int(thread.data["id"]), "in it")).status == 200
    assert [one.content for one in guild.threads[int(made.data["id"])].told] == ["in it"]


async def test_only_announcements_are_published_and_once(serve: Serve) -> None:
    client = await serve()
    guild = client.discord.world.add_guild()
    news = client.discord.world.add_channel(guild, NEWS)
    plain = next(iter(guild.channels))
    told, talked = await client.say(news.id), await client.say(plain)

    async def publish(channel: int, message: str) -> Any:
        return (await client("POST", f"/channels/{channel}/messages/{message}/crosspost")).data

    assert (await publish(news.id, told.data["id"]))["flags"] == 1
    assert news.told[0].published
    assert (await publish(news.id, told.data["id"]))["code"] == 40033
    assert (await publish(plain, talked.data["id"]))["code"] == 50024
