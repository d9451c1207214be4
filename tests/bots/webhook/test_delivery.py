"""The pump, the webhook and a receiver together, as they run."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bots.webhook import Config, Webhook
from relay.core.event import Event, EventType
from relay.core.notice import Notice
from relay.core.voice import Voice
from relay.delivery.pump import Pump
from relay.http import SafeHttp
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.plugins import Destination
from relay.testing.bots import a_notice
from relay.testing.clock import FakeClock

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
FACT = Event(type=EventType.MILESTONE_REACHED, spacewalk="us-eva-95", time=NOON)


def in_words(event: Event, voice: Voice) -> Notice:
    return a_notice(key=f"fact {event.seq}", event=event)


async def run_for(store: Store, clock: FakeClock, seconds: int) -> None:
    """Run so long by that clock, then end as in a crash."""
    bot = Webhook(Config(allow_private=True), SafeHttp(), clock)
    await bot.start()
    pump = Pump(
        Journal(store), Destinations(store), Deliveries(store), {"webhook": bot}, in_words, clock
    )
    run = asyncio.create_task(pump.run())
    settle = asyncio.create_task(pump.settle())
    for _ in range(seconds):
        asleep = asyncio.create_task(clock.asleep())
        await asyncio.wait({settle, asleep}, return_when=asyncio.FIRST_COMPLETED)
        asleep.cancel()
        await clock.advance(1)
    for task in (settle, run):
        task.cancel()
    await asyncio.gather(settle, run, return_exceptions=True)
    await bot.close()


@pytest.mark.parametrize("seed", range(4))
async def test_a_receiver_on_a_bad_day_gets_everything_once_and_in_order(
    tmp_path: Path, receiver: Any, answer: Callable[..., Any], seed: int
) -> None:
    chance = random.Random(seed)
    bad = [answer(500), answer(503), answer(429, Retry_After="7"), receiver.resets]
    taken: dict[str, str] = {}

    async def take(request: Any) -> Any:
        event = receiver.requests[-1].event
        taken.setdefault(request.headers["webhook-id"], event["data"]["key"])
        return await answer(202)(request)

    receiver.script = [chance.choice([take, chance.choice(bad)]) for _ in range(30)]
    receiver.script += [take] * 100
    clock = FakeClock(NOON)
    async with AsyncExitStack() as stack:
        store = await Store.open(str(tmp_path / "relay.db"))
        stack.push_async_callback(store.close)
        there = Destination(id="there", platform="webhook", address=receiver.url())
        await Destinations(store).put(there)
        await Journal(store).append([FACT] * 8)
        for _ in range(5):
            await run_for(store, clock, chance.randint(1, 4))
        await run_for(store, clock, 600)

    assert list(taken.values()) == [f"fact {seq}" for seq in range(1, 9)]
