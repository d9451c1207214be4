"""Every address for programs, as the published description has it."""

from relay.core.spacewalk import Segment
from relay.core.standing import State
from relay.web.api import LIMIT, MOST
from relay.web.asking import KINDS
from relay.web.describing import (
    JSON,
    LOCATION,
    Part,
    binary,
    enum,
    get,
    json_of,
    query,
    refused,
    text,
)
from relay.web.media import CONTENT_TYPES, NAME, PICTURE
from relay.web.transcript import LINES, WORDS

_EVENT_ID = '`<epoch>-<seq>` as events carry it, like "3f2a9c01-17"; "0" is the start.'
_AFTER = f"Tell what comes after this event: {_EVENT_ID}"


def paths() -> Part:
    """What can be asked, and what is answered."""
    return {**_spacewalks(), **_events(), **_files(), **_health()}


def _spacewalks() -> Part:
    others = {
        "308": {"description": "It is known under another id now", "headers": LOCATION},
        "404": refused("No such spacewalk is known"),
    }
    name = {"name": "id", "in": "path", "required": True, "schema": _NAME}
    return {
        "/api/v1/spacewalks": get(
            "Every spacewalk, those to come soonest first",
            json_of("SpacewalksAnswer"),
            query("state", "Where it is on its way.", enum(State)),
            query("segment", "Whose spacewalk it is.", enum(Segment)),
        ),
        "/api/v1/spacewalks/{id}": get(
            "All that is known of one spacewalk",
            json_of("WholeSpacewalkAnswer"),
            name,
            others=others,
        ),
        "/api/v1/spacewalks/{id}/transcript": get(
            "What was said on its stream, as live captions: they prove nothing",
            json_of("TranscriptAnswer"),
            name,
            query("words", "Lines with all of these, in upper or lower case.", _WORDS),
            query("limit", "The newest lines, at most.", _limit(LINES)),
            others=others,
        ),
    }


def _limit(otherwise: int) -> Part:
    return {"type": "integer", "minimum": 1, "maximum": MOST, "default": otherwise}


def _events() -> Part:
    kinds = {"type": "array", "items": enum(sorted(KINDS))}
    wishes = [
        query("after", _AFTER, _PLACE),
        query("spacewalk", "By its present id or an earlier one.", _NAME),
        query("kind", "Types of events, and milestones that they are about; all without.", kinds),
    ]
    return {
        "/api/v1/events": get(
            "A piece of the journal, oldest first; a piece may hold fewer events than there are",
            json_of("EventsAnswer"),
            query("limit", "The most events in one answer.", _limit(LIMIT)),
            *wishes,
        ),
        "/events": get(
            "The journal as Server-Sent Events, without end; without a place from now on",
            text("text/event-stream", _STREAM),
            {"name": "Last-Event-ID", "in": "header", "description": _AFTER, "schema": _PLACE},
            *wishes,
        ),
    }


def _files() -> Part:
    watching = {
        "302": {"description": "Watch there", "headers": LOCATION},
        "404": refused("Nothing is known to be live"),
    }
    return {
        "/calendar.ics": get(
            "Every spacewalk with a day, for calendar programs (RFC 5545)",
            text("text/calendar", "iCalendar"),
        ),
        "/feed.atom": get(
            "The newest messages, for feed readers (RFC 4287)",
            text("application/atom+xml", "Atom"),
        ),
        "/live": get(
            "Leads to the best live stream, or to the round-the-clock channel", {}, others=watching
        ),
        PICTURE: get(
            "The newest picture of the live stream",
            binary(CONTENT_TYPES["jpg"]),
            others={"404": refused("No stream is followed")},
        ),
        "/media/{name}": get(
            "A picture or a clip of the gallery, or a piece of it",
            binary(*CONTENT_TYPES.values()),
            _FILE,
            others=_pieces(),
        ),
        "/api/openapi.json": get("This document", {JSON: {"schema": {"type": "object"}}}),
    }


def _pieces() -> Part:
    piece = {"description": "The piece that Range asks for"}
    return {
        "206": piece | {"content": binary(*CONTENT_TYPES.values())},
        "404": refused("There is no such file, or it is gone"),
        "416": refused("The file has no such piece"),
        "503": refused("The file cannot be read now"),
    }


def _health() -> Part:
    return {
        "/healthz": get("The program runs", json_of("HealthAnswer")),
        "/readyz": get(
            "The journal can be read",
            json_of("HealthAnswer"),
            others={"503": refused("The journal cannot be read now")},
        ),
        "/metrics": get("Figures for Prometheus", text("text/plain", "Text exposition format")),
    }


_NAME: Part = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"}
_WORDS: Part = {"type": "string", "maxLength": WORDS}
_FILE: Part = {
    "name": "name",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": NAME},
}
_PLACE: Part = {"type": "string", "pattern": "^(0|[0-9A-Za-z]{1,64}-[0-9]{1,18})$"}
_STREAM = (
    "Each message is an event of the journal: `id` is its place, `data` a JSON object of the "
    "schema Event. Besides them come `event: gap`, with the ids `from` and `to` between which "
    "events are missing, and `event: heartbeat`, with the relay's `time` and its `rate`."
)
