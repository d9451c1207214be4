"""One connection to a real server on loopback: what comes over it, and how it ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from relay.errors import SourceUnavailable
from relay.http import SafeHttp
from relay.plugins import Http
from relay.sources.iss_telemetry.line import Call, Line
from relay.sources.iss_telemetry.messages import Subscription, Update
from relay.sources.iss_telemetry.patience import LONGEST
from relay.testing.lightstreamer import PROTOCOL, Lightstreamer

PRESSURE, PUMP, TIME = "AIRLOCK000049", "AIRLOCK000048", "TIME_000001"
SUBSCRIPTIONS = (
    Subscription(1, (PRESSURE, PUMP), ("TimeStamp", "Value")),
    Subscription(2, (TIME,), ("TimeStamp", "Value", "Status.Class")),
)


class Heard:
    """A line, and the updates of it one by one."""

    def __init__(self, url: str, http: Http | None = None, **call: Any) -> None:
        settings = {"adapter_set": "ISSLIVE", "allow_private": True, **call}
        asked = Call(url=url, subscriptions=SUBSCRIPTIONS, **settings)
        self.line = Line(http or SafeHttp(), asked).updates()

    async def update(self) -> Update:
        async for update in self.line:
            if update is not None:
                return update
        raise AssertionError("the line ended without words")

    async def value(self) -> tuple[str, str | None]:
        update = await self.update()
        return update.item, update.fields["Value"]

    async def failure(self) -> SourceUnavailable:
        try:
            while True:
                await self.update()
        except SourceUnavailable as failure:
            return failure


@pytest.fixture
async def server() -> AsyncIterator[Lightstreamer]:
    async with Lightstreamer() as server:
        server.state = {PRESSURE: {"TimeStamp": "6803.9150", "Value": "20.3"}}
        yield server


@pytest.fixture
async def heard(server: Lightstreamer) -> AsyncIterator[Heard]:
    heard = Heard(server.url)
    async with aclosing(heard.line):
        yield heard


async def test_it_asks_as_prescribed(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()

    check, session, *controls = server.asked
    assert ("wsok", {}) == (check.name, check.parameters)
    assert ("create_session", "ISSLIVE") == (session.name, session.get("LS_adapter_set"))
    assert "mgQkwtwdysogQz2BJ4Ji kOj2Bg" == session.get("LS_cid")
    assert ("false", "") == (session.get("LS_send_sync"), session.parameters["LS_supported_diffs"])
    assert [("MERGE", f"{PRESSURE} {PUMP}"), ("MERGE", TIME)] == [
        (control.get("LS_mode"), control.get("LS_group")) for control in controls
    ]


async def test_the_present_state_comes_first_and_then_every_change(
    server: Lightstreamer, heard: Heard
) -> None:
    assert {"TimeStamp": "6803.9150", "Value": "20.3"} == (await heard.update()).fields

    await server.update(PRESSURE, TimeStamp="6803.9153")
    await server.update(PUMP, TimeStamp="6803.0", Value=None)
    await server.update(TIME, **{"TimeStamp": "6803.9", "Value": "", "Status.Class": "24"})

    assert [await heard.update() for _ in range(3)] == [
        Update(PRESSURE, {"TimeStamp": "6803.9153", "Value": "20.3"}, frozenset({"TimeStamp"})),
        Update(PUMP, {"TimeStamp": "6803.0", "Value": None}, frozenset({"TimeStamp", "Value"})),
        Update(
            TIME,
            {"TimeStamp": "6803.9", "Value": "", "Status.Class": "24"},
            frozenset({"TimeStamp", "Value", "Status.Class"}),
        ),
    ]


@pytest.mark.parametrize("value", ["100%", "a|b", "a\r\nb", "#", "$", "^2", "a,b", "%41", "é"])
async def test_values_as_they_are(server: Lightstreamer, heard: Heard, value: str) -> None:
    await heard.update()
    await server.update(PRESSURE, Value=value)

    assert (PRESSURE, value) == await heard.value()


async def test_a_broken_connection_is_noticed_at_once(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    (await server.session()).drop()

    async with asyncio.timeout(1):
        failure = await heard.failure()
    assert "the connection broke" in str(failure)
    assert failure.retry_after is None


async def test_a_goodbye_is_noticed_at_once(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    closing = asyncio.create_task(server.connections[0].close())

    async with asyncio.timeout(1):
        assert "closed the connection (1000)" in str(await heard.failure())
    await closing


async def test_updates_before_the_end_are_not_lost(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    session = await server.session()
    await session.send("U,1,1,|20.1", "END,48,max duration", "U,1,1,|19.9")

    assert (PRESSURE, "20.1") == await heard.value()
    assert "(48: max duration)" in str(await heard.failure())


async def test_a_line_on_which_nothing_comes_is_given_up(server: Lightstreamer) -> None:
    heard = Heard(server.url, keepalive=0.05, grace=0.05)
    await heard.update()
    (await server.session()).stall()

    async with asyncio.timeout(2):
        assert "nothing came for 0.1 s" in str(await heard.failure())


async def test_a_server_that_announces_long_silences_is_not_believed() -> None:
    async with Lightstreamer(keepalive=1000) as server:
        server.state = {PRESSURE: {"Value": "20.3"}}
        heard = Heard(server.url, longest_silence=0.05, grace=0.05)
        await heard.update()

        async with asyncio.timeout(2):
            assert "nothing came for 0.1 s" in str(await heard.failure())


async def test_a_server_that_says_no_goodbye_is_not_waited_for(server: Lightstreamer) -> None:
    heard = Heard(server.url, closing=0.05)
    await heard.update()
    (await server.session()).stall()

    async with asyncio.timeout(2):
        await heard.line.aclose()


async def test_signs_of_life_are_shown(server: Lightstreamer) -> None:
    heard = Heard(server.url, keepalive=0.02, grace=5)
    await heard.update()
    async with aclosing(heard.line) as line:
        assert [None] * 20 == [await anext(line) for _ in range(20)]


class Hurried(SafeHttp):
    """Allows a whole request less time than the line stands."""

    def session(self, *, allow_private: bool = False) -> aiohttp.ClientSession:
        session = super().session(allow_private=allow_private)
        session._timeout = aiohttp.ClientTimeout(total=0.1, sock_read=0.1)
        return session


async def test_a_line_may_stand_longer_than_a_request_may_take(server: Lightstreamer) -> None:
    heard = Heard(server.url, http=Hurried(), keepalive=0.2, grace=5)
    began = asyncio.get_running_loop().time()
    async with aclosing(heard.line) as line:
        while asyncio.get_running_loop().time() - began < 0.3:
            await anext(line)
        await server.update(PUMP, Value="1")
        assert (PUMP, "1") == await heard.value()


async def test_a_loop_binds_the_session_again(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    session = await server.session()
    await session.loop()
    await server.update(PRESSURE, Value="14.0")

    assert (PRESSURE, "14.0") == await heard.value()
    await server.update(PRESSURE, TimeStamp="6803.9161")
    assert {"TimeStamp": "6803.9161", "Value": "14.0"} == (await heard.update()).fields
    assert ("bind_session", session.name) == (
        server.asked[-1].name,
        server.asked[-1].get("LS_session"),
    )
    assert (1, 1) == (len(server.sessions), len(server.connections))


async def test_a_session_that_is_gone_when_it_loops(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    session = await server.session()
    await session.loop()
    session.over = True

    assert "refuses (20: no such session)" in str(await heard.failure())


@pytest.mark.parametrize(("code", "wish"), [(48, 0.0), (41, 0.0), (32, None), (31, None)])
async def test_some_ends_ask_for_a_new_session_at_once(
    server: Lightstreamer, heard: Heard, code: int, wish: float | None
) -> None:
    await heard.update()
    await (await server.session()).end(code, "enough")

    failure = await heard.failure()
    assert f"ended the session ({code}: enough)" in str(failure)
    assert wish == failure.retry_after


@pytest.mark.parametrize(
    ("code", "wish"), [(5, None), (9, None), (1, LONGEST), (2, LONGEST), (60, LONGEST)]
)
async def test_a_refused_session(
    server: Lightstreamer, heard: Heard, code: int, wish: float | None
) -> None:
    server.refusals.append(code)

    failure = await heard.failure()
    assert f"refuses ({code}: not now, not so)" in str(failure)
    assert wish == failure.retry_after


async def test_a_refused_subscription(server: Lightstreamer, heard: Heard) -> None:
    server.refused_items[TIME] = 21

    failure = await heard.failure()
    assert "refuses (21: not this one)" in str(failure)
    assert LONGEST == failure.retry_after


async def test_another_adapter_set(server: Lightstreamer) -> None:
    failure = await Heard(server.url, adapter_set="DEMO").failure()

    assert LONGEST == failure.retry_after


@pytest.mark.parametrize("lines", ["U,1,1,only one", "CONOK,?", "U,9,9,1|2"])
async def test_what_is_not_understood_ends_it(
    server: Lightstreamer, heard: Heard, lines: str
) -> None:
    await heard.update()
    await (await server.session()).send(lines)

    assert "the line" in str(await heard.failure())


async def test_the_words_of_a_server_are_cut(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    await (await server.session()).end(32, "a" * 5000)

    assert len(str(await heard.failure())) < 400


async def test_a_frame_that_is_too_large_ends_it(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    await server.update(PRESSURE, Value="9" * 2_000_000)

    assert "the frames cannot be read" in str(await heard.failure())


async def test_who_stops_listening_hangs_up(server: Lightstreamer, heard: Heard) -> None:
    await heard.update()
    await heard.line.aclose()

    while not server.connections[0].ended:
        await server.change()


async def test_a_private_address_is_not_called() -> None:
    failure = await Heard("ws://127.0.0.1:9/lightstreamer", allow_private=False).failure()

    assert "127.0.0.1 is not a public address" in str(failure)


@pytest.mark.parametrize(
    "url", ["ws://127.0.0.1:1/lightstreamer", "ws://", "nonsense", "ftp://127.0.0.1/", "ws://[::1"]
)
async def test_an_address_that_leads_nowhere(url: str) -> None:
    failure = await Heard(url).failure()

    assert str(failure)
    assert failure.retry_after is None


async def test_the_query_of_an_address_is_not_told(server: Lightstreamer) -> None:
    server.refusals.append(5)

    failure = await Heard(f"{server.url}?token=secret").failure()
    assert "secret" not in str(failure)
    assert "/lightstreamer: the server refuses" in str(failure)


async def _not_a_websocket(request: web.Request) -> web.StreamResponse:
    return web.Response(status=503)


async def _another_protocol(request: web.Request) -> web.StreamResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.receive()
    return socket


async def _silent(request: web.Request) -> web.StreamResponse:
    socket = web.WebSocketResponse(protocols=(PROTOCOL,))
    await socket.prepare(request)
    async for _ in socket:
        pass
    return socket


async def _bytes(request: web.Request) -> web.StreamResponse:
    socket = web.WebSocketResponse(protocols=(PROTOCOL,))
    await socket.prepare(request)
    await socket.send_bytes(b"WSOK\r\n")
    await socket.receive()
    return socket


@pytest.mark.parametrize(
    ("serve", "words"),
    [
        (_not_a_websocket, "answered 503, which opens no WebSocket"),
        (_another_protocol, f"does not speak {PROTOCOL}"),
        (_silent, "nothing came for 0.2 s"),
        (_bytes, "bytes where text was due"),
    ],
)
async def test_a_server_of_another_kind(serve: Callable[[web.Request], Any], words: str) -> None:
    app = web.Application()
    app.router.add_get("/", serve)
    async with TestServer(app) as server:
        failure = await Heard(str(server.make_url("/")), opening=0.2).failure()

    assert words in str(failure)
