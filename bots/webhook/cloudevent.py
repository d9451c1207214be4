"""A notice as a CloudEvents 1.0 event in structured JSON; what receivers rely on stands here."""

import json
from datetime import UTC, datetime, timedelta

from relay.core.event import Event
from relay.core.media import Media
from relay.core.notice import Notice
from relay.core.text import plain

CONTENT_TYPE = "application/cloudevents+json"
TYPE_PREFIX = "relay.spacewalk."
"""The type is this and the notice's kind: `relay.spacewalk.hatch_open`. It stays as it is."""

LONGEST_TITLE = 300
LONGEST_TEXT = 10_000
LONGEST_ADDRESS = 2_000
_LONGEST_NAME = 100


def body(notice: Notice, key: str, source: str) -> bytes:
    """The request's body, in ASCII. A correction has the `key` of what it corrects in `data`, and
    a higher `revision`; a receiver that keeps messages by that key replaces the one it has."""
    event = {
        "specversion": "1.0",
        "id": key,
        "source": source,
        "type": TYPE_PREFIX + notice.kind,
        "subject": notice.event.spacewalk,
        "time": _instant(notice.time),
        "datacontenttype": "application/json",
        "data": _data(notice),
    }
    return json.dumps(event, separators=(",", ":")).encode("ascii")


def _data(notice: Notice) -> dict[str, object]:
    return {
        "key": notice.key,
        "revision": notice.revision,
        "correction": notice.correction,
        "kind": notice.kind,
        "title": plain(notice.title, LONGEST_TITLE),
        "text": plain(notice.text, LONGEST_TEXT),
        "address": plain(notice.address, LONGEST_ADDRESS),
        "standing": notice.event.standing,
        "media": _media(notice.media) if notice.media else None,
        "event": _machine_fields(notice.event),
    }


def _media(media: Media) -> dict[str, object]:
    """The file that it is about: `length_seconds` is null for a picture, `at` of a clip is its
    beginning, and `look` is a guess, or empty."""
    return {
        "name": plain(media.name, LONGEST_TITLE),
        "kind": media.kind,
        "type": media.media_type,
        "at": _instant(media.at),
        "size": media.size,
        "length_seconds": _seconds(media.length),
        "credit": plain(media.credit, _LONGEST_NAME),
        "look": plain(media.look, _LONGEST_NAME),
    }


def _machine_fields(event: Event) -> dict[str, object]:
    """Every field is always there, null where it does not apply; none of them is free text."""
    return {
        "seq": event.seq,
        "type": event.type,
        "spacewalk": event.spacewalk,
        "alias": event.alias,
        "time": _instant(event.time),
        "milestone": event.milestone,
        "attempt": event.attempt,
        "occurrence": event.occurrence,
        "occurred_at": _instant(event.occurred_at),
        "previous": _instant(event.previous),
        "segment": event.segment,
        "number": event.number,
        "crew": [plain(name, _LONGEST_NAME) for name in event.crew[:20]],
        "planned_start": _instant(event.plan.start if event.plan else None),
        "planned_start_precision": event.plan.precision if event.plan else None,
        "stream": plain(event.stream.url, LONGEST_ADDRESS) if event.stream else None,
        "due_at": _instant(event.due_at),
        "lead_seconds": _seconds(event.lead),
        "late_seconds": _seconds(event.late),
        "start": _instant(event.summary.start if event.summary else None),
        "end": _instant(event.summary.end if event.summary else None),
    }


def _instant(time: datetime | None) -> str | None:
    return None if time is None else time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
