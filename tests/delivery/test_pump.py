import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from relay.core.milestone import Milestone
from relay.delivery.pump import Pump
from relay.errors import DeliveryDelayed, DeliveryRefused, StoreError
from relay.journal.deliveries import Delivered, Entry
from relay.plugins import Destination, Receipt
from relay.testing.bots import Telling

SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def place(name: str, **changes: Any) -> Destination:
    return replace(Destination(id=name, platform="fake", address=""), **changes)


def fails(
    problem: Callable[[], Exception], name: str = "a", times: int = 1
) -> Callable[[Telling], None]:
    """An answer that raises it for one destination, so many times."""
    left = [problem() for _ in range(times)]

    def answer(telling: Telling) -> None:
        if telling.destination.id == name and left:
            raise left.pop()

    return answer


async def test_tells_what_happens_from_now_on_in_order(service: Any) -> None:
    await service.happens("before")
    await service.tells("a", "b")
    async with service.running():
        await service.happens("hatch", "start")
        await service.happens("end")
        await service.settled()

    assert service.shown("a") == service.shown("b") == ["hatch", "start", "end"]
    assert await service.deliveries.cursors() == {"a": 4, "b": 4}


async def test_what_happened_while_it_was_down_is_told_when_it_starts(service: Any) -> None:
    await service.tells("a")
    await service.happens("hatch", "start")
    async with service.running():
        await service.settled()
    await service.happens("end")
    async with service.running():
        await service.settled()

    assert [telling.notice.title for telling in service.bot.tries] == ["hatch", "start", "end"]


async def test_the_key_is_short_safe_and_the_same_for_every_try(service: Any) -> None:
    service.bot.answer = fails(lambda: DeliveryDelayed("busy"), times=2)
    await service.tells("a", "b")
    async with service.running():
        await service.happens("hatch")
        await service.settled()

    keys = {telling.key for telling in service.bot.tries if telling.destination.id == "a"}
    assert len(service.bot.tries) == 4
    assert len(keys) == 1
    assert len({telling.key for telling in service.bot.tries}) == 2
    assert all(len(key) <= 25 and SAFE.issuperset(key) for key in keys)


async def test_each_is_told_only_what_it_wants(service: Any) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    await service.tells(
        "all",
        place("hatch", kinds=frozenset({"hatch_open"})),
        place("hour", kinds=frozenset({"reminder"}), lead_times=(hour,)),
        place("reminders", kinds=frozenset({"reminder"})),
    )
    async with service.running():
        await service.happens("open", milestone=Milestone.HATCH_OPEN)
        await service.happens("closed", milestone=Milestone.HATCH_CLOSED)
        await service.happens("in a day", lead=day)
        await service.happens("in an hour", lead=hour)
        await service.settled()

    assert service.shown("all") == ["open", "closed", "in a day", "in an hour"]
    assert service.shown("hatch") == ["open"]
    assert service.shown("hour") == ["in an hour"]
    assert service.shown("reminders") == ["in a day", "in an hour"]


async def test_a_correction_is_an_edit_of_what_was_posted(service: Any) -> None:
    await service.tells("a")
    async with service.running():
        await service.happens("hatch")
        await service.happens("hatch", revision=2)
        await service.settled()

    first, second = service.bot.told
    assert first.posted is None
    assert second.posted == Receipt(message=f"message-{first.key}")
    assert second.key != first.key
    posted = await service.deliveries.posted("us-eva-95/hatch")
    assert posted["a"] == Delivered(Receipt(message=f"message-{second.key}"), 2)


async def test_an_edit_finds_its_message_after_a_restart(service: Any) -> None:
    await service.tells("a")
    await service.happens("hatch")
    async with service.running():
        await service.settled()
    async with service.running():
        await service.happens("hatch", revision=2)
        await service.settled()

    assert service.bot.told[1].posted is not None


async def test_a_revision_that_was_told_is_not_told_again(service: Any) -> None:
    await service.tells("a")
    async with service.running():
        await service.happens("hatch", revision=2)
        await service.happens("hatch", revision=2)
        await service.happens("hatch", revision=1)
        await service.happens("end")
        await service.settled()

    assert [telling.notice.title for telling in service.bot.tries] == ["hatch", "end"]


