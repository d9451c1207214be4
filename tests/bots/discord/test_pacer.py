"""One pace for all requests: never too fast, never much too slow, the urgent first."""

import asyncio
import heapq
import itertools
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.discord.pacer import Pacer, Urgency

SLACK = 1e-9
"""Seconds that floats may be off."""


class Time:
    """Seconds that pass when nobody has anything else to do. A sleep ends late by `late()`."""

    def __init__(self, late: Callable[[], float] = lambda: 0.0) -> None:
        self.now = 1000.0
        self.late = late
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self.now + max(0.0, seconds) + self.late()
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        await woken

    async def pass_until(self, done: Callable[[], bool]) -> None:
        """Time goes on until it is so; a sleep that nobody ends fails the test."""
        await _settle()
        while not done():
            due, _, woken = heapq.heappop(self._sleepers)
            self.now = max(self.now, due)
            if not woken.done():
                woken.set_result(None)
            await _settle()


async def _settle() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


class Traffic:
    """Requests that note when they begin, and last `lasts` seconds each."""

    def __init__(self, pacer: Pacer, time: Time, lasts: float = 0.0) -> None:
        self.pacer, self.time, self.lasts = pacer, time, lasts
        self.begun: list[tuple[float, str]] = []
        self.in_flight = self.most = 0
        self.tasks: list[asyncio.Task[None]] = []

    def asks(self, name: str = "", urgency: Urgency = Urgency.TELLING) -> asyncio.Task[None]:
        task = asyncio.create_task(self._ask(name, urgency))
        self.tasks.append(task)
        return task

    async def _ask(self, name: str, urgency: Urgency) -> None:
        async with self.pacer.turn(urgency):
            self.begun.append((self.time.now, name))
            self.in_flight += 1
            self.most = max(self.most, self.in_flight)
            if self.lasts:
                await self.time.sleep(self.lasts)
            self.in_flight -= 1

    @property
    def times(self) -> list[float]:
        return [time for time, _ in self.begun]

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.begun]

    async def done(self) -> None:
        await self.time.pass_until(lambda: all(task.done() for task in self.tasks))


@asynccontextmanager
async def paced(
    rate: float = 49.0, in_flight: int = 32, lasts: float = 0.0, time: Time | None = None
) -> AsyncIterator[Traffic]:
    time = time or Time()
    yield Traffic(Pacer(rate, in_flight, lambda: time.now, time.sleep), time, lasts)


def most_in_a_second(times: list[float]) -> int:
    """In any second, wherever it begins."""
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - 1.0 + SLACK:
            first += 1
        most = max(most, last - first + 1)
    return most


@settings(max_examples=40)
@given(
    rate=st.sampled_from([1.0, 1.5, 4.0, 9.0, 49.0, 50.0]),
    gaps=st.lists(
        st.tuples(st.sampled_from([0.0, 0.0, 0.003, 0.2, 1.0, 5.0]), st.integers(1, 30)),
        max_size=8,
    ),
    late=st.sampled_from([0.0, 0.002, 0.05]),
)
def test_no_second_holds_more_than_one_above_the_rate(
    rate: float, gaps: list[tuple[float, int]], late: float
) -> None:
    async def arrivals() -> None:
        async with paced(rate, time=Time(lambda: late)) as traffic:
            for gap, number in gaps:
                waited = asyncio.create_task(traffic.time.sleep(gap))
                await traffic.time.pass_until(waited.done)
                for _ in range(number):
                    traffic.asks()
            await traffic.done()
            assert len(traffic.begun) == sum(number for _, number in gaps)
            assert most_in_a_second(traffic.times) <= rate + 1

    asyncio.run(arrivals())


@pytest.mark.parametrize("most_late", [0.0, 0.002, 0.01])
async def test_sleeps_that_end_late_cost_no_pace(most_late: float) -> None:
    chance = random.Random(7)
    async with paced(49.0, time=Time(lambda: chance.uniform(0, most_late))) as traffic:
        for _ in range(49 * 60):
            traffic.asks()
        await traffic.done()

    rate = (len(traffic.times) - 1) / (traffic.times[-1] - traffic.times[0])
    assert rate >= 0.98 * 49.0


