import pytest

from relay.journal.deliveries import Delivered, Deliveries, Outcome, Refusal
from relay.journal.destinations import Destinations
from relay.journal.store import Store
from relay.plugins import Destination, Receipt


def message(name: str) -> Receipt:
    return Receipt(message=name)


@pytest.fixture
async def deliveries(store: Store) -> Deliveries:
    for name in ("a", "b"):
        await Destinations(store).put(Destination(id=name, platform="console", address=""))
    return Deliveries(store)


async def test_a_delivery_moves_the_cursor_of_its_destination_only(deliveries: Deliveries) -> None:
    await deliveries.record("a", "k", 1, 7, Outcome.DELIVERED, message("m"))

    assert await deliveries.cursor("a") == 7
    assert await deliveries.cursors() == {"a": 7, "b": 0}


@pytest.mark.parametrize("outcome", Outcome)
async def test_whatever_the_outcome_it_goes_on(deliveries: Deliveries, outcome: Outcome) -> None:
    await deliveries.record("a", "k", 1, 7, outcome, None)

    assert await deliveries.cursor("a") == 7


async def test_a_cursor_never_moves_back(deliveries: Deliveries) -> None:
    await deliveries.record("a", "k", 1, 7, Outcome.DELIVERED, message("m"))
    await deliveries.record("a", "l", 1, 3, Outcome.DELIVERED, message("n"))

    assert await deliveries.cursor("a") == 7


async def test_the_latest_message_is_the_one_to_edit(deliveries: Deliveries) -> None:
    await deliveries.record("a", "k", 1, 1, Outcome.DELIVERED, message("first"))
    await deliveries.record("a", "k", 2, 2, Outcome.DELIVERED, message("second"))
    await deliveries.record("a", "k", 3, 3, Outcome.REFUSED, None, "no")
    await deliveries.record("a", "k", 4, 4, Outcome.REFUSED, None)

    assert await deliveries.posted("a", "k") == Delivered(message("second"), 2)
    assert await deliveries.posted("a", "other") is None
    assert await deliveries.posted("b", "k") is None


async def test_a_platform_without_message_ids_is_remembered_too(deliveries: Deliveries) -> None:
    await deliveries.record("a", "k", 1, 1, Outcome.DELIVERED, None)

    assert await deliveries.posted("a", "k") == Delivered(None, 1)


async def test_operators_see_refusals_newest_first(deliveries: Deliveries) -> None:
    await deliveries.record("a", "k", 1, 1, Outcome.REFUSED, None, "Missing Permissions")
    await deliveries.record("b", "k", 1, 1, Outcome.DELIVERED, message("m"))
    await deliveries.record("b", "l", 2, 2, Outcome.REFUSED, None, "nul \0 and \udc80")

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

    await deliveries.record("a", "k", 1, 1, Outcome.REFUSED, None, "gone")

    assert await deliveries.refusals() == []
    with pytest.raises(KeyError):
        await deliveries.cursor("a")
