"""The sessions that go out to the network, against a server on loopback."""

import socket
from collections.abc import AsyncIterator
from importlib.metadata import version

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from relay.http import LARGEST_BODY, BodyTooLarge, SafeHttp, decode, is_public, read_text


async def _seen(request: web.Request) -> web.Response:
    return web.json_response({"agent": request.headers["User-Agent"]})


async def _large(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.enable_compression(web.ContentCoding.gzip)
    await response.prepare(request)
    for _ in range(LARGEST_BODY // (1024 * 1024) + 1):
        await response.write(b" " * (1024 * 1024))
    return response


async def _redirect(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.query["to"])


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_get("/seen", _seen)
    app.router.add_get("/large", _large)
    app.router.add_get("/redirect", _redirect)
    running = TestServer(app)
    async with running:
        yield running


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "192.88.99.1", "::", "::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1"),
        *("2001:0:7f00:1::", "2001:db8::1", "fec0::1", "100::1"),
    ],
)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("192.0.66.108", "8.8.8.8", "2606:4700::6810:1", "::ffff:8.8.8.8"),
        *("64:ff9b::808:808", "2002:808:808::1"),
    ],
)
def test_a_public_address(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]", "localhost", "2130706433", "127.1"]
)
async def test_no_form_of_loopback_is_reached(server: TestServer, host: str) -> None:
    async with SafeHttp().session() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"http://{host}:{server.port}/seen")


async def test_loopback_where_it_is_meant(server: TestServer) -> None:
    async with SafeHttp().session(allow_private=True) as session:
        answer = await session.get(server.make_url("/seen"))

        assert await answer.json() == {"agent": f"spacewalk-relay/{version('spacewalk-relay')}"}


class _Names(AbstractResolver):
    """Says what a hostile name server would say."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        return None


async def test_a_name_that_resolves_to_loopback(server: TestServer) -> None:
    session = SafeHttp().session()
    connector = session.connector
    assert isinstance(connector, aiohttp.TCPConnector)
    connector._resolver = _Names()
    async with session:
        with pytest.raises(aiohttp.ClientConnectorError, match="not a public address"):
            await session.get(f"http://innocent.example:{server.port}/seen")


async def test_proxies_of_the_environment_are_not_used(
    server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    async with SafeHttp().session(allow_private=True) as session:
        answer = await session.get(server.make_url("/seen"))

        assert answer.status == 200


async def test_a_body_without_end_is_dropped_even_when_it_came_small(server: TestServer) -> None:
    async with (
        SafeHttp().session(allow_private=True) as session,
        session.get(server.make_url("/large")) as answer,
    ):
        with pytest.raises(BodyTooLarge):
            await read_text(answer)


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("Kud‑Sverchkov".encode(), "utf-8", "Kud‑Sverchkov"),
        ("Gerst é".encode("latin-1"), "iso-8859-1", "Gerst é"),
        ("Выход".encode("cp1251"), "windows-1251", "Выход"),
        ("Выход".encode(), "ascii", "Выход"),
        (
            '<?xml version="1.0" encoding="KOI8-R"?><a>Выход</a>'.encode("koi8-r"),
            None,
            '<?xml version="1.0" encoding="KOI8-R"?><a>Выход</a>',
        ),
        ("\ufeffВыход".encode(), None, "Выход"),
        (b"a\xffb", "utf-8", "a\ufffdb"),
        (b"68 69", "hex", "68 69"),
        (b"xn--a", "idna", "xn--a"),
        (b"a", "no-such-charset\x00", "a"),
        (b"", None, ""),
    ],
)
def test_the_charset_that_fits(body: bytes, declared: str | None, text: str) -> None:
    assert decode(body, declared) == text


@given(st.binary(max_size=200), st.none() | st.text(max_size=20))
def test_any_bytes_become_text(body: bytes, declared: str | None) -> None:
    decode(body, declared).encode()
