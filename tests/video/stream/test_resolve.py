import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from requests.adapters import HTTPAdapter

from relay.core.spacewalk import Stream
from relay.errors import VideoError
from relay.http import SafeHttp
from relay.testing.broadcast import Broadcast
from relay.testing.clock import FakeClock
from relay.video.stream import linking, pages
from relay.video.stream.fetch import SafeWeb
from relay.video.stream.pages import Found, Pages, StreamlinkPages
from relay.video.stream.resolve import Ladder, Resolver

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)
MASTER = """#EXTM3U
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="en",LANGUAGE="en",URI="en.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=5000000,CODECS="avc1.64001f,mp4a.40.2",SUBTITLES="s"
high.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.64001e,mp4a.40.2",SUBTITLES="s"
low.m3u8
"""
MEDIA = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n"
PLAYLIST = "https://cdn.example/live/master.m3u8"
PAGE = "https://plus.nasa.gov/scheduled-video/spacewalk/"


class FakePages(Pages):
    def __init__(self, found: Found) -> None:
        self.found = found
        self.asked: list[tuple[str, bool]] = []

    async def find(self, address: str, *, private: bool) -> Found:
        self.asked.append((address, private))
        return self.found


def broadcast(**texts: str) -> Broadcast:
    made = Broadcast(FakeClock(NOW))
    made.instead = {address: [text.encode()] for address, text in texts.items()}
    return made


async def resolve(
    url: str, text: str = MASTER, *, trusted: bool = False, found: Found | None = None
) -> Ladder:
    net = broadcast(**{found.address if found else url: text})
    resolver = Resolver(net, pages=FakePages(found or Found("")))
    return await resolver.resolve(Stream(url=url), trusted)


async def test_ladder_of_a_master_playlist() -> None:
    ladder = await resolve(PLAYLIST)
    assert ladder == Ladder(
        high="https://cdn.example/live/high.m3u8",
        low="https://cdn.example/live/low.m3u8",
        text="https://cdn.example/live/en.m3u8",
        player=PLAYLIST,
    )


async def test_media_playlist_is_the_high_rung_alone() -> None:
    assert await resolve(PLAYLIST, MEDIA) == Ladder(high=PLAYLIST, player=PLAYLIST)


@pytest.mark.parametrize("text", [MASTER, MEDIA])
async def test_signed_address_is_for_nobody_else_and_expires(text: str) -> None:
    ladder = await resolve(f"{PLAYLIST}?token=1&expires=1786000000", text)
    assert ladder.player == ""
    assert ladder.expires == datetime.fromtimestamp(1786000000, UTC)


async def test_earliest_expiry_counts() -> None:
    text = MASTER.replace("low.m3u8", "low.m3u8?expires=1785990000")
    ladder = await resolve(f"{PLAYLIST}?expires=1786000000", text)
    assert ladder.expires == datetime.fromtimestamp(1785990000, UTC)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://www.youtube.com/watch?v=1", "link only"),
        ("https://channel.example/live", "link only"),
        ("https://plus.nasa.gov.evil.example/a", "link only"),
        ("file:///live.m3u8", "http"),
        ("ftp://cdn.example/live.m3u8", "http"),
    ],
)
async def test_what_is_not_followed(url: str, why: str) -> None:
    with pytest.raises(VideoError, match=why):
        await resolve(url)


async def test_pages_of_nasa_and_configured_ones_are_looked_at() -> None:
    found = Found(f"{PLAYLIST}?x=1", {"Referer": PAGE})
    for url, trusted in ((PAGE, False), ("https://channel.example/live", True)):
        ladder = await resolve(url, trusted=trusted, found=found)
        assert ladder.high == "https://cdn.example/live/high.m3u8"
        assert ladder.headers == {"Referer": PAGE}
        assert ladder.player == ""


async def test_youtube_is_a_link_even_if_configured() -> None:
    with pytest.raises(VideoError, match="YouTube"):
        await resolve("https://youtu.be/1", trusted=True)


@pytest.mark.parametrize("inward", ["file:///etc/x.m3u8", "http://cdn.example/downgrade.m3u8"])
async def test_page_that_leads_elsewhere_is_refused(inward: str) -> None:
    with pytest.raises(VideoError):
        await resolve(PAGE, found=Found(inward))


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("allowed", [True, False])
async def test_local_network_is_for_configured_addresses_alone(
    trusted: bool, allowed: bool
) -> None:
    net, page = broadcast(**{PLAYLIST: MEDIA}), FakePages(Found(PLAYLIST))
    resolver = Resolver(net, allow_private=allowed, pages=page)
    ladder = await resolver.resolve(Stream(url=PAGE), trusted)
    both = trusted and allowed
    assert (page.asked, net.opened, ladder.private) == ([(PAGE, both)], [both], both)


