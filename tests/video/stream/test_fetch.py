import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import pytest

from relay.errors import VideoError
from relay.http import SafeHttp
from relay.video.stream.fetch import Fetch, FetchFailed, SafeWeb, Span


class Server:
    """Answers with whole bytes, as a test makes them, and closes when it is told to."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = []
        """One for each request; None closes without a word, and so does b"" after it."""
        self.always: bytes = b""
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.connections = 0
        self.port = 0
        self.tasks: list[asyncio.Task[None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.tasks += filter(None, [asyncio.current_task()])
        while head := await _head(reader):
            path, headers = head
            self.asked.append((path, headers))
            answer = self.answers.pop(0) if self.answers else self.always
            if answer:
                writer.write(answer)
            if not answer or b"Connection: close" in answer:
                break
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


async def _head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]] | None:
    try:
        text = (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = text.strip().split("\r\n")
    return first.split(" ")[1], dict(line.lower().split(": ", 1) for line in lines)


def ok(body: bytes, *headers: str, length: int | None = None, status: str = "200 OK") -> bytes:
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {size}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(place: str) -> bytes:
    return ok(b"", f"Location: {place}", status="302 Found")


@asynccontextmanager
async def serving(private: bool = True) -> AsyncIterator[tuple[Server, Fetch]]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with SafeWeb(SafeHttp()).open(private=private) as fetch:
        yield server, fetch
    listening.close()
    await asyncio.gather(*server.tasks)


def get(fetch: Fetch, address: str, **more: object) -> Awaitable[object]:
    options = {"most": 1000, "seconds": 5.0} | more
    return fetch.get(address, **options)  # type: ignore[arg-type]


async def test_body_headers_and_address_as_they_are() -> None:
    async with serving() as (server, fetch):
        server.answers = [ok(b"video")]
        address = f"{server.url}/a%2Fb.ts?sig=%2b%2F"
        body = await fetch.get(address, most=9, seconds=5, headers={"Referer": "https://x.example"})
        assert (body.data, body.address) == (b"video", address)
        path, headers = server.asked[0]
        assert path == "/a%2Fb.ts?sig=%2b%2F"
        assert headers["referer"] == "https://x.example"


async def test_redirects_are_followed_and_the_last_address_is_the_base() -> None:
    async with serving() as (server, fetch):
        server.answers = [moved("/two/"), moved("three.m3u8?x=1"), ok(b"list")]
        body = await fetch.get(f"{server.url}/one", most=9, seconds=5)
        assert body.address == f"{server.url}/two/three.m3u8?x=1"


async def test_redirects_end() -> None:
    async with serving() as (server, fetch):
        server.always = moved("/again")
        with pytest.raises(FetchFailed, match="redirects"):
            await get(fetch, f"{server.url}/a")
        assert len(server.asked) == 6


@pytest.mark.parametrize("place", ["file:///etc/passwd", "javascript:1", "ftp://x.example/", ""])
async def test_redirects_elsewhere_are_refused(place: str) -> None:
    async with serving() as (server, fetch):
        server.answers = [moved(place)]
        server.always = moved(place)
        with pytest.raises(VideoError):
            await get(fetch, f"{server.url}/a")
        assert len(server.asked) <= 6


async def test_password_of_one_server_is_not_sent_to_another() -> None:
    async with serving() as (server, fetch):
        server.answers = [moved(f"http://localhost:{server.port}/b"), ok(b"x")]
        headers = {"Authorization": "Bearer 1", "Cookie": "a=1", "Referer": "r"}
        await get(fetch, f"{server.url}/a", headers=headers)
        assert {"authorization", "cookie", "referer"} <= set(server.asked[0][1])
        assert {"authorization", "cookie"}.isdisjoint(server.asked[1][1])
        assert server.asked[1][1]["referer"] == "r"


async def test_private_addresses_are_refused_unless_allowed() -> None:
    async with serving(private=False) as (server, fetch):
        for address in (
            server.url,
            f"http://localhost:{server.port}",
            f"http://[::1]:{server.port}",
        ):
            with pytest.raises(FetchFailed, match="public"):
                await get(fetch, f"{address}/a?token=SECRET")
        assert server.connections == 0


async def test_redirects_inward_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relay.http.is_public", lambda address: address == "127.0.0.1")
    async with serving(private=False) as (server, fetch):
        for place in ("127.0.0.2", "[::1]"):
            server.answers = [moved(f"http://{place}:{server.port}/inside")]
            with pytest.raises(FetchFailed, match="not a public address"):
                await get(fetch, f"{server.url}/a")
        assert [path for path, _ in server.asked] == ["/a", "/a"]


async def test_truncated_body_is_fetched_again_once() -> None:
    cut = ok(b"half", "Connection: close", length=8)
    async with serving() as (server, fetch):
        server.answers = [cut, ok(b"all of it")]
        assert (await fetch.get(server.url, most=99, seconds=5)).data == b"all of it"
        server.answers = [cut, cut, ok(b"all of it")]
        with pytest.raises(FetchFailed, match="too early"):
            await get(fetch, server.url)
        assert server.answers == [ok(b"all of it")]


async def test_dropped_connection_is_tried_again() -> None:
    async with serving() as (server, fetch):
        server.answers = [ok(b"one"), None, ok(b"two")]
        await get(fetch, server.url)
        assert (await fetch.get(server.url, most=99, seconds=5)).data == b"two"
        assert server.connections == 2


async def test_connection_is_kept() -> None:
    async with serving() as (server, fetch):
        server.always = ok(b"x")
        for _ in range(5):
            await get(fetch, server.url)
        assert server.connections == 1


@pytest.mark.parametrize(
    "endless",
    [
        ok(b"x" * 50, length=10_000_000),
        ok(b"x" * 2000, length=2000),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"400\r\n"
        + b"x" * 1024
        + b"\r\n",
        ok(gzip.compress(b"\0" * 1_000_000), "Content-Encoding: gzip"),
    ],
)
async def test_size_is_bounded_announced_or_not_and_unpacked(endless: bytes) -> None:
    async with serving() as (server, fetch):
        server.always = endless
        with pytest.raises(FetchFailed, match="bytes"):
            await get(fetch, server.url)
        assert len(server.asked) == 1


async def test_silence_ends() -> None:
    async with serving() as (server, fetch):
        server.always = ok(b"", length=5)
        with pytest.raises(FetchFailed, match="in time"):
            await get(fetch, server.url, seconds=0.05)


@pytest.mark.parametrize(
    "status", ["403 Forbidden", "404 Not Found", "410 Gone", "500 Broken", "204 No"]
)
async def test_status_is_kept(status: str) -> None:
    async with serving() as (server, fetch):
        server.always = ok(b"", status=status)
        with pytest.raises(FetchFailed) as caught:
            await get(fetch, server.url)
        assert caught.value.status == int(status[:3])


async def test_nothing_secret_is_in_an_error() -> None:
    async with serving() as (server, fetch):
        address = f"{server.url.replace('//', '//u:SECRET@')}/hdntl=SECRET/a?t=SECRET"
        server.always = ok(b"", status="403 No")
        errors = []
        for more in ({}, {"seconds": 0.0}):
            with pytest.raises(VideoError) as caught:
                await get(fetch, address, **more)
            errors.append(str(caught.value))
        with pytest.raises(VideoError) as caught:
            await get(fetch, address.replace(str(server.port), "1"))
        errors.append(str(caught.value))
        assert not any("SECRET" in one for one in errors)
        assert all("127.0.0.1" in one for one in errors)


async def test_answer_that_is_no_http() -> None:
    async with serving() as (server, fetch):
        server.always = b"\x47\x40 nonsense\r\n\r\n"
        with pytest.raises(FetchFailed):
            await get(fetch, server.url)


async def test_part_of_a_file() -> None:
    async with serving() as (server, fetch):
        server.answers = [ok(b"cde", status="206 Partial Content"), ok(b"abcdefg")]
        for _ in range(2):
            body = await fetch.get(server.url, most=99, seconds=5, span=Span(2, 3))
            assert body.data == b"cde"
        assert server.asked[0][1]["range"] == "bytes=2-4"
        server.answers = [ok(b"cd", status="206 Partial Content")]
        with pytest.raises(FetchFailed, match="2 of 3"):
            await get(fetch, server.url, span=Span(2, 3))
