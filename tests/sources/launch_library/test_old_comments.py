"""What is written under an event stays what it was when the event gets another date."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from relay.core.milestone import Milestone
from relay.core.observation import Observation
from relay.sources.launch_library import LaunchLibrary
from relay.testing.documents import library, library_event

PLANNED = datetime(2021, 11, 30, 12, 10, tzinfo=UTC)
WRITTEN = datetime(2021, 11, 30, 8, 5, tzinfo=UTC)


def postponed(planned: datetime, fetched_at: datetime) -> Observation:
    comment = {"comment": "EVA postponed indefinitely.", "created_on": WRITTEN}
    event = {"id": 78, "name": "U.S. EVA 78", "date": planned, "updates": [comment]}
    read = LaunchLibrary.parse(library([library_event(event)]), fetched_at)
    (said,) = (one for one in read if one.kind is Milestone.DELAYED)
    return said


def test_a_postponement_is_the_same_claim_after_the_new_date() -> None:
    before = postponed(PLANNED, WRITTEN)
    after = postponed(PLANNED + timedelta(days=2), WRITTEN + timedelta(days=1))

    assert before == replace(after, seen_at=before.seen_at)
    assert (WRITTEN, WRITTEN) == (before.said_at, before.spacewalk.near)
