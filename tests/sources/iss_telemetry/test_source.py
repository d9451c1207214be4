"""The source as the relay runs it: what becomes a document, and how it goes on after failures."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from relay.clock import Clock, WallClock
from relay.errors import SourceUnavailable
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.iss_telemetry import IssTelemetry
from relay.testing.clock import FakeClock
from relay.testing.lightstreamer import Lightstreamer
from relay.testing.sources import SourceContract

AT = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)
PRESSURE, TIME = "AIRLOCK000049", "TIME_000001"
LOST, BACK = {"signal": "lost"}, {"signal": "back"}


class Followed:
    """What a source yields, taken by a task that never stops, as the relay does."""

    def __init__(self, server: Lightstreamer, clock: Clock) -> None:
        config = IssTelemetry.Config.model_validate({"url": server.url, "allow_private": True})
        self.documents = IssTelemetry(config, SafeHttp(), clock, Random(1)).documents()
        self.all: list[tuple[datetime, Document | SourceUnavailable]] = []
        self._clock = clock
        self._read = 0
        self._new = asyncio.Event()

    async def run(self) -> None:
        async for found in self.documents:
            self.all.append((self._clock.now(), found))
            self._new.set()

    async def next(self) -> Any:
        """What comes next: the object that a document holds, or the words of a failure."""
        while self._read == len(self.all):
            self._new.clear()
            await self._new.wait()
        _, found = self.all[self._read]
        self._read += 1
        return json.loads(found.text) if isinstance(found, Document) else str(found)

    async def failures(self, clock: FakeClock, count: int) -> list[float]:
        """Seconds between that many failures, letting time pass only where it is waited for."""
        while len(self._failed()) < count:
            await clock.asleep()
            assert clock.next_due is not None
            await clock.advance_to(clock.next_due)
        return [(b - a).total_seconds() for a, b in pairwise(self._failed()[:count])]

    def _failed(self) -> list[datetime]:
        return [at for at, found in self.all if isinstance(found, SourceUnavailable)]


@asynccontextmanager
async def followed(server: Lightstreamer, clock: Clock) -> AsyncIterator[Followed]:
    source = Followed(server, clock)
    task = asyncio.create_task(source.run())
    try:
        yield source
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def server() -> AsyncIterator[Lightstreamer]:
    async with Lightstreamer() as server:
        server.state = {PRESSURE: {"TimeStamp": "6803.9150", "Value": "20.3"}}
        yield server


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(AT)


@pytest.fixture
async def source(server: Lightstreamer, clock: FakeClock) -> AsyncIterator[Followed]:
    async with followed(server, clock) as source:
        yield source


def pressure(value: str | None, at: str | None = "6803.9150") -> dict[str, str | None]:
    return {"item": PRESSURE, "TimeStamp": at, "Value": value}


async def tick(server: Lightstreamer, value: str, status: str | None = "24") -> None:
    await server.update(TIME, **{"TimeStamp": "6803.9", "Value": value, "Status.Class": status})


class TestContract(SourceContract):
    source = IssTelemetry
    examples = (
        json.dumps(pressure("20.3")),
        json.dumps({"item": TIME, "TimeStamp": "6803.9", "Value": "1", "Status.Class": "24"}),
        json.dumps(LOST),
        json.dumps(BACK),
    )

    def test_examples_say_something(self) -> None:
        """They do not: what happened lies between documents, and here each is read alone."""
        assert [[]] * 4 == [self._read(example) for example in self.examples]


async def test_a_document_is_one_update(server: Lightstreamer, source: Followed) -> None:
    assert pressure("20.3") == await source.next()

    await server.update(PRESSURE, TimeStamp="6803.9153", Value=None)
    await tick(server, "24494")

    assert pressure(None, "6803.9153") == await source.next()
    expected = {"item": TIME, "TimeStamp": "6803.9", "Value": "24494", "Status.Class": "24"}
    assert expected == await source.next()
    at, document = source.all[0]
    assert isinstance(document, Document)
    assert ("iss_telemetry", AT) == (document.source, document.at) == (document.source, at)


async def test_six_items_of_the_station_are_asked_for(
    server: Lightstreamer, source: Followed
) -> None:
    await source.next()

    assert [
        (
            "AIRLOCK000049 AIRLOCK000047 AIRLOCK000048 AIRLOCK000054 USLAB000058",
            "TimeStamp Value",
        ),
        ("TIME_000001", "TimeStamp Value Status.Class"),
    ] == [
        (asked.get("LS_group"), asked.get("LS_schema"))
        for asked in server.asked
        if asked.name == "control"
    ]


@pytest.mark.parametrize("items", [(), ("A B",), ("A\r\n",), ("é",), tuple(map(str, range(21)))])
def test_settings_that_cannot_be_asked_for(items: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        IssTelemetry.Config.model_validate({"items": items})


async def test_a_broken_connection_is_replaced_within_a_second(server: Lightstreamer) -> None:
    async with followed(server, WallClock()) as source:
        await source.next()
        session = await server.session()
        server.state[PRESSURE] = {"TimeStamp": "6803.9161"}
        async with asyncio.timeout(1):
            session.drop()
            assert "the connection broke" in await source.next()
            assert pressure(None, "6803.9161") == await source.next()

    assert ["S1", "S2"] == [session.name for session in server.sessions]
    assert [2, 2] == [len(session.subscriptions) for session in server.sessions]
    assert 1 == server.most_open


@pytest.mark.parametrize("code", [48, 41])
async def test_some_ends_are_followed_by_a_new_session_at_once(
    server: Lightstreamer, source: Followed, code: int
) -> None:
    await source.next()
    await (await server.session()).end(code)

    assert f"ended the session ({code}: over)" in await source.next()
    assert pressure("20.3") == await source.next()
    assert (2, 1) == (len(server.sessions), server.most_open)


async def test_a_session_that_ends_again_and_again_is_not_opened_without_a_pause(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    for number in (1, 2):
        await (await server.session(number)).end(48)
    await clock.asleep()

    assert AT == clock.now()
    assert clock.next_due is not None
    assert (clock.next_due - AT).total_seconds() == pytest.approx(1, rel=0.2)
    await clock.advance_to(clock.next_due)
    await server.session(3)


async def test_each_wait_is_longer_than_the_one_before(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    server.refusals.extend([5] * 20)

    first, *rest = await source.failures(clock, 13)
    assert first <= 0.5
    assert rest == pytest.approx([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], rel=0.2)
    assert 20 - 13 == len(server.refusals)
    assert 1 == server.most_open


async def test_waits_are_not_the_same_for_all_relays(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    server.refusals.extend([5] * 20)

    waits = await source.failures(clock, 8)
    assert waits[1:] != [1, 2, 4, 8, 16, 32]


@pytest.mark.parametrize("code", [1, 2, 10, 60, 71])
async def test_who_is_not_welcome_waits_longest(
    server: Lightstreamer, source: Followed, clock: FakeClock, code: int
) -> None:
    server.refusals.extend([code] * 3)

    waits = await source.failures(clock, 3)
    assert waits == [pytest.approx(300, rel=0.2)] * 2


async def test_a_refused_subscription_waits_longest(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    server.refused_items[TIME] = 21

    assert [pytest.approx(300, rel=0.2)] == await source.failures(clock, 2)


@pytest.mark.parametrize(("seconds", "forgiven"), [(60, True), (59, False)])
async def test_a_minute_of_updates_makes_up_for_all_failures(
    server: Lightstreamer, source: Followed, clock: FakeClock, seconds: int, forgiven: bool
) -> None:
    server.refusals.extend([5] * 4)
    await source.failures(clock, 4)
    await clock.asleep()
    assert clock.next_due is not None
    await clock.advance_to(clock.next_due)
    session = await server.session()
    while await source.next() != pressure("20.3"):
        pass
    await clock.advance(seconds)
    await server.update(PRESSURE, Value="20.2")
    await source.next()
    session.drop()
    await source.next()

    await clock.asleep()
    assert clock.next_due is not None
    assert forgiven is ((clock.next_due - clock.now()).total_seconds() <= 0.5)


async def test_ninety_seconds_without_an_update_are_told_once(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    await source.next()
    session = await server.session()
    await clock.advance(89.9)
    await session.probe()
    await server.update(PRESSURE, Value="20.2")
    assert pressure("20.2") == await source.next()

    await clock.advance(90)
    await session.probe()
    assert LOST == await source.next()
    await clock.advance(500)
    await session.probe()
    await server.update(PRESSURE, Value="20.1")
    assert [BACK, pressure("20.1")] == [await source.next(), await source.next()]
    await server.update(PRESSURE, Value="20.0")
    assert pressure("20.0") == await source.next()


async def test_fifteen_seconds_without_a_connection_are_told_once(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    await source.next()
    server.refusals.extend([5] * 7)
    (await server.session()).drop()
    await source.failures(clock, 8)
    signals = [
        (at - AT).total_seconds()
        for at, found in source.all
        if isinstance(found, Document) and json.loads(found.text) == LOST
    ]
    assert [15.0] == signals

    await clock.asleep()
    await clock.advance(400)
    found: list[Any] = []
    while not found or found[-1] != pressure("20.3"):
        found.append(await source.next())
    assert [BACK, pressure("20.3")] == found[-2:]
    assert 1 == found.count(LOST)


async def test_a_short_break_is_no_lost_signal(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    await source.next()
    server.refusals.append(5)
    (await server.session()).drop()
    await source.failures(clock, 2)
    await clock.asleep()
    await clock.advance(1.2)

    found = [await source.next() for _ in range(3)]
    assert pressure("20.3") == found[-1]
    assert LOST not in found


async def test_a_feed_that_was_never_there_is_lost_too(
    server: Lightstreamer, source: Followed, clock: FakeClock
) -> None:
    server.refusals.extend([2] * 2)

    assert "refuses (2:" in await source.next()
    await clock.asleep()
    await clock.advance(15)
    assert LOST == await source.next()


async def test_a_whole_day_comes_through(server: Lightstreamer) -> None:
    rows = [(PRESSURE, {"TimeStamp": str(row), "Value": str(row % 7)}) for row in range(25_767)]
    async with followed(server, WallClock()) as source:
        await source.next()
        await server.play(rows, together=10)
        assert [pressure(fields["Value"], fields["TimeStamp"]) for _, fields in rows] == [
            await source.next() for _ in rows
        ]
