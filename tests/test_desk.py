"""What a bot may ask is answered, and what it changes counts at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

import pytest

from relay.chats import _put_destinations
from relay.config import Configuration
from relay.core.board import Board
from relay.core.event import EventType
from relay.core.milestone import Milestone
from relay.core.notice import Notice
from relay.core.voice import Voice
from relay.delivery.pump import Pump
from relay.desk import FrontDesk
from relay.errors import DestinationClosed
from relay.journal.deliveries import Deliveries
from relay.journal.store import Store
from relay.moderation import Moderation
from relay.plugins import Destination, Receipt
from relay.testing.bots import Telling
from relay.testing.footage import FakeFootage
from relay.testing.sayings import HOUR, NOON, an_event
from tests.delivery.board import Hall
from tests.delivery.conftest import in_words

LEADS = (timedelta(hours=1),)
CAME_OF_IT = an_event(EventType.STATEMENT)
MADE = Destination(id="made", platform="fake", address="1", made_in_chat=True)


class Trusting:
    """A moderation that trusts one account and notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def trusts(self, author: str) -> bool:
        return author == "fake:1"

    async def observe(self, statement: Any) -> list[Any]:
        self.heard.append(statement)
        return [CAME_OF_IT]


@dataclass
class Office:
    """A desk with all that stands behind it."""

    hall: Hall
    moderation: Trusting = field(default_factory=Trusting)
    running: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        hall = self.hall
        self.pump = Pump(
            hall.journal,
            hall.destinations,
            Deliveries(hall.store),
            {"fake": hall.screen},
            cast("Any", self.words),
            hall.clock,
        )
        self.desk = FrontDesk(
            hall._board,
            lambda: hall.moment,
            LEADS,
            cast("Moderation", self.moderation),
            hall.destinations,
            hall.shown,
            (self.pump, hall.display),
            FakeFootage(),
        )
        self.pump.close = hall.display.close = self.desk.suspend

    def words(self, event: Any, voice: Voice) -> Notice | None:
        return in_words(event, voice)

    async def open(self) -> None:
        self.running = [
            asyncio.create_task(self.pump.run()),
            asyncio.create_task(self.hall.display.run()),
        ]
        await self.hall.until(lambda: self.hall.display._running and self.pump._running)

    async def shut(self) -> None:
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)

    async def happens(self, *notes: str) -> None:
        """And is told."""
        event = an_event(EventType.MILESTONE_REACHED, milestone=Milestone.TASK)
        await self.hall.journal.append([replace(event, note=note) for note in notes])
        await self.pump.settle()

    def told(self, identity: str = "made") -> list[str]:
        return [key.rpartition("/")[2] for key in self.hall.screen.shown(identity)]


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    office = Office(Hall(store))
    await office.open()
    yield office
    await office.shut()


async def test_what_is_put_is_told_what_is_new_from_now_on(office: Office) -> None:
    await office.happens("before")
    await office.desk.put(MADE)
    await office.happens("after")

    assert office.told() == ["after"]


async def test_what_is_put_shows_its_cards_at_once(office: Office) -> None:
    await office.hall.happens()
    await office.desk.put(MADE)
    await office.hall.settled()

    assert len(office.hall.screen.made("made")) == 1
    assert await office.desk.shown("made", "us-eva-95/card") == Receipt(message="made/card")
    assert await office.desk.shown("made", "us-eva-96/card") is None


async def test_a_changed_wish_counts_at_once(office: Office) -> None:
    await office.desk.put(MADE)
    await office.happens("one")
    await office.desk.put(replace(MADE, kinds=frozenset({"summary"})))
    await office.happens("two")
    await office.desk.put(MADE)
    await office.happens("three")

    assert office.told() == ["one", "three"]


async def test_a_pause_is_silence_that_is_not_made_up_for(office: Office) -> None:
    await office.desk.put(MADE)
    paused = await office.desk.pause("made")
    await office.happens("meanwhile")
    resumed = await office.desk.resume("made")
    await office.happens("after")

    assert (paused, resumed) == (True, True)
    assert office.told() == ["after"]


async def test_a_suspended_one_is_silent_until_it_is_opened_again(office: Office) -> None:
    await office.desk.put(MADE)
    suspended = await office.desk.suspend("made", "no right to write")
    await office.happens("meanwhile")
    reasons = await office.desk.suspended()
    reopened = await office.desk.reopen("made")
    await office.happens("after")

    assert (suspended, reopened) == (True, True)
    assert reasons == {"made": "no right to write"}
    assert office.told() == ["after"]
    assert await office.desk.suspended() == {}


async def test_what_people_paused_stays_paused_when_it_is_opened_again(office: Office) -> None:
    await office.desk.put(MADE)
    await office.desk.pause("made")
    await office.desk.suspend("made", "no right to write")
    await office.desk.reopen("made")
    await office.happens("after")

    assert office.told() == []


async def test_a_removed_one_is_forgotten(office: Office) -> None:
    await office.desk.put(MADE)
    await office.happens("one")
    removed = await office.desk.remove("made")
    await office.happens("two")

    assert removed
    assert office.told() == ["one"]
    assert await office.desk.destination("made") is None


