"""The loop of the polled sources, against a server on loopback and a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from relay.errors import SourceUnavailable
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.asking import retry_after
from relay.sources.polling import LONGEST_BACKOFF, Endpoint, Poller, every
from relay.testing.clock import FakeClock
from relay.testing.feed import Answer, Asked, FakeFeed

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
Found = list[Document | SourceUnavailable]


def poller(feed: FakeFeed, clock: FakeClock, *paths: str, **chosen: object) -> Poller:
    endpoints = [
        Endpoint(url=feed.url + path, interval=every(120), **chosen)  # type: ignore[arg-type]
        for path in paths or ("/feed",)
    ]
    return Poller("blog", endpoints, SafeHttp(), clock, random=Random(1), allow_private=True)


@asynccontextmanager
async def following(loop: Poller, clock: FakeClock) -> AsyncIterator[Found]:
    found: Found = []

    async def follow() -> None:
        async with aclosing(loop.documents()) as documents:
            async for item in documents:
                found.append(item)

    task = asyncio.create_task(follow())
    await clock.asleep()
    yield found
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def turns(clock: FakeClock, count: int) -> None:
    for _ in range(count):
        assert clock.next_due
        await clock.advance_to(clock.next_due)
        await clock.asleep()


def script(*answers: Answer) -> Callable[[Asked], Answer]:
    """Those answers one after the other, the last of them for ever."""
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def waits(feed: FakeFeed) -> list[float]:
    return [(later.at - at.at).total_seconds() for at, later in pairwise(feed.asked)]


async def test_every_document_comes_with_the_time_of_fetching() -> None:
    clock = FakeClock(NOON)
    async with (
        FakeFeed(clock, script(Answer("one"), Answer("two"))) as feed,
        following(poller(feed, clock), clock) as found,
    ):
        await turns(clock, 1)

    assert found == [
        Document("blog", NOON, "one"),
        Document("blog", feed.asked[1].at, "two"),
    ]


async def test_the_interval_varies_by_a_tenth_at_most() -> None:
    clock = FakeClock(NOON)
    async with (
        FakeFeed(clock, script(Answer("x"))) as feed,
        following(poller(feed, clock), clock),
    ):
        await turns(clock, 20)

    assert all(108 <= wait <= 132 for wait in waits(feed))
    assert len(set(waits(feed))) > 10


async def test_an_unchanged_document_is_left_out() -> None:
    clock = FakeClock(NOON)
    stamp = {"ETag": '"a"', "Last-Modified": "Thu, 06 Aug 2026 11:00:00 GMT"}
    answers = script(Answer("one", 200, stamp), Answer("", 304), Answer("two"))
    async with (
        FakeFeed(clock, answers) as feed,
        following(poller(feed, clock), clock) as found,
    ):
        await turns(clock, 3)

    assert [item.text for item in found if isinstance(item, Document)][:2] == ["one", "two"]
    sent = [
        (asked.headers.get("If-None-Match"), asked.headers.get("If-Modified-Since"))
        for asked in feed.asked
    ]
    asked_for_news = ('"a"', "Thu, 06 Aug 2026 11:00:00 GMT")
    assert sent == [(None, None), asked_for_news, asked_for_news, (None, None)]


async def test_where_time_changes_the_meaning_every_answer_is_a_document() -> None:
    clock = FakeClock(NOON)
    async with (
        FakeFeed(clock, script(Answer("one", 200, {"ETag": '"a"'}))) as feed,
        following(poller(feed, clock, conditional=False), clock) as found,
    ):
        await turns(clock, 1)

    assert len(found) == 2
    assert "If-None-Match" not in feed.asked[1].headers


async def test_a_validator_that_cannot_be_sent_back_is_ignored() -> None:
    clock = FakeClock(NOON)
    async with (
        FakeFeed(clock, script(Answer("one", 200, {"ETag": '"Выход"'}))) as feed,
        following(poller(feed, clock), clock) as found,
    ):
        await turns(clock, 1)

    assert [type(item) for item in found] == [Document, Document]


async def test_failures_double_the_wait_up_to_a_quarter_of_an_hour() -> None:
    clock = FakeClock(NOON)
    async with (
        FakeFeed(clock, script(Answer("", 503))) as feed,
        following(poller(feed, clock), clock) as found,
    ):
        await turns(clock, 12)

    assert all(isinstance(item, SourceUnavailable) for item in found)
    for wait, planned in zip(waits(feed), (15, 30, 60, 120, 240, 480), strict=False):
        assert planned * 0.9 <= wait <= planned * 1.1
    assert max(waits(feed)) <= LONGEST_BACKOFF
    assert min(waits(feed)[6:]) >= LONGEST_BACKOFF * 0.8


async def test_a_success_ends_the_backoff() -> None:
    clock = FakeClock(NOON)
    bad, good = Answer("", 500), Answer("x")
    async with (
        FakeFeed(clock, script(bad, bad, bad, good, bad, bad)) as feed,
        following(poller(feed, clock), clock),
    ):
        await turns(clock, 5)

    assert waits(feed)[4] <= 15 * 1.1


@pytest.mark.parametrize("wish", ["3600", "Thu, 06 Aug 2026 13:00:00 GMT"])
async def test_the_sources_own_wish_is_kept_by_all_its_endpoints(wish: str) -> None:
    clock = FakeClock(NOON)
    answers = script(Answer("", 429, {"Retry-After": wish}), Answer("x"))
    async with (
        FakeFeed(clock, answers) as feed,
        following(poller(feed, clock, "/a", "/b"), clock) as found,
    ):
        await turns(clock, 1)

    assert [asked.path for asked in feed.asked] == ["/a", "/a", "/b"]
    assert all(asked.at >= NOON + timedelta(hours=1) for asked in feed.asked[1:])
    refusal = found[0]
    assert isinstance(refusal, SourceUnavailable)
    assert refusal.retry_after == 3600
    assert "429 Too Many Requests" in str(refusal)


async def test_another_error_holds_back_its_own_endpoint_only() -> None:
    clock = FakeClock(NOON)
    answers = script(Answer("", 503, {"Retry-After": "3600"}), Answer("x"))
    async with (
        FakeFeed(clock, answers) as feed,
        following(poller(feed, clock, "/a", "/b"), clock),
    ):
        await turns(clock, 3)

    assert [asked.path for asked in feed.asked] == ["/a", "/b", "/b", "/b", "/b"]


async def test_no_connection_is_told_without_what_is_secret_in_the_address() -> None:
    clock = FakeClock(NOON)
    endpoint = Endpoint(url="http://user:pass@127.0.0.1:9/feed?key=secret", interval=every(120))
    async with following(Poller("blog", [endpoint], SafeHttp(), clock), clock) as found:
        pass

    assert str(found[0]).startswith("http://127.0.0.1/feed: no connection (127.0.0.1 is not a")
    assert not {"pass", "secret"} & set(str(found[0]).replace("=", " ").replace(":", " ").split())


@pytest.mark.parametrize("url", ["http://", "ftp://example.org/", "http://[::1", "x", ""])
async def test_an_address_that_is_none_is_no_crash(url: str) -> None:
    clock = FakeClock(NOON)
    endpoint = Endpoint(url=url, interval=every(120))
    async with following(Poller("blog", [endpoint], SafeHttp(), clock), clock) as found:
        pass

    assert isinstance(found[0], SourceUnavailable)


async def test_restarting_the_loop_neither_hurries_nor_forgets() -> None:
    clock = FakeClock(NOON)
    async with FakeFeed(clock, script(Answer("one", 200, {"ETag": '"a"'}))) as feed:
        loop = poller(feed, clock)
        for _ in range(5):
            async with following(loop, clock):
                await clock.advance(10)
        async with following(loop, clock) as found:
            await turns(clock, 1)

    assert len(feed.asked) == 2
    assert "If-None-Match" not in feed.asked[1].headers
    assert len(found) == 1


async def test_an_endpoint_that_is_not_wanted_is_not_asked() -> None:
    clock = FakeClock(NOON)
    wanted_from = NOON + timedelta(hours=1)
    async with FakeFeed(clock, script(Answer("x"))) as feed:
        endpoint = Endpoint(
            url=feed.url, interval=lambda now: 600.0 if now >= wanted_from else None
        )
        loop = Poller("blog", [endpoint], SafeHttp(), clock, allow_private=True)
        async with following(loop, clock):
            await turns(clock, 20)

    assert wanted_from <= feed.asked[0].at <= wanted_from + timedelta(minutes=6)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120),
        ("0", 0),
        ("999999999", 24 * 3600),
        ("9" * 5000, None),
        ("-5", None),
        ("soon", None),
        ("Thu, 06 Aug 2026 11:00:00 GMT", 0),
        ("Thu, 06 Aug 2026 12:00:30 GMT", 30),
        ("Thu, 06 Aug 2026 12:00:30 -0000", 30),
        ("Thu, 99 Aug 2026 12:00:30 GMT", None),
    ],
)
def test_when_to_try_again(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOON) == seconds
