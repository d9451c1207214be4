"""How often Launch Library is asked: a day at a time, against a server on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from pydantic import SecretStr

from relay.errors import SourceUnavailable
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.launch_library import LaunchLibrary
from relay.testing.clock import FakeClock
from relay.testing.feed import Answer, Asked, FakeFeed

MIDNIGHT = datetime(2026, 8, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
Found = list[Document | SourceUnavailable]


def events(*starts: datetime) -> Answer:
    results = [
        {"id": n, "name": "US EVA-95", "type": {"id": 3}, "date": start.isoformat()}
        for n, start in enumerate(starts)
    ]
    return Answer(json.dumps({"results": results}))


def service(events: Answer, throttle: Answer) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        if asked.path == "/api-throttle/":
            return throttle
        return events if asked.path == "/events/upcoming/" else Answer('{"results": []}')

    return answer


def throttle(limit: int = 15, used: int = 0, seconds: int = 3600) -> Answer:
    told = {"your_request_limit": limit, "limit_frequency_secs": seconds, "current_use": used}
    return Answer(json.dumps([told]))


def library(feed: FakeFeed, clock: FakeClock, key: str = "", seed: int = 1) -> LaunchLibrary:
    config = LaunchLibrary.Config.model_validate(
        {"url": feed.url, "allow_private": True, "api_key": SecretStr(key)}
    )
    return LaunchLibrary(config, SafeHttp(), clock, Random(seed))


@asynccontextmanager
async def following(source: LaunchLibrary, clock: FakeClock) -> AsyncIterator[Found]:
    found: Found = []

    async def follow() -> None:
        documents = source.documents()
        async for item in documents:
            found.append(item)

    task = asyncio.create_task(follow())
    await clock.asleep()
    yield found
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def pass_time(clock: FakeClock, until: datetime) -> None:
    while clock.next_due and clock.next_due <= until:
        await clock.advance_to(clock.next_due)
        await clock.asleep()
    await clock.advance_to(until)


def most_in_an_hour(feed: FakeFeed) -> int:
    calls = [asked.at for asked in feed.asked]
    return max(sum(last - HOUR < call <= last for call in calls) for last in calls)


def asked_for(feed: FakeFeed, path: str, since: datetime, until: datetime) -> list[datetime]:
    return [a.at for a in feed.asked if a.path.startswith(path) and since <= a.at < until]


async def test_a_quiet_day_is_six_calls_an_hour() -> None:
    clock = FakeClock(MIDNIGHT)
    async with (
        FakeFeed(clock, service(events(MIDNIGHT + timedelta(days=9)), throttle())) as feed,
        following(library(feed, clock), clock) as found,
    ):
        await pass_time(clock, MIDNIGHT + timedelta(days=1))

    assert 140 <= len(found) <= 150
    assert asked_for(feed, "/spacewalks/", MIDNIGHT, clock.now()) == []
    assert [asked.path for asked in feed.asked].count("/api-throttle/") == 1


async def test_around_a_spacewalk_it_is_asked_more_often() -> None:
    clock = FakeClock(MIDNIGHT)
    start = MIDNIGHT + timedelta(hours=6)
    async with (
        FakeFeed(clock, service(events(start), throttle())) as feed,
        following(library(feed, clock), clock),
    ):
        await pass_time(clock, start)
        # Once under way it may be missing from the list.
        feed.answer = service(events(), throttle())
        await pass_time(clock, MIDNIGHT + timedelta(days=1))

    early = asked_for(feed, "/events/", MIDNIGHT, start - 2 * HOUR)
    during = asked_for(feed, "/events/", start - HOUR, start + 9 * HOUR)
    after = asked_for(feed, "/events/", start + 10 * HOUR, clock.now())
    assert all(540 <= (b - a).total_seconds() <= 660 for a, b in pairwise(early))
    assert all(270 <= (b - a).total_seconds() <= 330 for a, b in pairwise(during))
    assert all(540 <= (b - a).total_seconds() <= 660 for a, b in pairwise(after))
    spacewalks = asked_for(feed, "/spacewalks/", MIDNIGHT, clock.now())
    assert 10 <= len(spacewalks) <= 12
    assert start - 2 * HOUR <= spacewalks[0] <= start - HOUR
    assert most_in_an_hour(feed) <= 15


ALWAYS_NEAR = events(*(MIDNIGHT + timedelta(hours=6 * n) for n in range(6)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "answer",
    [
        ALWAYS_NEAR,
        Answer("", 503),
        Answer("", 429),
        Answer("", 429, {"Retry-After": "1"}),
        Answer("", 500, {"Retry-After": "0"}),
        Answer("<html>"),
    ],
)
async def test_never_more_than_fifteen_calls_in_any_hour(answer: Answer, seed: int) -> None:
    clock = FakeClock(MIDNIGHT)
    chance = Random(seed)
    async with FakeFeed(clock, service(ALWAYS_NEAR, throttle())) as feed:
        healthy, failing = feed.answer, service(answer, answer)
        source = library(feed, clock, seed=seed)
        while clock.now() < MIDNIGHT + timedelta(days=1):
            feed.answer = chance.choice((healthy, failing))
            # The loop is stopped and started again and again, as after an error in a reader.
            async with following(source, clock):
                await pass_time(clock, clock.now() + timedelta(minutes=chance.choice((1, 7, 90))))

    assert len(feed.asked) > 50
    assert most_in_an_hour(feed) <= 15


async def test_calls_of_an_earlier_run_count() -> None:
    clock = FakeClock(MIDNIGHT)
    async with (
        FakeFeed(clock, service(ALWAYS_NEAR, throttle(used=13))) as feed,
        following(library(feed, clock), clock),
    ):
        await pass_time(clock, MIDNIGHT + HOUR)

    assert 13 + sum(asked.path != "/api-throttle/" for asked in feed.asked) <= 15


@pytest.mark.parametrize(
    ("told", "most"),
    [
        (throttle(limit=5), 5),
        (throttle(limit=100), 15),
        (throttle(limit=48, seconds=6 * 3600), 8),
        (throttle(limit=0), 15),
        (throttle(limit=-3, used=-3), 15),
        (Answer('{"your_request_limit": "many"}'), 15),
        (Answer("<html>"), 15),
        (Answer("", 404), 15),
    ],
)
async def test_a_lower_limit_is_kept_and_a_higher_one_not_used(told: Answer, most: int) -> None:
    clock = FakeClock(MIDNIGHT)
    async with (
        FakeFeed(clock, service(ALWAYS_NEAR, told)) as feed,
        following(library(feed, clock), clock) as found,
    ):
        await pass_time(clock, MIDNIGHT + 4 * HOUR)

    assert [item for item in found if isinstance(item, Document)]
    assert most_in_an_hour(feed) <= most


async def test_a_key_is_sent_only_where_there_is_one() -> None:
    clock = FakeClock(MIDNIGHT)
    async with FakeFeed(clock, service(ALWAYS_NEAR, throttle())) as feed:
        for key in ("", "s3cret"):
            async with following(library(feed, clock, key), clock):
                pass

    sent = [asked.headers.get("Authorization") for asked in feed.asked]
    assert set(sent[: len(sent) // 2]) == {None}
    assert set(sent[len(sent) // 2 :]) == {"Token s3cret"}


async def test_a_key_does_not_follow_a_redirect_elsewhere() -> None:
    clock = FakeClock(MIDNIGHT)
    async with FakeFeed(clock, lambda asked: ALWAYS_NEAR) as elsewhere:
        moved = Answer("", 302, {"Location": elsewhere.url})
        async with (
            FakeFeed(clock, lambda asked: moved) as feed,
            following(library(feed, clock, "s3cret"), clock),
        ):
            pass

    assert elsewhere.asked
    assert all("Authorization" not in asked.headers for asked in elsewhere.asked)


async def test_a_failure_names_no_key() -> None:
    clock = FakeClock(MIDNIGHT)
    async with (
        FakeFeed(clock, lambda asked: Answer("", 401)) as feed,
        following(library(feed, clock, "s3cret"), clock) as found,
    ):
        pass

    assert found
    assert all("s3cret" not in f"{item!r} {item}" for item in found)


async def test_closing_the_documents_closes_the_connection() -> None:
    clock = FakeClock(MIDNIGHT)
    async with FakeFeed(clock, service(ALWAYS_NEAR, throttle())) as feed:
        documents = library(feed, clock).documents()
        async with aclosing(documents):  # type: ignore[type-var]
            assert isinstance(await anext(documents), Document)
