"""Following the blog, against a server on loopback and a clock moved by hand."""

from contextlib import aclosing
from datetime import UTC, datetime

import aiohttp

from relay.http import SafeHttp
from relay.plugins import Document, Http
from relay.sources.station_blog import Config, StationBlog
from relay.testing.clock import FakeClock
from relay.testing.feed import Answer, FakeFeed

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


class Loopback(Http):
    """The relay's own sessions, let through to this machine."""

    def session(self, *, allow_private: bool = False) -> aiohttp.ClientSession:
        return SafeHttp().session(allow_private=True)


async def test_the_feed_is_followed() -> None:
    clock = FakeClock(NOON)
    async with FakeFeed(clock, lambda asked: Answer("<rss/>")) as feed:
        blog = StationBlog(Config(url=f"{feed.url}/feed"), Loopback(), clock)
        async with aclosing(blog.documents()) as documents:  # type: ignore[type-var]
            first = await anext(documents)

    assert Document("station_blog", NOON, "<rss/>") == first


async def test_the_rest_address_is_read_instead_where_it_is_set() -> None:
    clock = FakeClock(NOON)
    async with FakeFeed(clock, lambda asked: Answer("[]" if "wp" in asked.path else "")) as feed:
        config = Config(url=f"{feed.url}/feed", rest_url=f"{feed.url}/wp/v2/blog")
        async with aclosing(
            StationBlog(config, Loopback(), clock).documents()  # type: ignore[type-var]
        ) as documents:
            first = await anext(documents)

    assert Document("station_blog", NOON, "[]") == first