async def test_one_that_was_removed_and_comes_back_is_told_corrections_anew(
    office: Office,
) -> None:
    await office.desk.put(MADE)
    await office.happens("one")
    await office.desk.remove("made")
    await office.desk.put(MADE)
    event = an_event(EventType.MILESTONE_REACHED, milestone=Milestone.TASK, revision=2)
    await office.hall.journal.append([replace(event, note="one")])
    await office.pump.settle()

    assert [telling.posted for telling in office.hall.screen.told] == [None, None]


async def test_nobody_can_be_changed_who_does_not_exist(office: Office) -> None:
    desk = office.desk
    done = [
        await desk.pause("nobody"),
        await desk.resume("nobody"),
        await desk.suspend("nobody", "why"),
        await desk.reopen("nobody"),
        await desk.remove("nobody"),
    ]

    assert done == [False] * 5


async def test_who_is_refused_for_good_is_suspended_with_the_reason(office: Office) -> None:
    def refuse(telling: Telling) -> None:
        raise DestinationClosed("allow the bot Send Messages")

    office.hall.screen.answer = refuse
    await office.desk.put(MADE)
    await office.happens("one")
    await office.hall.until(lambda: "made" not in office.pump._audience._lines)
    tries = len(office.hall.screen.tries)
    await office.happens("two", "three")

    assert await office.desk.suspended() == {"made": "allow the bot Send Messages"}
    assert tries == len(office.hall.screen.tries) == 1


async def test_a_slow_card_delays_no_alert(office: Office) -> None:
    await office.desk.put(MADE)
    office.hall.screen.held.clear()
    await office.hall.happens()
    await office.hall.until(lambda: bool(office.hall.screen.calls))
    await office.happens("alert")
    still_slow = not office.hall.screen.held.is_set()
    office.hall.screen.held.set()

    assert still_slow
    assert office.told() == ["alert"]


async def test_it_answers_what_is_going_on(office: Office) -> None:
    await office.hall.happens()
    office.hall.moment = NOON + HOUR
    desk = office.desk

    assert isinstance(desk.board, Board)
    assert list(desk.board.spacewalks) == ["us-eva-95"]
    assert (desk.lead_times, desk.now()) == (LEADS, NOON + HOUR)
    assert (desk.trusts("fake:1"), desk.trusts("fake:2")) == (True, False)


async def test_what_moderators_say_goes_on_to_those_who_weigh_it(office: Office) -> None:
    statement = cast("Any", object())

    assert await office.desk.observe(statement) == [CAME_OF_IT]
    assert office.moderation.heard == [statement]


# At the start of the program


async def start(hall: Hall, *listed: Destination) -> dict[str, bool]:
    """Which destinations are silent after a start with this configuration."""
    fields: dict[str, Any] = dict.fromkeys(Configuration.__dataclass_fields__)
    configured = Configuration(**fields | {"destinations": listed})
    await _put_destinations(configured, hall.store, {"fake": hall.screen})
    return {one.id: one.paused for one in await hall.destinations.all()}


LISTED = Destination(id="listed", platform="fake", address="2")


@pytest.fixture
def hall(store: Store) -> Hall:
    return Hall(store)


async def test_a_start_leaves_alone_what_was_made_in_a_chat(hall: Hall) -> None:
    await hall.destinations.put(MADE)
    await hall.destinations.put(replace(MADE, id="paused"))
    await hall.destinations.pause("paused")

    assert await start(hall, LISTED) == {"listed": False, "made": False, "paused": True}


async def test_what_the_configuration_lists_no_more_is_paused_and_kept(hall: Hall) -> None:
    await start(hall, LISTED)

    assert await start(hall) == {"listed": True}
    assert await start(hall, LISTED) == {"listed": False}


async def test_the_configuration_pauses_what_it_lists(hall: Hall) -> None:
    await start(hall, LISTED)

    assert await start(hall, replace(LISTED, paused=True)) == {"listed": True}
    assert await start(hall, LISTED) == {"listed": False}


async def test_a_start_opens_nothing_that_was_refused(hall: Hall) -> None:
    await hall.destinations.put(MADE)
    await start(hall, LISTED)
    for name in ("made", "listed"):
        await hall.destinations.suspend(name, "no right to write")

    assert await start(hall, LISTED) == {"listed": True, "made": True}
    assert set(await hall.destinations.suspended()) == {"made", "listed"}


async def test_what_left_the_configuration_while_it_was_refused_stays_silent(hall: Hall) -> None:
    await start(hall, LISTED)
    await hall.destinations.suspend("listed", "no right to write")
    await start(hall)
    await hall.destinations.reopen("listed")

    assert [one.paused for one in await hall.destinations.all()] == [True]


async def test_what_the_configuration_lets_speak_again_does_so_once_it_is_open(hall: Hall) -> None:
    await start(hall, replace(LISTED, paused=True))
    await hall.destinations.suspend("listed", "no right to write")
    await start(hall, LISTED)
    await hall.destinations.reopen("listed")

    assert [one.paused for one in await hall.destinations.all()] == [False]


async def test_a_start_does_not_jump_over_what_is_still_to_be_told(hall: Hall) -> None:
    await start(hall, LISTED)
    await hall.happens()
    await start(hall, LISTED)

    assert await Deliveries(hall.store).cursor("listed") < hall.journal.head