async def test_who_joined_later_gets_the_correction_as_a_message_of_its_own(service: Any) -> None:
    await service.happens("hatch")
    await service.tells("late")
    async with service.running():
        await service.happens("hatch", revision=2)
        await service.settled()

    [telling] = service.bot.told
    assert (telling.notice.revision, telling.posted) == (2, None)


async def test_a_refusal_is_written_down_and_the_next_one_told(
    service: Any, caplog: pytest.LogCaptureFixture
) -> None:
    service.bot.answer = fails(lambda: DeliveryRefused("no such\n\x1b[31mchannel"))
    await service.tells("a")
    async with service.running():
        await service.happens("hatch", "end")
        await service.settled()

    assert service.shown("a") == ["end"]
    [refusal] = await service.deliveries.refusals()
    assert (refusal.key, refusal.problem) == ("us-eva-95/hatch", "no such channel")
    assert "a refused us-eva-95/hatch: no such channel" in caplog.messages
    assert [destination.id for destination in await service.destinations.all()] == ["a"]


async def test_a_delayed_destination_keeps_its_order_and_delays_nobody(service: Any) -> None:
    service.bot.answer = fails(lambda: DeliveryDelayed("busy", retry_after=30))
    await service.tells("a", "b")
    async with service.running(in_flight=2):
        await service.happens("hatch", "end")
        await service.clock.asleep()
        await service.until(lambda: service.shown("b") == ["hatch", "end"])
        assert service.shown("a") == []
        await service.clock.advance(29)
        assert len(service.bot.tries) == 3
        await service.clock.advance(1)
        await service.pump.settle()

    assert service.shown("a") == ["hatch", "end"]


async def test_it_tries_less_often_the_longer_it_fails(service: Any) -> None:
    tried: list[float] = []
    start = service.clock.now()

    def answer(telling: Telling) -> None:
        tried.append((service.clock.now() - start).total_seconds())
        raise DeliveryDelayed("busy")

    service.bot.answer = answer
    await service.tells("a")
    async with service.running():
        await service.happens("hatch")
        for _ in range(12):
            await service.clock.asleep()
            await service.clock.advance_to(service.clock.next_due)
        await service.clock.asleep()

    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


@pytest.mark.parametrize("wish", [float("inf"), float("nan"), 1e300])
async def test_an_absurd_wish_to_wait_is_bounded(service: Any, wish: float) -> None:
    service.bot.answer = fails(lambda: DeliveryDelayed("busy", retry_after=wish))
    await service.tells("a")
    async with service.running():
        await service.happens("hatch")
        await service.clock.asleep()
        await service.clock.advance(24 * 3600)
        await service.pump.settle()

    assert service.shown("a") == ["hatch"]


async def test_a_bot_with_a_bug_is_tried_again_and_hurts_nobody_else(
    service: Any, caplog: pytest.LogCaptureFixture
) -> None:
    service.bot.answer = fails(lambda: ZeroDivisionError("bug"))
    await service.tells("a", "b")
    async with service.running():
        await service.happens("hatch")
        await service.settled()

    assert service.shown("a") == service.shown("b") == ["hatch"]
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_an_event_that_cannot_be_put_in_words_costs_only_itself(
    service: Any, caplog: pytest.LogCaptureFixture
) -> None:
    words = service.words

    def clumsy(event: Any, voice: Any) -> Any:
        if event.note == "odd":
            raise KeyError("odd")
        return words(event, voice)

    service.words = clumsy
    await service.tells("a")
    async with service.running():
        await service.happens("hatch", "odd", "end")
        await service.settled()

    assert service.shown("a") == ["hatch", "end"]
    assert "event 2 cannot be put in words and is not told" in caplog.messages


