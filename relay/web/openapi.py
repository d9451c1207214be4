"""The published description of everything a program can ask: made from what is really answered."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from aiohttp import web
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from relay.core.event import Event, EventType
from relay.core.spacewalk import Segment
from relay.core.standing import State
from relay.journal.codec import event_json
from relay.web import answers
from relay.web.api import LIMIT, MOST
from relay.web.asking import KINDS
from relay.web.describing import (
    JSON,
    LOCATION,
    SCHEMAS,
    Part,
    enum,
    get,
    json_of,
    query,
    refused,
    text,
)
from relay.web.fresh import fresh

_EVENT_ID = '`<epoch>-<seq>` as events carry it, like "3f2a9c01-17"; "0" is the start.'
_AFTER = f"Tell what comes after this event: {_EVENT_ID}"

routes = web.RouteTableDef()


def document() -> Part:
    """The OpenAPI 3.1 document of this version."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "spacewalk-relay",
            "version": version("spacewalk-relay"),
            "summary": "Spacewalks at the International Space Station, as they happen",
            "description": (
                "Read only, without an account. Times are in UTC. Texts and addresses in events "
                "are as public sources gave them: escape them, and open http(s) addresses only."
            ),
        },
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _schemas() -> Part:
    _, made = models_json_schema([(one, "serialization") for one in _ANSWERS], ref_template=SCHEMAS)
    event = TypeAdapter(Event).json_schema(ref_template=SCHEMAS)
    parts: Part = event.pop("$defs")
    # What an event leaves out stands at its default; these are always there.
    least = Event(type=EventType.SUMMARY, spacewalk="", time=datetime(1970, 1, 1, tzinfo=UTC))
    event["required"] = list(event_json(least))
    _leave_out(event, parts)
    return {**made["$defs"], **parts, "Event": event, "Problem": _PROBLEM}


def _leave_out(event: Part, parts: Part) -> None:
    """What is only in events that are not for everyone."""
    for name in ("author", "scope"):
        del event["properties"][name]
    parts["EventType"]["enum"].remove(EventType.STATEMENT)


_ANSWERS = (
    answers.SpacewalksAnswer,
    answers.WholeSpacewalkAnswer,
    answers.EventsAnswer,
    answers.HealthAnswer,
)
_PROBLEM: Part = {
    "type": "object",
    "description": "Why a request was not answered, and what to do (RFC 9457).",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
    },
}


def _paths() -> Part:
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
    }


def _events() -> Part:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
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
            query("limit", "The most events in one answer.", limit),
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
        "/api/openapi.json": get("This document", {JSON: {"schema": {"type": "object"}}}),
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
_PLACE: Part = {"type": "string", "pattern": "^(0|[0-9A-Za-z]{1,64}-[0-9]{1,18})$"}
_STREAM = (
    "Each message is an event of the journal: `id` is its place, `data` a JSON object of the "
    "schema Event. Besides them come `event: gap`, with the ids `from` and `to` between which "
    "events are missing, and `event: heartbeat`, with the relay's `time` and its `rate`."
)


@cache
def _body() -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


@routes.get("/api/openapi.json")
async def described(request: web.Request) -> web.Response:
    """The document, made at the first request."""
    return fresh(request, _body(), JSON)
