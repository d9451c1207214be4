"""Cards: one for each spacewalk and destination, in step with the board and edited in place."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.spacewalk import Plan
from relay.delivery import display
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed, StoreError
from relay.journal.shown import Shown, ShownThere
from relay.journal.store import Store
from relay.plugins import Receipt
from relay.testing.sayings import HOUR, NOON, a_fact, a_walk
from tests.delivery.board import Hall, Showing

UNDERWAY = a_fact(M.EVA_START, firm=True, standing=Standing.CONFIRMED)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    store = await Store.open(str(tmp_path / "relay.db"))
    yield Hall(store)
    await store.close()


async def test_every_destination_shows_one_card_of_each_spacewalk(hall: Hall) -> None:
    await hall.tells("one", "two")
    async with hall.running():
        await hall.happens()
        await hall.happens(id="us-eva-96", origin="us-eva-96", number="96")
        await hall.settled()

    made = {(c.destination.id, c.card.key) for c in hall.screen.calls}
    assert made == {(d, w) for d in ("one", "two") for w in ("us-eva-95", "us-eva-96")}
    assert len(hall.screen.calls) == 4


async def test_what_happens_edits_the_card(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        await hall.happens(UNDERWAY)
        await hall.settled()

    first, second = hall.screen.calls
    assert (first.posted, second.posted) == (None, Receipt(message="one/card"))
    assert hall.screen.states() == ["Planned", "Underway"]


async def test_what_changes_nothing_on_it_edits_nothing(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        await hall.happens()
        await hall.settled()

    assert len(hall.screen.calls) == 1


async def test_a_burst_is_a_few_edits_and_the_last_word_stands(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        for number in range(30):
            await hall.happens(UNDERWAY, a_fact(M.TASK, note=f"Task {number}"))
        await hall.settled()

    assert len(hall.screen.calls) <= 3
    assert "Task 29" in [line.note for line in hall.screen.calls[-1].card.lines]


async def test_a_restart_goes_on_with_the_same_message(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
    async with hall.restarted():
        await hall.settled()
        await hall.happens(UNDERWAY)
        await hall.settled()

    assert [call.posted for call in hall.screen.calls] == [None, Receipt(message="one/card")]


async def test_what_changed_while_it_was_down_is_shown_when_it_starts(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
    await hall.happens(UNDERWAY)
    async with hall.restarted():
        await hall.settled()

    assert hall.screen.states() == ["Planned", "Underway"]
    assert len(hall.screen.made()) == 1


async def test_a_crash_before_the_record_uses_the_same_key_again(hall: Hall) -> None:
    await hall.tells("one")
    hall.screen.held.clear()
    async with hall.running():
        await hall.happens()
        await hall.until(lambda: bool(hall.screen.calls))
    hall.screen.held.set()
    async with hall.restarted():
        await hall.settled()

    first, second = hall.screen.made()
    assert first == second


async def test_it_appears_when_its_time_comes_without_any_event(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "LOOK", 0.01)
    await hall.tells("one")
    async with hall.running():
        await hall.happens(plan=Plan(start=NOON + 30 * HOUR))
        await hall.settled()
        before = len(hall.screen.calls)
        hall.moment = NOON + 7 * HOUR
        await hall.until(lambda: bool(hall.screen.calls))

    assert before == 0


async def test_each_face_appears_ahead_of_its_own(hall: Hall) -> None:
    await hall.tells("one", options={"events": "yes"})
    async with hall.running():
        await hall.happens(plan=Plan(start=NOON + 30 * HOUR))
        await hall.settled()

    assert [call.face for call in hall.screen.calls] == ["event"]


@pytest.mark.parametrize("way", ["pause", "suspend", "remove"])
async def test_who_is_silent_is_shown_nothing_new(hall: Hall, way: str) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        if way == "suspend":
            await hall.destinations.suspend("one", "refused")
        else:
            await getattr(hall.destinations, way)("one")
        await hall.display.take_up("one")
        await hall.happens(UNDERWAY)
        await hall.settled()

    assert hall.screen.states() == ["Planned"]


async def test_resumed_it_catches_up_in_the_same_message(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        await hall.destinations.pause("one")
        await hall.display.take_up("one")
        await hall.happens(UNDERWAY)
        await hall.settled()
        await hall.destinations.resume("one")
        await hall.display.take_up("one")
        await hall.settled()

    assert hall.screen.states() == ["Planned", "Underway"]
    assert len(hall.screen.made()) == 1


async def test_another_language_edits_the_card(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        await hall.tells("one", language="de")
        await hall.settled()

    english, german = hall.screen.calls
    assert german.posted == Receipt(message="one/card")
    assert english.card.state != german.card.state


async def test_a_face_that_is_wanted_no_more_stays_as_it_is(hall: Hall) -> None:
    await hall.tells("one", "two")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        await hall.tells("one", options={"card": "no"})
        await hall.happens(UNDERWAY)
        await hall.settled()

    assert hall.screen.states("one") == ["Planned"]
    assert hall.screen.states("two") == ["Planned", "Underway"]


async def test_only_the_spacewalks_that_it_wants_are_shown(hall: Hall) -> None:
    await hall.tells("one", spacewalks=frozenset({"us-eva-96"}))
    async with hall.running():
        await hall.happens()
        await hall.happens(id="us-eva-96", origin="us-eva-96")
        await hall.settled()

    assert [call.card.key for call in hall.screen.calls] == ["us-eva-96"]


async def test_a_refusal_is_not_tried_again_until_there_is_something_new(hall: Hall) -> None:
    def refuse(showing: Showing) -> None:
        raise DeliveryRefused("the calendar is full")

    hall.screen.refuse = refuse
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()
        await hall.clock.advance(3600)
        await hall.settled()
        before = len(hall.screen.calls)
        hall.screen.refuse = lambda showing: None
        await hall.happens(UNDERWAY)
        await hall.settled()

    assert (before, len(hall.screen.calls)) == (1, 2)
    assert hall.closed == []


async def test_who_is_closed_is_suspended_and_shown_it_when_open_again(hall: Hall) -> None:
    def refuse(showing: Showing) -> None:
        raise DestinationClosed("allow the bot Send Messages")

    hall.screen.refuse = refuse
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.until(lambda: bool(hall.closed))
        await hall.settled()
        before = len(hall.screen.calls)
        hall.screen.refuse = lambda showing: None
        await hall.destinations.resume("one")
        await hall.display.take_up("one")
        await hall.settled()

    assert hall.closed == [("one", "allow the bot Send Messages")]
    assert (before, len(hall.screen.calls)) == (1, 2)


async def test_what_is_delayed_is_tried_again_and_less_and_less_often(hall: Hall) -> None:
    tried: list[float] = []

    def delay(showing: Showing) -> None:
        tried.append((hall.clock.now() - NOON).total_seconds())
        if len(tried) < 5:
            raise DeliveryDelayed("503")

    hall.screen.refuse = delay
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        for number in range(1, 5):
            await hall.until(lambda number=number: len(tried) == number)  # type: ignore[misc]
            await hall.clock.asleep()
            await hall.clock.advance(5 * 2 ** (number - 1))
        await hall.until(lambda: len(tried) == 5)

    assert tried == [0, 5, 15, 35, 75]
    assert len(set(hall.screen.made())) == 1


async def test_a_wish_to_wait_is_granted_within_bounds(hall: Hall) -> None:
    def delay(showing: Showing) -> None:
        if len(hall.screen.calls) == 1:
            raise DeliveryDelayed("too many edits of old messages", 60.0)
        if len(hall.screen.calls) == 2:
            raise DeliveryDelayed("come back in a year", 3e7)

    hall.screen.refuse = delay
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.clock.asleep()
        await hall.clock.advance(59)
        before = len(hall.screen.calls)
        await hall.clock.advance(1)
        await hall.until(lambda: len(hall.screen.calls) == 2)
        await hall.clock.asleep()
        await hall.clock.advance(display.LONGEST_BACKOFF)
        await hall.until(lambda: len(hall.screen.calls) == 3)

    assert before == 1


async def test_a_bot_with_a_bug_is_tried_again_and_hurts_no_other(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(showing: Showing) -> None:
        if showing.destination.id == "one" and len(hall.screen.made()) == 1:
            raise KeyError("id")

    hall.screen.refuse = break_down
    await hall.tells("one", "two")
    async with hall.running():
        await hall.happens()
        await hall.clock.asleep(2)
        await hall.clock.advance(5)
        await hall.until(lambda: len(hall.screen.made()) == 2)
        await hall.settled()

    assert len(hall.screen.made("two")) == 1
    assert "KeyError" in caplog.text


async def test_what_is_shown_is_not_made_again_when_only_the_record_failed(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, failures = Shown.put, [StoreError("the disk is full")]

    async def fail_once(*args: object, **more: object) -> None:
        if failures:
            raise failures.pop()
        await kept(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Shown, "put", fail_once)
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.clock.asleep()
        await hall.clock.advance(5)
        await hall.until(lambda: len(hall.screen.calls) == 2)
        await hall.clock.asleep()

    assert [call.posted for call in hall.screen.calls] == [None, Receipt(message="one/card")]
    assert await hall.shown.at("one", "us-eva-95/card") is not None


async def test_one_that_hangs_holds_up_no_other(hall: Hall) -> None:
    hanging = asyncio.Event()
    show = hall.screen.show

    async def hang(destination, *rest):  # type: ignore[no-untyped-def]
        if destination.id == "one":
            await hanging.wait()
        return await show(destination, *rest)

    hall.screen.show = hang  # type: ignore[method-assign]
    await hall.tells("one", *(f"other {number}" for number in range(20)))
    async with hall.running():
        await hall.happens()
        others = [f"other {number}" for number in range(20)]
        await hall.until(lambda: {c.destination.id for c in hall.screen.calls} == set(others))

    assert hall.screen.made("one") == []


async def test_a_spacewalk_that_got_its_number_keeps_its_card(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens(id="us-2026-08-06", origin="us-2026-08-06")
        await hall.settled()
        walk = hall.walks.pop("us-2026-08-06")
        named = replace(walk, id="us-eva-95", number="95", aliases=("us-2026-08-06",))
        hall.walks["us-eva-95"] = named
        await hall.display.take_up("one")
        await hall.settled()

    assert [call.card.key for call in hall.screen.calls] == ["us-2026-08-06"] * 2
    assert len(hall.screen.made()) == 1


async def test_a_card_is_worked_out_once_for_all_who_see_the_same(hall: Hall) -> None:
    await hall.tells(*(f"place {number}" for number in range(60)))
    async with hall.running():
        await hall.happens()
        await hall.settled()
        hall.cards = 0
        for _ in range(10):
            await hall.happens()
        await hall.settled()

    assert len(hall.screen.calls) == 60
    assert 1 <= hall.cards <= 13


async def test_over_for_days_it_is_left_alone(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens(UNDERWAY)
        await hall.settled()
        hall.moment = NOON + timedelta(days=3)
        hall.walks["us-eva-95"] = a_walk(UNDERWAY, plan=Plan(start=NOON), crew=("Menon",))
        await hall.display.take_up("one")
        await hall.settled()

    assert len(hall.screen.calls) == 1


async def test_what_is_shown_is_read_back_after_a_restart(hall: Hall) -> None:
    await hall.tells("one")
    async with hall.running():
        await hall.happens()
        await hall.settled()

    there = await hall.shown.at("one", "us-eva-95/card")
    assert isinstance(there, ShownThere)
    assert there.receipt == Receipt(message="one/card")


async def test_what_failed_once_holds_up_nobody_however_long_it_takes(hall: Hall) -> None:
    dead = [f"dead {number}" for number in range(30)]
    hanging = asyncio.Event()
    show, tried = hall.screen.show, set[str]()

    async def refuse_then_hang(destination, *rest):  # type: ignore[no-untyped-def]
        name = destination.id
        if name in dead and name in tried:
            await hanging.wait()
        tried.add(name)
        if name in dead:
            raise DeliveryDelayed("no answer")
        return await show(destination, *rest)

    hall.screen.show = refuse_then_hang  # type: ignore[method-assign]
    await hall.tells(*dead)
    async with hall.running():
        await hall.happens()
        await hall.until(lambda: tried == set(dead))
        await hall.clock.advance(30)
        await hall.tells("sound")
        await hall.until(lambda: hall.screen.made("sound") != [])
