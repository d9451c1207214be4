"""The clock that tests move by hand."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from relay.testing.clock import FakeClock

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


async def test_sleepers_wake_in_order_and_at_their_instant() -> None:
    clock = FakeClock(NOON)
    woken: list[tuple[str, datetime]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now()))

    async with asyncio.TaskGroup() as tasks:
        for name, seconds in (("late", 90), ("early", 30), ("also early", 30)):
            tasks.create_task(sleeper(name, seconds))
        await clock.asleep(3)
        await clock.advance(60)
        assert [name for name, _ in woken] == ["early", "also early"]
        await clock.advance(60)

    assert woken[-1] == ("late", NOON + timedelta(seconds=90))
    assert clock.now() == NOON + timedelta(seconds=120)


async def test_who_sleeps_again_is_woken_again_within_one_advance() -> None:
    clock = FakeClock(NOON)
    ticks: list[datetime] = []

    async def ticker() -> None:
        while True:
            await clock.sleep(60)
            ticks.append(clock.now())

    task = asyncio.create_task(ticker())
    await clock.asleep()
    await clock.advance(3600)
    task.cancel()

    assert ticks == [NOON + timedelta(minutes=minute) for minute in range(1, 61)]


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = FakeClock(NOON)
    task = asyncio.create_task(clock.sleep(60))
    await clock.asleep()
    assert clock.next_due == NOON + timedelta(seconds=60)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert clock.next_due is None


async def test_no_time_is_no_wait() -> None:
    clock = FakeClock(NOON)

    await clock.sleep(0)
    await clock.sleep(-5)

    assert clock.now() == NOON


def test_it_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FakeClock(datetime(2026, 8, 6))  # noqa: DTZ001
