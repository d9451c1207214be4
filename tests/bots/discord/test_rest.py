"""Requests: tried again where that is safe, held back where Discord asks for it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.discord import rest
from bots.discord.pacer import Pacer, Urgency
from bots.discord.refusals import LONGEST_WAIT, Answer, MessageGone, identity, refusal
from bots.discord.rest import Rest
from bots.discord.routes import Routes, route
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed
from relay.testing.clock import FakeClock
from relay.testing.discord import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    Limits,
    Rate,
    Refusal,
)
from tests.bots.discord.scene import FAST, NOON, Scene, a_scene

POSTING = "/channels/*/messages"
SHORT_TIMEOUT = aiohttp.ClientTimeout(total=0.05)


async def post(scene: Scene, nonce: str = "one", **more: Any) -> Any:
    body = {"content": "Hatch open", "nonce": nonce, "enforce_nonce": True}
    return await scene.rest.call("POST", f"/channels/{scene.channel.id}/messages", body, **more)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
@pytest.mark.parametrize("stored", [False, True])
async def test_what_failed_on_the_way_is_tried_again_under_its_nonce(
    scene: Scene, status: int, stored: bool
) -> None:
    scene.discord.fail_next("POST", POSTING, status, times=2, stored=stored)

    told = await post(scene)

    assert [str(message.id) for message in scene.told] == [told["id"]]
    assert scene.discord.counts.faults == 2
    assert scene.waits == [0.5, 1.0]


@pytest.mark.parametrize("stored", [False, True])
async def test_a_dropped_connection_leaves_one_message(scene: Scene, stored: bool) -> None:
    scene.discord.fail_next("POST", POSTING, "drop", stored=stored)

    await post(scene)

    assert len(scene.told) == 1
    assert scene.discord.counts.deduplicated == int(stored)


async def test_it_gives_up_after_a_few_tries_and_says_so(scene: Scene) -> None:
    scene.discord.fail_next("POST", POSTING, 503, times=10)

    with pytest.raises(DeliveryDelayed, match="Discord answered 503"):
        await post(scene)

    assert scene.discord.counts.faults == 3


async def test_what_hangs_is_given_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "TIMEOUT", SHORT_TIMEOUT)
    scene.discord.fail_next("POST", POSTING, "hang")

    with pytest.raises(DeliveryDelayed, match="does not answer in time"):
        await post(scene)
    await post(scene)

    assert len(scene.told) == 1


async def test_what_would_be_made_twice_gets_one_try(scene: Scene) -> None:
    scene.discord.fail_next("POST", POSTING, 503)

    with pytest.raises(DeliveryDelayed):
        await post(scene, tries=1)

    assert scene.discord.counts.faults == 1


async def test_the_limit_of_a_channel_is_kept_without_a_429() -> None:
    async with a_scene(Limits.off(messages=Rate(5, 5.0))) as scene:
        for number in range(5):
            await post(scene, f"{number}")
        with pytest.raises(DeliveryDelayed) as delayed:
            await post(scene, "sixth")
        await scene.clock.advance(delayed.value.retry_after)
        await post(scene, "sixth")

        assert delayed.value.retry_after == pytest.approx(5.0, abs=0.01)
        assert len(scene.told) == 6
        assert scene.refused_for_speed == 0


async def test_many_at_once_for_one_channel_draw_no_429() -> None:
    async with a_scene(Limits.off(messages=Rate(5, 5.0))) as scene:
        tries = await asyncio.gather(
            *(post(scene, f"{number}") for number in range(12)), return_exceptions=True
        )

        assert sum(isinstance(one, DeliveryDelayed) for one in tries) == 7
        assert len(scene.told) == 5
        assert scene.refused_for_speed == 0


async def test_a_full_channel_holds_up_no_other() -> None:
    async with a_scene(Limits.off(messages=Rate(1, 60.0))) as scene:
        other = scene.discord.world.add_channel(scene.guild)
        await post(scene)
        await scene.rest.call("POST", f"/channels/{other.id}/messages", {"content": "there"})

        assert len(other.told) == 1


async def test_a_short_wait_is_waited_in_place() -> None:
    async with a_scene(Limits.off(messages=Rate(1, 0.3))) as scene:
        await post(scene, "first")
        await post(scene, "second")

        assert scene.waits == [pytest.approx(0.3, abs=0.01)]
        assert (len(scene.told), scene.refused_for_speed) == (2, 0)


async def test_publishing_and_posting_have_limits_of_their_own() -> None:
    published = route("POST", "/channels/1/messages/7/crosspost")

    assert published != route("POST", "/channels/1/messages")
    assert published == route("POST", "/channels/1/messages/8/crosspost")
    assert published != route("POST", "/channels/2/messages/7/crosspost")
    assert route("PATCH", "/channels/1/messages/7") == route("PATCH", "/channels/1/messages/8")
    assert route("GET", "/channels/1/messages?limit=50") == route("GET", "/channels/1/messages")


def test_an_answer_that_is_overtaken_by_a_later_one_gives_no_room() -> None:
    moment = [0.0]
    routes = Routes(lambda: moment[0])

    def left(number: int) -> Answer:
        told = {"X-RateLimit-Remaining": f"{number}", "X-RateLimit-Reset-After": "5"}
        return Answer(200, told, b"")

    routes.note("one", left(1))
    routes.note("one", left(4))
    with routes.flight("one"):
        during = routes.is_free("one")
    moment[0] = 6.0
    routes.note("one", left(4))
    with routes.flight("one"):
        after = routes.is_free("one")

    assert (during, after) == (False, True)


async def test_a_429_for_a_channel_is_left_to_the_caller(scene: Scene) -> None:
    scene.discord.fail_next("POST", POSTING, 429, retry_after=7.5)

    with pytest.raises(DeliveryDelayed) as delayed:
        await post(scene)
    other = scene.discord.world.add_channel(scene.guild)
    await scene.rest.call("POST", f"/channels/{other.id}/messages", {"content": "there"})

    assert delayed.value.retry_after == 7.5
    assert len(other.told) == 1


class PauseNoting(Pacer):
    """Says what it was asked to pause for, and does not."""

    def __init__(self) -> None:
        super().__init__(FAST, 32)
        self.paused: list[float] = []

    def pause(self, seconds: float) -> None:
        self.paused.append(seconds)


async def test_a_429_for_everything_pauses_everything() -> None:
    async with a_scene(Limits.off(per_second=2)) as scene:
        scene.pacer = PauseNoting()
        scene.begin_anew()
        for number in range(3):
            await post(scene, f"{number}")

        # Two were let in; the third was told to wait, and went again half a second later.
        assert scene.pacer.paused[0] == pytest.approx(1.0, abs=0.01)
        assert len(scene.told) == 3


async def test_a_page_of_a_proxy_that_limits_pauses_everything_for_a_minute() -> None:
    async with a_scene() as scene:
        scene.pacer = PauseNoting()
        scene.begin_anew()
        scene.discord.fail_next("POST", POSTING, 429, html=True)
        await post(scene)

        assert scene.pacer.paused == [60.0]


async def test_edits_of_old_messages_wait_as_long_as_discord_says() -> None:
    async with a_scene(Limits.off(old_edits=Rate(3, 6.0))) as scene:
        message = (await post(scene))["id"]
        await scene.clock.advance(3601)
        path = f"/channels/{scene.channel.id}/messages/{message}"
        for number in range(3):
            await scene.rest.call("PATCH", path, {"content": f"{number}"})
        with pytest.raises(DeliveryDelayed) as delayed:
            await scene.rest.call("PATCH", path, {"content": "fourth"})
        await scene.clock.advance(delayed.value.retry_after)
        await scene.rest.call("PATCH", path, {"content": "fourth"})

        assert delayed.value.retry_after == pytest.approx(6.0, abs=0.01)
        assert scene.told[0].content == "fourth"


@pytest.mark.parametrize("status", [200, 403, 404, 502, 520])
async def test_a_page_instead_of_json_is_no_word_of_discord(scene: Scene, status: int) -> None:
    scene.discord.fail_next("POST", POSTING, status, times=5, html=True)

    with pytest.raises(DeliveryDelayed):
        await post(scene)


async def test_a_token_that_is_not_accepted_stops_everything_for_minutes(scene: Scene) -> None:
    scene.pacer = PauseNoting()
    scene.begin_anew(token="revoked")

    with pytest.raises(DeliveryDelayed, match="token") as delayed:
        await post(scene)

    assert scene.pacer.paused == [300.0]
    assert delayed.value.retry_after == 300.0
    assert scene.discord.counts.invalid == 1


async def test_before_a_ban_nothing_is_asked_any_more(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "INVALID", 5)
    scene.begin_anew()
    scene.channel.refusal = MISSING_ACCESS
    for _ in range(5):
        with pytest.raises(DestinationClosed):
            await post(scene)
        await scene.clock.advance(60)
    with pytest.raises(DeliveryDelayed, match="ban") as delayed:
        await post(scene)
    invalid = scene.discord.counts.invalid
    await scene.clock.advance(delayed.value.retry_after)
    scene.channel.refusal = None
    await post(scene)

    assert invalid == 5
    assert delayed.value.retry_after == pytest.approx(300.0)
    assert len(scene.told) == 1


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (UNKNOWN_CHANNEL, DestinationClosed),
        (MISSING_ACCESS, DestinationClosed),
        (MISSING_PERMISSIONS, DestinationClosed),
        (Refusal(404, 10008, "Unknown Message"), MessageGone),
        (Refusal(400, 50035, "Invalid Form Body"), DeliveryRefused),
        (Refusal(400, 99999, "\u202esomething\x1b[31m new"), DeliveryRefused),
    ],
)
async def test_a_refusal_is_named_for_what_comes_next(
    scene: Scene, said: Refusal, error: type[Exception]
) -> None:
    scene.channel.refusal = said

    with pytest.raises(DeliveryRefused) as refused:
        await post(scene)

    assert type(refused.value) is error
    assert "\x1b" not in str(refused.value)
    assert "\u202e" not in str(refused.value)


def answer(status: int, body: bytes, **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


HOSTILE_BODIES = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"retry_after": NaN}',
    b'{"retry_after": -Infinity}',
    b'{"retry_after": 1e999, "global": []}',
    b'{"retry_after": ' + b"9" * 400 + b"}",
    b'{"retry_after": ' + b"9" * 5000 + b"}",
    b'{"code": [10003], "message": {"a": 1}}',
    b'{"code": true, "message": null}',
    b'{"id": "../../users/@me"}',
]


@pytest.mark.parametrize("body", HOSTILE_BODIES)
@pytest.mark.parametrize("status", [200, 302, 400, 404, 429])
def test_hostile_answers_are_read_with_bounds(status: int, body: bytes) -> None:
    given = answer(status, body, Retry_After="nan", X_RateLimit_Reset_After="1e400")

    assert 0 <= given.retry_after() <= LONGEST_WAIT
    assert given.number("Retry-After") is given.number("X-RateLimit-Reset-After") is None
    assert isinstance(refusal(given), DeliveryDelayed | DeliveryRefused)
    with pytest.raises(DeliveryDelayed):
        identity(given.json())


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["code", "message", "retry_after", "global", "id"])


@settings(max_examples=80)
@given(st.dictionaries(KEYS, JSON), st.integers(300, 599))
def test_no_form_of_answer_breaks_it(said: dict[str, Any], status: int) -> None:
    given = answer(status, json.dumps(said).encode("utf-8", "surrogatepass"))

    assert 0 <= given.retry_after() <= LONGEST_WAIT
    assert isinstance(refusal(given), DeliveryDelayed | DeliveryRefused)
    given.is_global()


@pytest.fixture
async def server() -> AsyncIterator[tuple[Rest, list[web.Response]]]:
    """Answers with what the test puts into the list."""
    answers: list[web.Response] = []

    async def answered(request: web.Request) -> web.Response:
        return answers.pop(0)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answered)
    async with TestServer(app) as running, aiohttp.ClientSession() as session:
        url = str(running.make_url("/api"))
        clock = FakeClock(NOON)
        yield Rest(session, url, "token", Pacer(FAST, 32), clock, clock.advance), answers


async def test_absurd_headers_close_no_channel_for_long(server: Any) -> None:
    speaker, answers = server
    absurd = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "9e99"}
    answers += [web.json_response({}, headers=absurd)]

    await speaker.call("POST", "/channels/1/messages", {})
    with pytest.raises(DeliveryDelayed) as delayed:
        await speaker.call("POST", "/channels/1/messages", {})

    assert delayed.value.retry_after <= LONGEST_WAIT


async def test_a_redirect_is_not_followed(server: Any) -> None:
    speaker, answers = server
    moved = web.Response(status=302, headers={"Location": "/elsewhere"})
    answers += [moved, web.json_response({"id": "1"})]

    with pytest.raises(DeliveryDelayed):
        await speaker.call("GET", "/users/@me", urgency=Urgency.ASKED)
    assert len(answers) == 1


async def test_nothing_is_nothing(server: Any) -> None:
    speaker, answers = server
    answers += [web.Response(status=204)]

    assert await speaker.call("DELETE", "/channels/1/messages/2") is None
