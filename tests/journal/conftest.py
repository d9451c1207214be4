"""What the tests of the store share: a real file, and a few words to write into it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, observation_id
from relay.core.spacewalk import Identity
from relay.journal.journal import Journal
from relay.journal.observations import StoredObservation
from relay.journal.store import Store

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    store = await Store.open(str(path))
    yield store
    await store.close()


@pytest.fixture
def journal(store: Store) -> Journal:
    return Journal(store)


@pytest.fixture
def note() -> Callable[..., Event]:
    """Makes an event that says something, some minutes after noon."""

    def make(text: str = "", minutes: float = 0, **others: Any) -> Event:
        time = NOON + timedelta(minutes=minutes)
        fields: dict[str, Any] = {
            "type": EventType.MILESTONE_REACHED,
            "spacewalk": "us-eva-95",
            "time": time,
        }
        return Event(**(fields | {"note": text} | others))

    return make


@pytest.fixture
def claim() -> Callable[..., StoredObservation]:
    """Makes an observation that says something, some minutes after noon."""

    def make(
        text: str = "", minutes: float = 0, spacewalk: str | None = "us-eva-95"
    ) -> StoredObservation:
        observation = Observation(
            source="station_blog",
            trust=Trust.AGENCY,
            spacewalk=Identity(number="95"),
            kind=Milestone.HATCH_OPEN,
            seen_at=NOON + timedelta(minutes=minutes),
            note=text,
        )
        return StoredObservation(observation_id(observation), spacewalk, observation)

    return make
