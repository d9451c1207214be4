"""Who may connect, and what becomes of those who hold others up. Real sockets on loopback."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from relay.core.event import Event, EventType
from relay.testing.follower import PATIENCE, following
from relay.testing.site import Stage, stage
from relay.web import door, doors
from relay.web.broadcast import Reader
from relay.web.doors import Doors, network_of
from relay.web.section import WebSection
from relay.web.server import serving

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
LARGE = Event(type=EventType.SUMMARY, spacewalk="us-eva-95", time=NOON, note="x" * 50_000)


@contextlib.asynccontextmanager
async def open_to(**limits: Any) -> AsyncIterator[tuple[Stage, str, int]]:
    async with (
        stage([], NOON) as made,
        serving(WebSection(port=0, **{"requests_per_minute": 10**6} | limits), made.site) as url,
    ):
        yield made, url, int(url.rpartition(":")[2])


async def all_that_comes(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(PATIENCE):
        return await reader.read()


async def says(port: int, words: bytes) -> bytes:
    """What the server answers to these bytes until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    found = await all_that_comes(reader)
    writer.close()
    return found


def problem(answer: bytes) -> tuple[int, dict[str, Any]]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    return int(head.split()[1]), json.loads(body)


async def test_one_address_may_hold_so_many_connections() -> None:
    async with open_to(connections_per_address=3) as (_, url, port):
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]

        status, told = problem(await says(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"))

        assert status == told["status"] == 429
        assert "close some" in told["detail"]
        held.pop()[1].close()
        await until_free(url)
        for _, writer in held:
            writer.close()


async def until_free(url: str) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        status = 429
        while status == 429:
            async with session.get(f"{url}/healthz") as answer:
                status = answer.status
    assert status == 200


async def test_there_is_an_end_to_all_connections_together() -> None:
    async with open_to(connections=2) as (_, _, port):
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]

        status, _ = problem(await says(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"))

        assert status == 503
        for _, writer in held:
            writer.close()


async def test_a_proxy_of_the_operator_may_hold_more() -> None:
    async with open_to(connections_per_address=1, trusted_proxies=("127.0.0.0/8",)) as (_, _, port):
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]

        asked = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        assert (await says(port, asked)).startswith(b"HTTP/1.1 200 ")
        for _, writer in held:
            writer.close()


async def test_streams_of_one_reader_behind_a_proxy_are_counted_too() -> None:
    me = {"X-Forwarded-For": "198.51.100.7"}
    limits = {"connections_per_address": 2, "trusted_proxies": ("127.0.0.0/8",)}
    async with open_to(**limits) as (_, url, _), contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(following(f"{url}/events", me))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        async with session.get(f"{url}/events", headers=me) as answer:
            assert answer.status == 429
        other = {"X-Forwarded-For": "198.51.100.8"}
        await stack.enter_async_context(following(f"{url}/events", other))


@pytest.mark.parametrize("trickle", [b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
async def test_who_never_finishes_a_request_is_hung_up_on(
    trickle: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "WAITING", 0.2)
    async with open_to() as (_, _, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(trickle)

        assert await all_that_comes(reader) == b""
        writer.close()


@pytest.mark.parametrize(
    "words",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: y\r\n\r\n",
    ],
    ids=lambda words: str(words[:20]),
)
async def test_what_is_no_request_is_told_so(words: bytes) -> None:
    async with open_to() as (_, _, port):
        status, told = problem(await says(port, words))

        assert status == told["status"] == 400
        assert "x" * 50 not in told["detail"]


async def test_a_reader_who_stalls_is_reset_and_nobody_else_notices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doors, "STALLED", 0.3)
    async with open_to() as (made, url, port), following(f"{url}/events") as healthy:
        with socket.socket() as stalled:
            stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stalled.connect(("127.0.0.1", port))
            stalled.sendall(b"GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            await until_streams(url, 2)

            await made.tell([LARGE] * 20)

            assert await healthy.seqs(20) == list(range(1, 21))
            await until_streams(url, 1)
            with pytest.raises(ConnectionResetError):
                await asyncio.to_thread(drain, stalled)
            assert "spacewalk_relay_streams_stalled_total 1.0" in await figures(url)
            await made.tell([LARGE])
            assert await healthy.seqs(1) == [21]


async def test_who_hangs_up_while_being_sent_more_goes_quietly(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    push, pushes = Reader.push, []

    def hang_up_first(reader: Reader) -> None:
        pushes.append(len(taken))
        if taken and plug.fileno() >= 0:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, door.RESET)
            plug.close()
        push(reader)

    monkeypatch.setattr(Reader, "push", hang_up_first)
    taken: list[int] = []
    async with open_to() as (made, url, port):
        with socket.socket() as plug:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            plug.connect(("127.0.0.1", port))
            plug.settimeout(0)
            plug.sendall(b"GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            await until_streams(url, 1)
            await made.tell([LARGE] * 40)
            while plug.fileno() >= 0:
                with contextlib.suppress(BlockingIOError):
                    taken.append(len(plug.recv(4096)))
                await asyncio.sleep(0)
            await until_streams(url, 0)

    assert pushes[-1]
    assert [] == [record.getMessage() for record in caplog.records]


def drain(plug: socket.socket) -> None:
    plug.settimeout(PATIENCE)
    while plug.recv(1 << 20):
        pass


async def test_a_reader_who_is_only_slow_gets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer in all than a stalled one is given, but goes on taking."""
    monkeypatch.setattr(doors, "STALLED", 0.5)
    clock = asyncio.get_running_loop().time
    async with open_to() as (made, url, _), following(f"{url}/events") as slow:
        await made.tell([LARGE] * 100)
        seqs: list[int] = []
        began = clock()
        while len(seqs) < 100:
            seqs += await slow.seqs(1)
            due = began + 0.01 * len(seqs)
            await asyncio.sleep(max(0, due - clock()))

        assert seqs == list(range(1, 101))
        assert clock() - began > 0.5


async def figures(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/metrics") as answer:
        return await answer.text()


async def until_streams(url: str, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while f"spacewalk_relay_streams {count}.0" not in await figures(url):
            pass


async def test_a_reader_who_leaves_is_forgotten() -> None:
    async with open_to() as (made, url, _):
        async with following(f"{url}/events?kind=summary"), following(f"{url}/updates?page=now"):
            await until_streams(url, 2)
        await until_streams(url, 0)
        await made.tell([LARGE])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_an_address_stands_for_who_holds_it(address: str, name: str) -> None:
    assert network_of(address) == name


def test_all_that_came_in_go_out_again() -> None:
    refused: list[None] = []
    counted = Doors(
        most=3,
        most_each=2,
        trusted=(),
        refused=lambda: refused.append(None),
        stalled=lambda: None,
    )

    assert [counted.enter("192.0.2.1") for _ in range(3)] == [None, None, 429]
    assert [counted.enter("192.0.2.2") for _ in range(2)] == [None, 503]
    counted.leave("192.0.2.1")
    assert [counted.enter("192.0.2.1") for _ in range(2)] == [None, 429]
    assert len(refused) == 3


async def test_of_many_refused_only_some_are_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "REFUSING", 2)
    async with open_to(connections_per_address=1) as (_, _, port):
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(6)]
        said = []
        for reader, _ in held[1:]:
            try:
                said.append(await all_that_comes(reader))
            except ConnectionResetError:
                said.append(b"")
        assert sum(b" 429 " in one for one in said) == 2
        for _, writer in held:
            writer.close()
