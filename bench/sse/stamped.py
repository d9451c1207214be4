"""The event that every server sends: a milestone whose note carries the time of its publication."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Standing
from relay.journal.codec import event_json

_EVENT = Event(
    type=EventType.MILESTONE_REACHED,
    spacewalk="us-eva-90",
    time=datetime(2024, 6, 24, 12, 50, tzinfo=UTC),
    milestone=Milestone.TASK,
    occurred_at=datetime(2024, 6, 24, 12, 46, tzinfo=UTC),
    standing=Standing.CONFIRMED,
    firm=True,
    address="https://blog.example/spacewalk",
)


def stamp() -> int:
    """Nanoseconds of the clock that the load generator reads too."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def stamped(published: int) -> Event:
    """The event. `frames.h` describes the form of its stamp."""
    return replace(_EVENT, note=f"@{published:020d}")


def payload(published: int) -> bytes:
    """What the relay sends as the event's data."""
    return json.dumps(event_json(stamped(published)), separators=(",", ":")).encode()