@asynccontextmanager
async def serving(**texts: str) -> AsyncIterator[tuple[BaseTestServer, list[str]]]:
    """Answers paths with texts; one that begins with http is where it has moved to."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        text = texts[request.path.strip("/").replace("/", "_").replace(".", "_")]
        if text.startswith("http"):
            raise web.HTTPFound(text)
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/{path:.*}", answer)])
    async with TestServer(app) as server:
        yield server, asked


async def test_redirect_and_playlist_to_loopback_are_refused() -> None:
    async with serving(live_m3u8=MEDIA) as (server, asked):
        resolver = Resolver(SafeWeb(SafeHttp()))
        with pytest.raises(VideoError, match="public"):
            await resolver.resolve(Stream(url=str(server.make_url("/live.m3u8"))), trusted=True)
        assert asked == []
        allowed = Resolver(SafeWeb(SafeHttp()), allow_private=True)
        url = str(server.make_url("/live.m3u8"))
        assert (await allowed.resolve(Stream(url=url), trusted=True)).high == url
        with pytest.raises(VideoError, match="public"):
            await allowed.resolve(Stream(url=url), trusted=False)


class Rerouted(HTTPAdapter):
    """Asks the server on loopback for everything, whoever was meant."""

    def __init__(self, server: BaseTestServer, inner: HTTPAdapter) -> None:
        super().__init__()
        self._base = str(server.make_url(""))
        self._inner = inner

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        meant = request.url or ""
        request.url = self._base.rstrip("/") + "/" + meant.split("/", 3)[3]
        response = self._inner.send(request, **options)
        request.url = response.url = meant
        return response


@pytest.fixture
def fresh() -> Iterator[None]:
    linking.opened.cache_clear()
    yield
    linking.opened.cache_clear()


def page(address: str) -> str:
    kind = "application/x-mpegURL"
    return f'<html><video id="main-video" title="t"><source type="{kind}" src="{address}"></video>'


def reroute(server: BaseTestServer, *hosts: str) -> None:
    session = linking.opened(private=False)
    for host in hosts:
        session.http.mount(f"https://{host}/", Rerouted(server, linking.Guarded(private=True)))


@pytest.mark.usefixtures("fresh")
async def test_page_of_nasa_plus_by_streamlink(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = f"{PLAYLIST}?sig=SECRET"
    texts = {"scheduled-video_spacewalk": page(address), "live_master_m3u8": MASTER}
    async with serving(**texts) as (server, asked):
        await asyncio.to_thread(reroute, server, "plus.nasa.gov", "cdn.example")
        found = await StreamlinkPages().find(PAGE, private=False)
    assert found == Found(address)
    assert asked == ["/scheduled-video/spacewalk/", "/live/master.m3u8?sig=SECRET"]
    assert "SECRET" not in "".join(
        one.getMessage() for one in caplog.records if one.name != "aiohttp.access"
    )


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<html>nothing here</html>", "no live stream"),
        (page("https://127.0.0.1:9/live.m3u8"), "not public"),
        (page("file:///etc/passwd"), "no stream was found|only http"),
        ("https://127.0.0.1:9/page?SECRET=1", "not public"),
        ("<p>x</p>" * 1_400_000, "no stream was found"),
    ],
)
async def test_page_without_a_stream_or_leading_inward(text: str, why: str) -> None:
    async with serving(**{"scheduled-video_spacewalk": text}) as (server, _):
        await asyncio.to_thread(reroute, server, "plus.nasa.gov")
        with pytest.raises(VideoError, match=why) as caught:
            await StreamlinkPages().find(PAGE, private=False)
        assert "SECRET" not in str(caught.value)


@pytest.mark.usefixtures("fresh")
async def test_page_that_streamlink_does_not_know() -> None:
    with pytest.raises(VideoError, match="no page that streamlink knows"):
        await StreamlinkPages().find("https://channel.example/live", private=False)


@pytest.mark.usefixtures("fresh")
async def test_failing_page_names_nothing_secret() -> None:
    async with serving(other="") as (server, _):
        await asyncio.to_thread(reroute, server, "plus.nasa.gov")
        with pytest.raises(VideoError, match="no stream was found") as caught:
            await StreamlinkPages().find(f"{PAGE}?k=SECRET", private=False)
    assert "SECRET" not in str(caught.value)


async def test_page_that_takes_too_long_does_not_hold_up_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold = threading.Event()

    def find(address: str, private: bool) -> Found:
        if address == PAGE:
            hold.wait(10)
        return Found(address)

    monkeypatch.setattr(pages, "_find", find)
    monkeypatch.setattr(pages, "DEADLINE", 0.05)
    known = StreamlinkPages()
    with pytest.raises(VideoError, match="in time"):
        await known.find(PAGE, private=False)
    monkeypatch.setattr(pages, "DEADLINE", 5)
    assert await known.find(PLAYLIST, private=False) == Found(PLAYLIST)
    hold.set()