async def test_catches_up_after_being_held_up_but_not_beyond_the_rate() -> None:
    async with paced(10.0) as traffic:
        for _ in range(40):
            traffic.asks()
        await traffic.time.pass_until(lambda: len(traffic.begun) >= 15)
        traffic.time.now += 30
        await traffic.done()

    after = [time for time in traffic.times if time > traffic.times[0] + 30]
    assert most_in_a_second(traffic.times) <= 11
    assert after[2] - after[0] < 0.1


async def test_the_urgent_go_first_and_equals_in_order() -> None:
    async with paced(10.0) as traffic:
        for number in range(3):
            traffic.asks(f"card {number}", Urgency.SHOWING)
            traffic.asks(f"answer {number}", Urgency.ASKED)
            traffic.asks(f"alert {number}", Urgency.TELLING)
        await _settle()
        started = len(traffic.begun)
        traffic.asks("ping", Urgency.PINGING)
        await traffic.done()

    left = traffic.names[started:]
    rank = {"answer": 0, "ping": 1, "alert": 2, "card": 3}
    assert left == sorted(left, key=lambda name: (rank[name.split()[0]], name))


async def test_an_alert_behind_a_thousand_cards_goes_next() -> None:
    async with paced(49.0) as traffic:
        for _ in range(1000):
            traffic.asks("card", Urgency.SHOWING)
        await traffic.time.pass_until(lambda: len(traffic.begun) >= 100)
        asked_at, before = traffic.time.now, len(traffic.begun)
        traffic.asks("alert")
        await traffic.done()

    place = traffic.names.index("alert")
    assert place <= before + 1
    assert traffic.times[place] - asked_at <= 2 / 49 + SLACK


async def test_no_more_are_in_flight_than_may_be() -> None:
    async with paced(1000.0, in_flight=4, lasts=0.5) as traffic:
        for _ in range(20):
            traffic.asks()
        await traffic.done()

    assert traffic.most == 4
    assert traffic.times[-1] - traffic.times[0] == pytest.approx(2.0, abs=0.05)


async def test_who_gives_up_waiting_leaves_no_gap() -> None:
    async with paced(2.0, in_flight=1, lasts=0.1) as traffic:
        first = traffic.asks("first")
        given_up = [traffic.asks("given up") for _ in range(5)]
        last = traffic.asks("last")
        await traffic.time.pass_until(lambda: bool(traffic.begun))
        for task in given_up:
            task.cancel()
        await traffic.time.pass_until(lambda: first.done() and last.done())

    assert traffic.names == ["first", "last"]
    assert traffic.times[1] - traffic.times[0] <= 1.0 + SLACK


async def test_who_is_cancelled_as_its_turn_comes_gives_its_place_back() -> None:
    async with paced(1000.0, in_flight=1) as traffic:
        turn = traffic.pacer.turn(Urgency.TELLING)
        mine = asyncio.create_task(turn.__aenter__())
        # Its turn is granted in the second step of the loop, and it would run in the third.
        for _ in range(2):
            await asyncio.sleep(0)
        mine.cancel()
        await asyncio.wait([mine])
        traffic.asks("next")
        await traffic.done()

    assert mine.cancelled()
    assert traffic.names == ["next"]


async def test_a_request_that_fails_gives_its_place_back() -> None:
    async with paced(1000.0, in_flight=1) as traffic:
        with pytest.raises(RuntimeError, match="lost"):
            async with traffic.pacer.turn(Urgency.TELLING):
                raise RuntimeError("lost")
        traffic.asks("next")
        await traffic.done()

    assert traffic.names == ["next"]


async def test_a_pause_holds_everyone_and_ends() -> None:
    async with paced(10.0) as traffic:
        traffic.asks("before")
        await traffic.time.pass_until(lambda: bool(traffic.begun))
        paused_at = traffic.time.now
        traffic.pacer.pause(60)
        traffic.pacer.pause(1)
        for _ in range(20):
            traffic.asks("after", Urgency.PINGING)
        await traffic.done()

    assert traffic.times[1] == pytest.approx(paused_at + 60)
    assert most_in_a_second(traffic.times) <= 11
