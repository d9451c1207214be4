"""A made spacewalk as recorded documents: enough of everything for a run from start to end."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from relay.plugins import Document
from relay.recording import Recorder

START = datetime(2026, 8, 6, 12, tzinfo=UTC)
SPACEWALK = "us-eva-95"
_MINUTE = timedelta(minutes=1)


def scheduled(at: datetime, start: datetime, **others: Any) -> Document:
    """What Launch Library 2 says at `at`: that it is planned for `start`. `others` are fields."""
    event = {
        "id": 77,
        "name": "US EVA 95",
        "slug": SPACEWALK,
        "type": {"id": 3, "name": "EVA"},
        "date": _instant(start),
        "date_precision": {"id": 1, "name": "Minute", "abbrev": "MIN"},
        "webcast_live": False,
        "last_updated": _instant(at),
    }
    text = json.dumps({"count": 1, "results": [event | others]})
    return Document("launch_library", at, text)


def stated(at: datetime, milestone: str, note: str = "", **others: Any) -> Document:
    """What a moderator states at `at`: that this happens now. `others` are fields."""
    statement = {
        "by": "a moderator",
        "milestone": milestone,
        "time": _instant(at),
        "note": note,
        "spacewalk": SPACEWALK,
    }
    return Document("moderator", at, json.dumps(statement | others))


def story(start: datetime = START, tasks: int = 5) -> list[Document]:
    """From the announcement, 30 hours ahead, to the end of a spacewalk that begins at `start`."""
    return [
        scheduled(start - timedelta(hours=30), start),
        stated(start - 50 * _MINUTE, "depress_start"),
        stated(start, "hatch_open"),
        stated(start + 2 * _MINUTE, "eva_start"),
        *(stated(start + (30 + n) * _MINUTE, "task", f"Task {n}") for n in range(tasks)),
        stated(start + 360 * _MINUTE, "eva_end"),
    ]


def recorded(folder: Path, documents: Iterable[Document]) -> Path:
    """The documents as a recording in that new folder."""
    recorder = Recorder(folder, "A made spacewalk")
    for document in documents:
        recorder.add(document)
    recorder.close()
    return folder


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
