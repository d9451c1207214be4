"""What every destination shows is kept, message and digest."""

import pytest

from relay.journal.destinations import Destinations
from relay.journal.shown import Shown, ShownThere
from relay.journal.store import Store
from relay.plugins import Destination, Receipt
from tests.journal.conftest import NOON

KEY = "us-eva-95/card"
FIRST = ShownThere(Receipt(message="7"), "first")
SECOND = ShownThere(Receipt(message="8"), "second")


@pytest.fixture
async def shown(store: Store) -> Shown:
    for name in ("one", "two"):
        await Destinations(store).put(Destination(id=name, platform="fake", address=""))
    return Shown(store)


async def test_nothing_is_shown_at_first(shown: Shown) -> None:
    assert await shown.at("one", KEY) is None
    assert await shown.all(KEY) == {}


async def test_it_comes_back_as_it_was_put(shown: Shown) -> None:
    await shown.put("one", KEY, FIRST, NOON)
    await shown.put("two", KEY, SECOND, NOON)
    await shown.put("one", "us-eva-96/card", SECOND, NOON)

    assert await shown.at("one", KEY) == FIRST
    assert await shown.all(KEY) == {"one": FIRST, "two": SECOND}
    assert await shown.all("us-eva-96/card") == {"one": SECOND}


async def test_the_latest_stands(shown: Shown) -> None:
    await shown.put("one", KEY, FIRST, NOON)
    await shown.put("one", KEY, SECOND, NOON)

    assert await shown.all(KEY) == {"one": SECOND}


async def test_what_a_platform_would_not_take_has_no_message(shown: Shown) -> None:
    nothing = ShownThere(None, "digest")
    await shown.put("one", KEY, nothing, NOON)

    assert await shown.at("one", KEY) == nothing


async def test_it_is_there_after_a_restart(shown: Shown, store: Store) -> None:
    await shown.put("one", KEY, FIRST, NOON)

    assert await Shown(store).at("one", KEY) == FIRST


async def test_who_is_removed_shows_nothing(shown: Shown, store: Store) -> None:
    await shown.put("one", KEY, FIRST, NOON)
    await shown.put("two", KEY, FIRST, NOON)
    await Destinations(store).remove("one")

    assert await shown.all(KEY) == {"two": FIRST}


async def test_who_was_removed_meanwhile_leaves_no_trace(shown: Shown, store: Store) -> None:
    await Destinations(store).remove("one")
    await shown.put("one", KEY, FIRST, NOON)

    assert await shown.all(KEY) == {}


async def test_words_that_no_database_holds_are_held_all_the_same(shown: Shown) -> None:
    await shown.put("one", KEY, ShownThere(Receipt(message="7\ud800\0"), "digest"), NOON)

    there = await shown.at("one", KEY)
    assert there is not None
    assert there.receipt == Receipt(message="7??")