async def test_what_was_told_is_not_told_again_when_only_the_record_failed(
    service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = service.deliveries.record
    full = [StoreError("the disk is full"), StoreError("the disk is full")]

    async def fails_twice(*fields: Any) -> None:
        if full:
            raise full.pop()
        await record(*fields)

    monkeypatch.setattr(service.deliveries, "record", fails_twice)
    await service.tells("a")
    async with service.running():
        await service.happens("hatch", "end")
        await service.settled()

    assert [telling.notice.title for telling in service.bot.tries] == ["hatch", "end"]
    assert await service.deliveries.cursor("a") == 2


async def test_a_higher_priority_is_told_first(service: Any) -> None:
    await service.tells(
        place("later", priority=200), place("first", priority=1), place("middle", priority=100)
    )
    async with service.running(in_flight=1):
        await service.happens("hatch")
        await service.settled()

    told = [telling.destination.id for telling in service.bot.told]
    assert told == ["first", "middle", "later"]


async def test_a_paused_hour_is_not_told_in_one_burst(service: Any) -> None:
    await service.tells("a")
    async with service.running() as pump:
        await service.happens("one")
        await service.settled()
        await service.destinations.pause("a")
        await pump.reload()
        await service.happens("two", "three")
        await service.settled()
        await service.destinations.resume("a")
        await pump.reload()
        await service.happens("four")
        await service.settled()

    assert service.shown("a") == ["one", "four"]


async def test_a_new_destination_is_told_what_happened_since_it_was_put(service: Any) -> None:
    await service.tells("a")
    async with service.running() as pump:
        await service.happens("one")
        await service.settled()
        await service.tells("new")
        await service.happens("two")
        await service.settled()
        await pump.reload()
        await service.happens("three")
        await service.settled()

    assert service.shown("new") == ["two", "three"]
    assert [telling.notice.title for telling in service.bot.tries].count("two") == 2


async def test_a_changed_wish_counts_from_now_on(service: Any) -> None:
    await service.tells(place("a", kinds=frozenset({"egress"})))
    async with service.running() as pump:
        await pump.settle()
        await service.tells("new")
        await service.happens("unwanted")
        await service.settled()
        await service.tells("a")
        await pump.reload()
        await service.happens("wanted")
        await service.settled()

    assert service.shown("a") == ["wanted"]
    assert service.shown("new") == ["unwanted", "wanted"]


async def test_a_removed_destination_is_told_nothing_more(service: Any) -> None:
    await service.tells("a", "b")
    async with service.running() as pump:
        await service.happens("one")
        await service.settled()
        await service.destinations.remove("a")
        await pump.reload()
        await service.happens("two")
        await service.settled()

    assert (service.shown("a"), service.shown("b")) == (["one"], ["one", "two"])


async def test_a_destination_without_a_bot_is_named(
    service: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await service.tells(place("a", platform="pigeons"), "b")
    async with service.running():
        await service.happens("hatch")
        await service.settled()

    assert service.shown("b") == ["hatch"]
    assert any("'pigeons'" in message for message in caplog.messages)


async def test_settle_does_not_wait_for_who_keeps_failing(service: Any) -> None:
    service.bot.answer = fails(lambda: DeliveryDelayed("down"), times=99)
    await service.tells("a", "b")
    async with service.running():
        await service.happens("hatch")
        await service.settled()
        await service.happens("end")
        await service.settled()

    assert service.shown("b") == ["hatch", "end"]
    assert service.shown("a") == []


class Gate:
    """Holds each telling until it is opened."""

    def __init__(self, bot: Any) -> None:
        self.opened = asyncio.Event()
        self.entered = asyncio.Event()
        self._deliver = bot.deliver
        bot.deliver = self.deliver

    async def deliver(self, *telling: Any) -> Receipt:
        self.entered.set()
        await self.opened.wait()
        receipt: Receipt = await self._deliver(*telling)
        return receipt


async def test_draining_finishes_what_is_in_hand_and_begins_nothing_new(service: Any) -> None:
    gate = Gate(service.bot)
    await service.tells("a")
    async with service.running() as pump:
        await service.happens("one", "two")
        await gate.entered.wait()
        drain = asyncio.create_task(pump.drain(60))
        await asyncio.sleep(0)
        gate.opened.set()
        await drain

    assert service.shown("a") == ["one"]
    assert await service.deliveries.cursor("a") == 1


async def test_draining_cuts_off_what_takes_too_long(service: Any) -> None:
    gate = Gate(service.bot)
    await service.tells("a")
    async with service.running() as pump:
        await service.happens("one")
        await gate.entered.wait()
        await pump.drain(0)

    gate.opened.set()
    async with service.running():
        await service.settled()
    assert service.shown("a") == ["one"]


async def test_run_returns_after_draining(service: Any) -> None:
    pump = Pump(
        service.journal, service.destinations, service.deliveries, {}, service.words, service.clock
    )
    run = asyncio.create_task(pump.run())
    await pump.settle()

    await pump.drain(60)

    await run


async def test_slow_destinations_hold_no_place_of_a_sound_one(service: Any) -> None:
    """Whoever failed before shares a few places: silent receivers cannot take them all."""
    silent = {f"silent-{number}" for number in range(50)}
    deliver, never = service.bot.deliver, asyncio.Event()
    service.bot.answer = lambda telling: refuse_if(telling.destination.id in silent)

    async def hang(destination: Destination, *others: Any) -> Any:
        if destination.id in silent and hanging:
            await never.wait()
        return await deliver(destination, *others)

    def refuse_if(down: bool) -> None:
        if down:
            raise DeliveryDelayed("silent")

    hanging: list[bool] = []
    service.bot.deliver = hang
    await service.tells(*silent, place("sound", priority=200))
    async with service.running(in_flight=4):
        await service.happens("one")
        await service.clock.asleep()
        await service.until(lambda: len(service.bot.tries) == 51)
        hanging.append(True)
        await service.clock.advance(1)
        await service.happens("two")
        await service.until(lambda: service.shown("sound") == ["one", "two"])

    assert service.shown("sound") == ["one", "two"]


class Book:
    """Deliveries in memory that count what is asked of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.asked = 0
        self.written = 0
        self.recorded: dict[str, int] = {}
        self._names = names

    async def cursors(self) -> dict[str, int]:
        return dict.fromkeys(self._names, 0)

    async def posted(self, key: str) -> dict[str, Delivered]:
        self.asked += 1
        return {}

    async def pass_over(self, seq: int, but_for: Sequence[str]) -> None:
        self.passed = seq

    async def record(self, *entries: Entry) -> None:
        self.written += 1
        self.recorded |= {entry.destination: entry.seq for entry in entries}


class Places:
    def __init__(self, places: Sequence[Destination]) -> None:
        self._places = places

    async def all(self) -> Sequence[Destination]:
        return self._places


async def test_a_hundred_thousand_who_do_not_want_it_cost_nothing(service: Any) -> None:
    names = [f"d{number:06}" for number in range(100_000)]
    wants = {True: frozenset({"hatch_open"}), False: frozenset({"summary"})}
    places = [
        place(name, kinds=wants[number % 1000 == 0], priority=number)
        for number, name in enumerate(names)
    ]
    book: Any = Book(names)
    destinations: Any = Places(places)
    pump = Pump(
        service.journal,
        destinations,
        book,
        {"fake": service.bot},
        service.words,
        service.clock,
    )
    run = asyncio.create_task(pump.run())
    await pump.settle()
    before = len(asyncio.all_tasks())
    await service.happens("open", milestone=Milestone.HATCH_OPEN)
    await pump.settle()
    await pump.drain(60)
    await run

    assert before < 100
    assert (len(service.bot.told), book.asked, len(book.recorded)) == (100, 1, 100)
    assert book.written < 100


@pytest.mark.parametrize("seed", range(8))
async def test_through_failures_and_crashes_each_is_told_each_once_in_order(
    service: Any, seed: int
) -> None:
    chance = random.Random(seed)
    kinds = [frozenset[str](), frozenset({"task"}), frozenset({"egress"})]
    wishes = {f"d{number}": kinds[number % 3] for number in range(12)}
    await service.tells(*(place(name, kinds=wish) for name, wish in wishes.items()))

    def answer(telling: Telling) -> None:
        if chance.random() < 0.2:
            raise chance.choice([DeliveryDelayed("busy", chance.random() * 9), OSError("bug")])

    service.bot.answer = answer
    happened: list[tuple[str, str]] = []
    for crash in range(6):
        async with service.running(in_flight=chance.randint(1, 8)):
            for number in range(chance.randint(1, 4)):
                milestone = chance.choice([Milestone.TASK, Milestone.EGRESS])
                happened.append((f"{crash}.{number}", milestone.value))
                await service.happens(f"{crash}.{number}", milestone=milestone)
            for _ in range(chance.randint(0, 400)):
                await asyncio.sleep(0)
    service.bot.answer = lambda telling: None
    async with service.running():
        await service.settled()

    for name, wish in wishes.items():
        expected = [note for note, kind in happened if not wish or kind in wish]
        assert service.shown(name) == expected
