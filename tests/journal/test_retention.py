import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, observation_id
from relay.core.spacewalk import Identity, Plan
from relay.journal.deliveries import Deliveries, Entry, Outcome
from relay.journal.destinations import Destinations
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import Observations, StoredObservation
from relay.journal.retention import Pruned, Retention, prune
from relay.journal.store import Store
from relay.plugins import Destination, Document, Receipt

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)
KEEP = Retention(
    events=timedelta(days=30), observations=timedelta(days=20), documents=timedelta(days=10)
)
NOTHING = Pruned(events=0, deliveries=0, observations=0, documents=0)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def event(days: float, spacewalk: str = "us-eva-95", planned: float | None = None) -> Event:
    return Event(
        type=EventType.SPACEWALK_RESCHEDULED,
        spacewalk=spacewalk,
        time=ago(days),
        plan=None if planned is None else Plan(start=ago(-planned)),
    )


def claim(days: float, spacewalk: str | None) -> StoredObservation:
    observation = Observation(
        source="s",
        trust=Trust.HINT,
        spacewalk=Identity(number=spacewalk),
        kind=Milestone.TASK,
        seen_at=ago(days),
    )
    return StoredObservation(observation_id(observation), spacewalk, observation)


async def seqs(journal: Journal) -> list[int]:
    return [event.seq for event in await journal.events()]


async def test_a_spacewalk_is_forgotten_as_a_whole_after_its_latest_news(
    store: Store, journal: Journal
) -> None:
    await journal.append(
        [event(60, "over"), event(31, "over"), event(60, "open"), event(29, "open")]
    )

    assert (await prune(store, KEEP, NOW)).events == 2

    assert await seqs(journal) == [3, 4]


async def test_a_spacewalk_that_is_still_planned_is_not_over(
    store: Store, journal: Journal
) -> None:
    await journal.append([event(400, "planned", planned=5), event(400, "over"), event(0, "now")])

    await prune(store, KEEP, NOW)

    assert await seqs(journal) == [1, 3]


async def test_a_spacewalk_is_known_under_its_former_names(store: Store, journal: Journal) -> None:
    identified = Event(
        type=EventType.SPACEWALK_IDENTIFIED, spacewalk="new", alias="old", time=ago(5)
    )
    await journal.append([event(90, "oldest"), event(90, "old"), identified, event(0, "other")])

    await prune(store, KEEP, NOW)

    assert await seqs(journal) == [2, 3, 4]


async def test_what_belongs_to_no_spacewalk_is_kept(store: Store, journal: Journal) -> None:
    await journal.append([event(400, ""), event(400, "over"), event(0, "now")])

    await prune(store, KEEP, NOW)

    assert await seqs(journal) == [1, 3]


async def test_numbering_goes_on_when_everything_is_old(
    store: Store, journal: Journal, note: Callable[..., Event]
) -> None:
    await journal.append([event(400, "over") for _ in range(5)])

    await prune(store, KEEP, NOW)

    assert await seqs(journal) == [5]
    assert [written.seq for written in await journal.append([note()])] == [6]


async def test_deliveries_go_with_their_events(store: Store, journal: Journal) -> None:
    await Destinations(store).put(Destination(id="a", platform="console", address=""))
    deliveries = Deliveries(store)
    await journal.append([event(60, "over"), event(60, "open"), event(1, "open")])
    for seq in (1, 2, 3):
        receipt = Receipt(message=f"m{seq}")
        await deliveries.record(
            Entry(
                destination="a",
                key=f"k{seq}",
                revision=1,
                seq=seq,
                outcome=Outcome.DELIVERED,
                receipt=receipt,
            )
        )

    assert (await prune(store, KEEP, NOW)).deliveries == 1

    assert (await deliveries.posted("k1")).get("a") is None
    assert (await deliveries.posted("k2")).get("a") is not None
    assert await deliveries.cursor("a") == 3


async def test_observations_of_open_spacewalks_stay(store: Store, journal: Journal) -> None:
    await journal.append(
        [event(25, "over"), event(1, "open")],
        [claim(19, "over"), claim(21, "over"), claim(90, "open"), claim(21, None), claim(1, None)],
    )

    assert (await prune(store, KEEP, NOW)).observations == 2

    found = await Observations(store).all()
    assert found == [claim(90, "open"), claim(19, "over"), claim(1, None)]


async def test_old_documents_go(store: Store) -> None:
    documents = Documents(store, count=10, size=100)
    for days in (9, 11):
        await documents.keep(Document("s", ago(days), f"{days} days"), "broken")

    assert await prune(store, KEEP, NOW) == Pruned(
        events=0, deliveries=0, observations=0, documents=1
    )

    assert [kept.document.text for kept in await documents.all()] == ["9 days"]


async def test_a_follower_passes_over_what_was_forgotten(store: Store, journal: Journal) -> None:
    await journal.append(
        [event(60, "over"), event(60, "open"), event(60, "over"), event(0, "open")]
    )
    await prune(store, KEEP, NOW)
    store.tail._events.clear()

    got = []
    async for found in journal.follow(0, idle=0):
        if found is None:
            break
        got.append(found.seq)

    assert got == [2, 4]


_histories = st.lists(
    st.builds(
        event,
        days=st.integers(0, 90),
        spacewalk=st.sampled_from(["a", "b", "c", ""]),
        planned=st.none() | st.integers(-90, 90),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(_histories)
def test_laws(history: list[Event]) -> None:
    """Pruning twice is pruning once; the head stays; nobody keeps half of a spacewalk."""

    async def check() -> None:
        store = await Store.open(":memory:")
        try:
            journal = Journal(store)
            before = await journal.append(history)
            await prune(store, KEEP, NOW)
            after = await journal.events()
            again = await prune(store, KEEP, NOW)
        finally:
            await store.close()

        assert again == NOTHING
        assert [e for e in before if e in after] == after
        assert after[-1:] == before[-1:]
        assert all(e in after for e in before if e.time >= NOW - KEEP.events)
        kept = {e.spacewalk for e in after[:-1]}
        assert all(e in after for e in before if e.spacewalk in kept)

    asyncio.run(check())
