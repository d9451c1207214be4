"""What should be shown where."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from relay.core.board import Board
from relay.core.milestone import Milestone as M
from relay.core.spacewalk import Plan, Precision
from relay.core.standing import Fact, Spacewalk
from relay.delivery.faces import AFTERWARDS, Faces, Place
from relay.journal.shown import ShownThere
from relay.plugins import Destination, Receipt
from relay.testing.sayings import HOUR, NOON, a_fact, a_walk

DAY = timedelta(days=1)


class Kept:
    """What is shown, in memory. `gate` holds a reader up."""

    def __init__(self) -> None:
        self.there: dict[str, dict[str, ShownThere]] = {}
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def all(self, key: str) -> dict[str, ShownThere]:
        self.asked.append(key)
        await self.gate.wait()
        return dict(self.there.get(key, {}))

    async def of(self, destination_id: str) -> dict[str, ShownThere]:
        found = {key: shown.get(destination_id) for key, shown in self.there.items()}
        return {key: there for key, there in found.items() if there}


def faces_of(destination: Destination) -> Mapping[str, timedelta]:
    return {name: timedelta(hours=int(h)) for name, h in destination.options.items()}


def a_place(name: str, **faces: str) -> Destination:
    return Destination(id=name, platform="fake", address="", options=faces or {"card": "24"})


def board(*walks: Spacewalk) -> Board:
    return Board(spacewalks={walk.id: walk for walk in walks})


def planned(hours: float = 1, *facts: Fact, **more: Any) -> Spacewalk:
    return a_walk(*facts, plan=Plan(start=NOON + hours * HOUR, **more))


SCRUBBED = a_walk(a_fact(M.SCRUBBED, firm=True), plan=Plan(start=None))


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def faces(kept: Kept) -> Faces:
    return Faces(kept, faces_of)  # type: ignore[arg-type]


async def near(faces: Faces, *walks: Spacewalk, now: datetime = NOON) -> list[Place]:
    return [place for _, places in await faces.near(board(*walks), now) for place in places]


@pytest.mark.parametrize(
    ("walk", "shown"),
    [
        (planned(1), True),
        (planned(24), True),
        (planned(24.1), False),
        (planned(24.1, a_fact(M.DEPRESS_START)), True),
        (planned(-1), True),
        (planned(1, precision=Precision.DAY), False),
        (planned(-1, a_fact(M.EVA_START)), True),
        (SCRUBBED, False),
        (planned(-1, a_fact(M.EVA_START), a_fact(M.EVA_END)), False),
        (a_walk(), False),
    ],
)
async def test_a_face_appears_when_it_is_near(faces: Faces, walk: Spacewalk, shown: bool) -> None:
    await faces.put(a_place("one"))

    assert bool(await near(faces, walk)) is shown


@pytest.mark.parametrize("walk", [planned(100), SCRUBBED])
async def test_what_is_shown_already_is_kept_up_to_date(
    faces: Faces, kept: Kept, walk: Spacewalk
) -> None:
    there = ShownThere(Receipt(message="7"), "digest")
    kept.there["us-eva-95/card"] = {"one": there, "gone": there}
    await faces.put(a_place("one"))

    (place,) = await near(faces, walk)

    assert place.there is there


async def test_days_after_it_is_left_alone(faces: Faces) -> None:
    await faces.put(a_place("one"))
    walk = planned(-2, a_fact(M.EVA_START))

    during = await near(faces, walk)
    later = await near(faces, walk, now=NOON + AFTERWARDS + HOUR)

    assert (len(during), later) == (1, [])
    assert not faces.holds(during[0])


async def test_a_place_stays_the_same_from_look_to_look(faces: Faces) -> None:
    await faces.put(a_place("one"))
    (first,) = await near(faces, planned())
    await faces.put(a_place("two"))
    again = await near(faces, planned())

    assert first in again
    assert faces.holds(first)


async def test_who_leaves_has_no_place_any_more(faces: Faces) -> None:
    faces.serve([a_place("one"), a_place("two")])
    before = await near(faces, planned())
    faces.leave("one")
    after = await near(faces, planned())
    faces.serve([a_place("three")])
    last = await near(faces, planned())

    assert [place.destination.id for place in before] == ["one", "two"]
    assert [place.destination.id for place in after] == ["two"]
    assert [place.destination.id for place in last] == ["three"]
    assert [faces.holds(place) for place in before] == [False, False]


async def test_who_changes_its_wishes_keeps_its_place(faces: Faces) -> None:
    await faces.put(a_place("one"))
    (first,) = await near(faces, planned())
    await faces.put(a_place("one", card="48", event="60"))
    places = await near(faces, planned(30))

    assert {place.face for place in places} == {"card", "event"}
    assert first in places
    assert first.destination.options == {"card": "48", "event": "60"}


async def test_a_face_that_is_wanted_no_more_has_no_place(faces: Faces, kept: Kept) -> None:
    kept.there["us-eva-95/card"] = {"one": ShownThere(Receipt(message="7"), "digest")}
    faces.serve([a_place("one"), a_place("two")])
    await near(faces, planned())
    await faces.put(a_place("one", event="60"))
    places = await near(faces, planned())

    assert {(place.destination.id, place.face) for place in places} == {
        ("two", "card"),
        ("one", "event"),
    }


async def test_who_comes_while_the_store_is_asked_breaks_nothing(faces: Faces, kept: Kept) -> None:
    await faces.put(a_place("one"))
    kept.gate.clear()
    looking = asyncio.create_task(near(faces, planned()))
    while not kept.asked:  # noqa: ASYNC110 - it is asked in the next step of the loop
        await asyncio.sleep(0)
    await faces.put(a_place("two", other="48"))
    kept.gate.set()
    first = await looking
    second = await near(faces, planned())

    assert [place.destination.id for place in first] == ["one"]
    assert [place.destination.id for place in second] == ["one", "two"]


async def test_the_store_is_asked_once_for_each_face(faces: Faces, kept: Kept) -> None:
    faces.serve([a_place(f"{number}") for number in range(50)])
    for _ in range(10):
        await near(faces, planned())

    assert kept.asked == ["us-eva-95/card"]


async def test_ten_thousand_places_cost_little_per_event(faces: Faces) -> None:
    faces.serve([a_place(f"{number}") for number in range(10_000)])
    await near(faces, planned())
    began = time.process_time()
    for _ in range(10):
        places = await near(faces, planned())

    assert len(places) == 10_000
    assert (time.process_time() - began) / 10 < 0.1
