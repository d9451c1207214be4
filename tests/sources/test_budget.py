"""The promise of no more calls than allowed."""

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.sources.budget import CallBudget
from relay.testing.clock import FakeClock

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(
    calls=st.integers(1, 20),
    pauses=st.lists(st.floats(0, 4000), max_size=60),
    used=st.integers(0, 30),
    limit=st.integers(-5, 30),
)
@settings(max_examples=60, deadline=None)
def test_no_stretch_ever_holds_more(calls: int, pauses: list[float], used: int, limit: int) -> None:
    made = asyncio.run(_calls(calls, pauses, used, limit))

    most = min(calls, max(1, limit))
    earlier = [NOON] * min(used, most)
    for instant in made:
        inside = [at for at in [*earlier, *made] if instant - HOUR < at <= instant]
        assert len(inside) <= most


async def _calls(calls: int, pauses: list[float], used: int, limit: int) -> list[datetime]:
    clock = FakeClock(NOON)
    budget = CallBudget(clock, calls, 3600)
    budget.limit(limit)
    budget.count_used(used)
    made: list[datetime] = []

    async def caller() -> None:
        for pause in pauses:
            await clock.sleep(pause)
            await budget.take()
            made.append(clock.now())

    task = asyncio.create_task(caller())
    await clock.advance(5 * 24 * 3600)
    while not task.done():
        await clock.advance(24 * 3600)
    return made


async def test_within_the_budget_nobody_waits() -> None:
    budget = CallBudget(FakeClock(NOON), 15, 3600)
    for _ in range(15):
        await budget.take()

    assert budget.wait() > 3600
