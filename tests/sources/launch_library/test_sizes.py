"""However much a document holds, what is read of it is little."""

import json
from datetime import UTC, datetime

from relay.sources.launch_library import LaunchLibrary
from relay.sources.launch_library.source import MOST_CLAIMS

SEEN = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)


def page(events: int, streams: int, people: int) -> str:
    event = {
        "name": "US EVA-95",
        "date": "2026-08-06T12:00:00Z",
        "vid_urls": [{"url": f"https://example.org/{n}"} for n in range(streams)],
        "astronauts": [{"name": f"Name {n}"} for n in range(people)],
    }
    return json.dumps({"results": [event] * events})


def test_observations_of_one_document_are_few() -> None:
    assert len(LaunchLibrary.parse(page(100, 1000, 2), SEEN)) == MOST_CLAIMS


def test_a_crew_is_not_a_crowd() -> None:
    (schedule,) = LaunchLibrary.parse(page(1, 0, 10_000), SEEN)

    assert len(schedule.spacewalk.crew) <= 50
