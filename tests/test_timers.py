"""Wake-ups: each exactly once, also under load, at odd clocks and in odd zones."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta

import apscheduler.schedulers.base
import pytest

from relay.timers import GLANCE, Call, Timeline, WallTimers

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def timers() -> AsyncIterator[WallTimers]:
    timers = WallTimers()
    timers.start()
    yield timers
    timers.stop()


@pytest.fixture
def called() -> list[str]:
    return []


def noting(called: list[str], name: str) -> Call:
    async def call() -> None:
        called.append(name)

    return call


async def until(condition: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


class OddClock:
    """The machine's clock with a jump in it, in place of `datetime` within APScheduler."""

    def __init__(self) -> None:
        self.jump = timedelta()

    def now(self, zone: object = None) -> datetime:
        return datetime.now(UTC) + self.jump


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> OddClock:
    clock = OddClock()
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", clock)
    return clock


async def test_calls_within_a_second_of_the_instant(timers: WallTimers, called: list[str]) -> None:
    due = datetime.now(UTC) + timedelta(seconds=0.2)
    timers.set("a", due, noting(called, "a"))

    await until(lambda: called)

    assert timedelta() <= datetime.now(UTC) - due < SECOND


async def test_awaits_what_a_lambda_returns(timers: WallTimers, called: list[str]) -> None:
    timers.set("a", NOON - SECOND, lambda name="a": noting(called, name)())  # type: ignore[misc]
    timers.repeat("b", 0.05, lambda name="b": noting(called, name)())  # type: ignore[misc]

    await until(lambda: {"a", "b"} <= set(called))


async def test_what_has_passed_is_called_at_once(timers: WallTimers, called: list[str]) -> None:
    timers.set("a", NOON - timedelta(days=4000), noting(called, "a"))

    await until(lambda: called)

    assert ["a"] == called


async def test_set_again_replaces_and_cancel_forgets(timers: WallTimers, called: list[str]) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=0.1)
    timers.set("a", soon, noting(called, "first"))
    timers.set("a", soon, noting(called, "second"))
    timers.set("b", soon, noting(called, "cancelled"))
    timers.cancel("b")
    timers.cancel("never set")
    timers.set("last", soon + timedelta(milliseconds=1), noting(called, "last"))

    await until(lambda: "last" in called)

    assert {"second", "last"} == set(called)


async def test_a_call_that_still_runs_does_not_cost_the_next_of_its_name(
    timers: WallTimers, called: list[str]
) -> None:
    go_on = asyncio.Event()

    async def slow() -> None:
        called.append("slow")
        await go_on.wait()

    timers.set("a", NOON - SECOND, slow)
    await until(lambda: called)
    timers.set("a", NOON - SECOND, noting(called, "next"))

    await until(lambda: "next" in called)
    go_on.set()


async def test_three_thousand_at_once_after_the_loop_was_blocked(
    timers: WallTimers, called: list[str]
) -> None:
    due = datetime.now(UTC) + timedelta(seconds=0.1)
    for number in range(3000):
        timers.set(f"timer {number}", due, noting(called, f"timer {number}"))
    time.sleep(1.5)  # noqa: ASYNC251

    await until(lambda: len(called) >= 3000)

    assert {f"timer {number}" for number in range(3000)} == set(called)
    assert 3000 == len(called)


async def test_one_that_fails_stops_no_other(
    timers: WallTimers, called: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise ValueError("out of order")

    timers.set("a", NOON - SECOND, fail)
    timers.set("b", NOON - SECOND, noting(called, "b"))

    await until(lambda: called)
    await until(lambda: "out of order" in caplog.text)


async def test_a_clock_that_jumps_forward(
    clock: OddClock, timers: WallTimers, called: list[str]
) -> None:
    timers.set("a", datetime.now(UTC) + timedelta(hours=5), noting(called, "a"))
    clock.jump = timedelta(hours=6)

    await until(lambda: called, GLANCE + 1)


async def test_a_clock_that_jumps_back(
    clock: OddClock, timers: WallTimers, called: list[str]
) -> None:
    clock.jump = timedelta(hours=6)
    timers.set("later", datetime.now(UTC) + timedelta(hours=6, seconds=0.2), noting(called, "l"))
    timers.set("soon", datetime.now(UTC) + timedelta(seconds=0.4), noting(called, "soon"))
    await until(lambda: "soon" in called)
    clock.jump = timedelta(0)

    timers.set("a", datetime.now(UTC) + timedelta(seconds=0.1), noting(called, "a"))
    await until(lambda: "a" in called)

    assert "l" not in called


@pytest.fixture(params=["UTC", "America/New_York", "Australia/Lord_Howe"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "due",
    [
        datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC),  # New York goes forward at 07:00
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),  # and back at 06:00: 01:30 there is twice
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        datetime(2026, 10, 3, 15, 15, tzinfo=UTC),  # Lord Howe goes half an hour at 15:30
        datetime(2026, 10, 3, 15, 45, tzinfo=UTC),
        datetime(2026, 4, 4, 14, 45, tzinfo=UTC),  # and back at 15:00
        datetime(2026, 4, 4, 15, 15, tzinfo=UTC),
    ],
)
async def test_the_zone_of_the_machine_does_not_matter(
    zone: str, clock: OddClock, called: list[str], due: datetime
) -> None:
    timers = WallTimers()
    timers.start()
    try:
        clock.jump = due - 2 * SECOND - datetime.now(UTC)
        timers.set("a", due, noting(called, "a"))
        await asyncio.sleep(0.02)
        assert [] == called

        clock.jump += 2 * SECOND
        timers.set("looks", due - timedelta(hours=1), noting(called, "looks"))
        await until(lambda: "a" in called)
    finally:
        timers.stop()


async def test_a_recording_calls_at_its_own_time(called: list[str]) -> None:
    timeline = Timeline(NOON)
    times: list[datetime] = []

    async def call() -> None:
        times.append(timeline.now)

    timeline.set("b", NOON + 2 * SECOND, call)
    timeline.set("a", NOON + SECOND, call)
    timeline.set("c", NOON - SECOND, call)
    timeline.set("cancelled", NOON + SECOND, noting(called, "cancelled"))
    timeline.cancel("cancelled")
    await timeline.move_to(NOON + SECOND)
    timeline.set("b", NOON + 3 * SECOND, call)
    await timeline.move_to(NOON + 10 * SECOND)

    assert [NOON, NOON + SECOND, NOON + 3 * SECOND] == times
    assert NOON + 10 * SECOND == timeline.now
    assert [] == called
