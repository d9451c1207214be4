"""Following the blog, against a server on loopback and a clock moved by hand."""

from contextlib import aclosing
from datetime import UTC, datetime

from relay.errors import SourceUnavailable
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.station_blog import Config, StationBlog
from relay.testing.clock import FakeClock
from relay.testing.feed import Answer, FakeFeed

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


async def test_the_feed_is_followed() -> None:
    clock = FakeClock(NOON)
    async with FakeFeed(clock, lambda asked: Answer("<rss/>")) as feed:
        blog = StationBlog(Config(url=f"{feed.url}/feed", allow_private=True), SafeHttp(), clock)
        async with aclosing(blog.documents()) as documents:  # type: ignore[type-var]
            first = await anext(documents)

    assert Document("station_blog", NOON, "<rss/>") == first


async def test_the_rest_address_is_read_instead_where_it_is_set() -> None:
    clock = FakeClock(NOON)
    async with FakeFeed(clock, lambda asked: Answer("[]" if "wp" in asked.path else "")) as feed:
        config = Config(url="", rest_url=f"{feed.url}/wp/v2/blog", allow_private=True)
        async with aclosing(
            StationBlog(config, SafeHttp(), clock).documents()  # type: ignore[type-var]
        ) as documents:
            first = await anext(documents)

    assert Document("station_blog", NOON, "[]") == first


async def test_an_address_of_the_local_network_is_refused_unless_it_is_allowed() -> None:
    clock = FakeClock(NOON)
    async with FakeFeed(clock, lambda asked: Answer("<rss/>")) as feed:
        blog = StationBlog(Config(url=f"{feed.url}/feed"), SafeHttp(), clock)
        async with aclosing(blog.documents()) as documents:  # type: ignore[type-var]
            first = await anext(documents)

    assert isinstance(first, SourceUnavailable)
    assert "allow_private" in str(first)
