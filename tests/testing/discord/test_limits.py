"""The loopback Discord's limits, on a clock that is moved by hand, and its failures."""

import asyncio
from typing import Any

import aiohttp
import pytest

from relay.testing.clock import FakeClock
from relay.testing.discord import NEWS, Limits, Rate
from tests.testing.discord.conftest import Client, Serve

POST = "POST /channels/{}/messages"


async def test_no_second_holds_more_than_the_global_limit(serve: Serve, clock: FakeClock) -> None:
    client = await serve(Limits.off(per_second=5))
    channels = list(client.discord.world.add_guild(channels=7).channels)
    for channel in channels[:3]:
        assert (await client.say(channel)).status == 200
    await clock.advance(0.6)
    for channel in channels[:2]:
        assert (await client.say(channel)).status == 200

    over = await client.say(channels[6])

    assert over.status == 429
    assert over.data["global"] is True
    assert over.data["retry_after"] == pytest.approx(0.4, abs=0.001)
    assert over.headers["X-RateLimit-Global"] == "true"
    assert over.headers["X-RateLimit-Scope"] == "global"
    assert over.headers["Retry-After"] == "1"
    assert over.headers["Via"]
    assert client.discord.counts.limited == {"global": 1}
    await clock.advance(0.401)
    # Three have left the window, two are still in it.
    assert [(await client.say(one)).status for one in channels[:4]] == [200, 200, 200, 429]


async def test_a_bucket_says_what_is_left_and_belongs_to_one_channel(
    serve: Serve, clock: FakeClock
) -> None:
    client = await serve(Limits.off(messages=Rate(2, 5.0)))
    here, there = client.discord.world.add_guild(channels=2).channels

    first, second, third = [await client.say(here) for _ in range(3)]

    assert first.headers["X-RateLimit-Limit"] == "2"
    assert [one.headers["X-RateLimit-Remaining"] for one in (first, second)] == ["1", "0"]
    assert float(second.headers["X-RateLimit-Reset-After"]) == 5.0
    assert (third.status, third.data["retry_after"], third.data["global"]) == (429, 5.0, False)
    assert third.headers["X-RateLimit-Scope"] == "user"
    elsewhere = await client.say(there)
    assert elsewhere.status == 200
    assert elsewhere.headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]
    await clock.advance(5)
    assert (await client.say(here)).status == 200


async def test_old_messages_have_a_limit_of_their_own(serve: Serve, clock: FakeClock) -> None:
    client = await serve(Limits.off(old_edits=Rate(1, 6.0)))
    (channel,) = client.discord.world.add_guild().channels
    path = f"/channels/{channel}/messages/{(await client.say(channel)).data['id']}"

    async def edit() -> Any:
        return await client("PATCH", path, {"content": "b"})

    await clock.advance(3600)
    assert [(await edit()).status for _ in range(3)] == [200, 200, 200]
    await clock.advance(1)
    assert (await edit()).status == 200
    over = await edit()
    assert (over.status, over.data["code"], over.data["retry_after"]) == (429, 30046, 6.0)
    await clock.advance(6)
    assert (await edit()).status == 200


async def test_ten_messages_an_hour_are_published(serve: Serve) -> None:
    client = await serve(Limits(per_second=None, messages=None))
    guild = client.discord.world.add_guild()
    news = client.discord.world.add_channel(guild, NEWS)
    paths = [
        f"/channels/{news.id}/messages/{(await client.say(news.id)).data['id']}/crosspost"
        for _ in range(11)
    ]

    answers = [await client("POST", path) for path in paths]

    assert [one.status for one in answers] == [200] * 10 + [429]
    assert answers[-1].data["retry_after"] == 3600.0
    assert sum(message.published for message in news.told) == 10


async def test_who_makes_too_many_invalid_requests_is_banned(
    serve: Serve, clock: FakeClock
) -> None:
    client = await serve(Limits.off(invalid=Rate(3, 600.0)))
    (channel,) = client.discord.world.add_guild().channels
    for _ in range(3):
        assert (await client("GET", "/users/@me", token="wrong")).status == 401
    assert client.discord.counts.invalid == 3

    assert (await client.say(channel)).status == 403
    assert client.discord.world.told == []
    await clock.advance(601)
    assert (await client.say(channel)).status == 200


async def test_an_unknown_route_in_the_limits_is_a_mistake(serve: Serve) -> None:
    with pytest.raises(ValueError, match="no such routes: POST /moon"):
        await serve(Limits.off(others={"POST /moon": Rate(1, 1.0)}))


async def test_an_answer_is_late_and_holds_nobody_else_up(serve: Serve, clock: FakeClock) -> None:
    client = await serve(Limits.off(rtt=0.08))
    channels = client.discord.world.add_guild(channels=3).channels

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(client.say(channel)) for channel in channels]
        await clock.asleep(3)
        assert len(client.discord.world.told) == 3
        assert not any(one.done() for one in asked)
        await clock.advance(0.08)

    assert [one.result().status for one in asked] == [200, 200, 200]
    assert client.discord.counts.most_in_flight == 3


@pytest.mark.parametrize("stored", [True, False])
async def test_a_dropped_connection_may_have_done_its_work(serve: Serve, stored: bool) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    client.discord.fail_next("POST", "/channels/*/messages", "drop", stored=stored)

    with pytest.raises(aiohttp.ClientConnectionError):
        await client.say(channel, nonce="n", enforce_nonce=True)

    assert len(client.discord.world.told) == int(stored)
    assert (await client.say(channel, nonce="n", enforce_nonce=True)).status == 200
    assert len(client.discord.world.told) == 1


async def test_a_request_that_is_never_answered_ends_with_the_server(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    client.discord.fail_next("*", "*", "hang")

    async with asyncio.timeout(10):
        both = {asyncio.create_task(client.say(channel)) for _ in range(2)}
        answered, waiting = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        assert [(one.result()).status for one in answered] == [200]
        client.discord.state.closing.set()
        (hung,) = waiting
        with pytest.raises(aiohttp.ClientConnectionError):
            await hung


async def _failed(client: Client, how: int, **more: Any) -> Any:
    client.discord.fail_next("GET", "/users/@me", how, **more)
    return await client("GET", "/users/@me")


async def test_requests_fail_as_often_as_they_are_told_to(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    client.discord.fail_next("POST", "/channels/*/messages", 503, times=2)

    # A longer path is another one.
    assert (await client("GET", f"/channels/{channel}")).status == 200
    assert [(await client.say(channel)).status for _ in range(3)] == [503, 503, 200]
    assert (await _failed(client, 401)).status == 401
    assert client.discord.counts.invalid == 1
    limited = await _failed(client, 429, retry_after=7.5)
    assert (limited.data["retry_after"], limited.headers["Retry-After"]) == (7.5, "8")
    page = await _failed(client, 502, html=True)
    assert (page.status, page.kind, "Via" in page.headers) == (502, "text/html", False)
    with pytest.raises(ValueError, match="not 'explode'"):
        client.discord.fail_next("GET", "*", "explode")


async def test_what_is_no_json_and_what_is_no_route_is_said_so(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels
    path = f"/channels/{channel}/messages"

    for kind, body in (("application/json", b"{"), ("application/json", b"7"), ("text/a", b"{}")):
        got = await client("POST", path, data=body, headers={"Content-Type": kind})
        assert (got.status, got.data["code"]) == (400, 50109)
    assert (await client("GET", "/moon")).status == 404
    assert (await client("PUT", path, {})).status == 405
    assert client.discord.counts.requests == {POST: 3}
