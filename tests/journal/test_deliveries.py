from typing import Any

import pytest

from relay.journal.deliveries import Delivered, Deliveries, Entry, Outcome, Refusal
from relay.journal.destinations import Destinations
from relay.journal.store import Store
from relay.plugins import Destination, Receipt


def entry(destination: str, key: str, revision: int, seq: int, **more: Any) -> Entry:
    """Delivered, unless `more` says otherwise."""
    outcome = more.pop("outcome", Outcome.DELIVERED)
    return Entry(
        destination=destination, key=key, revision=revision, seq=seq, outcome=outcome, **more
    )


def message(name: str) -> Receipt:
    return Receipt(message=name)


@pytest.fixture
async def deliveries(store: Store) -> Deliveries:
    for name in ("a", "b"):
        await Destinations(store).put(Destination(id=name, platform="console", address=""))
    return Deliveries(store)


async def test_a_delivery_moves_the_cursor_of_its_destination_only(deliveries: Deliveries) -> None:
    await deliveries.record(entry("a", "k", 1, 7, receipt=message("m")))

    assert await deliveries.cursor("a") == 7
    assert await deliveries.cursors() == {"a": 7, "b": 0}


@pytest.mark.parametrize("outcome", Outcome)
async def test_whatever_the_outcome_it_goes_on(deliveries: Deliveries, outcome: Outcome) -> None:
    await deliveries.record(entry("a", "k", 1, 7, outcome=outcome))

    assert await deliveries.cursor("a") == 7


async def test_a_cursor_never_moves_back(deliveries: Deliveries) -> None:
    await deliveries.record(entry("a", "k", 1, 7, receipt=message("m")))
    await deliveries.record(entry("a", "l", 1, 3, receipt=message("n")))

    assert await deliveries.cursor("a") == 7


async def test_the_latest_message_is_the_one_to_edit(deliveries: Deliveries) -> None:
    await deliveries.record(entry("a", "k", 1, 1, receipt=message("first")))
    await deliveries.record(entry("a", "k", 2, 2, receipt=message("second")))
    await deliveries.record(entry("a", "k", 3, 3, outcome=Outcome.REFUSED, problem="no"))
    await deliveries.record(entry("a", "k", 4, 4, outcome=Outcome.REFUSED))

    assert (await deliveries.posted("k")).get("a") == Delivered(message("second"), 2)
    assert (await deliveries.posted("other")).get("a") is None
    assert (await deliveries.posted("k")).get("b") is None


async def test_a_platform_without_message_ids_is_remembered_too(deliveries: Deliveries) -> None:
    await deliveries.record(entry("a", "k", 1, 1))

    assert (await deliveries.posted("k")).get("a") == Delivered(None, 1)


async def test_operators_see_refusals_newest_first(deliveries: Deliveries) -> None:
    await deliveries.record(
        entry("a", "k", 1, 1, outcome=Outcome.REFUSED, problem="Missing Permissions")
    )
    await deliveries.record(entry("b", "k", 1, 1, receipt=message("m")))
    await deliveries.record(
        entry("b", "l", 2, 2, outcome=Outcome.REFUSED, problem="nul \0 and \udc80")
    )

    newest, oldest = (
        Refusal("b", "l", 2, 2, "nul ? and ?"),
        Refusal("a", "k", 1, 1, "Missing Permissions"),
    )
    assert await deliveries.refusals() == [newest, oldest]
    assert await deliveries.refusals(limit=1) == [newest]


async def test_a_destination_removed_meanwhile_leaves_no_trace(
    store: Store, deliveries: Deliveries
) -> None:
    await Destinations(store).remove("a")

    await deliveries.record(entry("a", "k", 1, 1, outcome=Outcome.REFUSED, problem="gone"))

    assert await deliveries.refusals() == []
    with pytest.raises(KeyError):
        await deliveries.cursor("a")
