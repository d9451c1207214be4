"""The published description of everything a program can ask: made from what is really answered."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

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
from relay.web.fresh import fresh
from relay.web.problem import CONTENT_TYPE

JSON = "application/json"
_SCHEMAS = "#/components/schemas/{model}"
_EVENT_ID = '`<epoch>-<seq>` as events carry it, like "3f2a9c01-17"; "0" is the start.'
_AFTER = f"Tell what comes after this event: {_EVENT_ID}"

Part = dict[str, Any]

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
    _, made = models_json_schema(
        [(one, "serialization") for one in _ANSWERS], ref_template=_SCHEMAS
    )
    event = TypeAdapter(Event).json_schema(ref_template=_SCHEMAS)
    parts: Part = event.pop("$defs")
    # What an event leaves out stands at its default; these are always there.
    least = Event(type=EventType.SUMMARY, spacewalk="", time=datetime(1970, 1, 1, tzinfo=UTC))
    event["required"] = list(event_json(least))
    return {**made["$defs"], **parts, "Event": event, "Problem": _PROBLEM}


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
        "308": {"description": "It is known under another id now", "headers": _LOCATION},
        "404": _refused("No such spacewalk is known"),
    }
    name = {"name": "id", "in": "path", "required": True, "schema": _NAME}
    return {
        "/api/v1/spacewalks": _get(
            "Every spacewalk, those to come soonest first",
            _json("SpacewalksAnswer"),
            _query("state", "Where it is on its way.", _enum(State)),
            _query("segment", "Whose spacewalk it is.", _enum(Segment)),
        ),
        "/api/v1/spacewalks/{id}": _get(
            "All that is known of one spacewalk", _json("WholeSpacewalkAnswer"), name, others=others
        ),
    }


def _events() -> Part:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    kinds = {"type": "array", "items": _enum(sorted(KINDS))}
    wishes = [
        _query("after", _AFTER, _PLACE),
        _query("spacewalk", "By its present id or an earlier one.", _NAME),
        _query("kind", "Types of events, and milestones that they are about; all without.", kinds),
    ]
    return {
        "/api/v1/events": _get(
            "A piece of the journal, oldest first; a piece may hold fewer events than there are",
            _json("EventsAnswer"),
            _query("limit", "The most events in one answer.", limit),
            *wishes,
        ),
        "/events": _get(
            "The journal as Server-Sent Events, without end; without a place from now on",
            _told("text/event-stream", _STREAM),
            {"name": "Last-Event-ID", "in": "header", "description": _AFTER, "schema": _PLACE},
            *wishes,
        ),
    }


def _files() -> Part:
    watching = {
        "302": {"description": "Watch there", "headers": _LOCATION},
        "404": _refused("Nothing is known to be live"),
    }
    return {
        "/calendar.ics": _get(
            "Every spacewalk with a day, for calendar programs (RFC 5545)",
            _told("text/calendar", "iCalendar"),
        ),
        "/feed.atom": _get(
            "The newest messages, for feed readers (RFC 4287)",
            _told("application/atom+xml", "Atom"),
        ),
        "/live": _get(
            "Leads to the best live stream, or to the round-the-clock channel", {}, others=watching
        ),
        "/api/openapi.json": _get("This document", {JSON: {"schema": {"type": "object"}}}),
    }


def _health() -> Part:
    return {
        "/healthz": _get("The program runs", _json("HealthAnswer")),
        "/readyz": _get(
            "The journal can be read",
            _json("HealthAnswer"),
            others={"503": _refused("The journal cannot be read now")},
        ),
        "/metrics": _get("Figures for Prometheus", _told("text/plain", "Text exposition format")),
    }


_NAME: Part = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"}
_PLACE: Part = {"type": "string", "pattern": "^(0|[0-9A-Za-z]{1,64}-[0-9]{1,18})$"}
_STREAM = (
    "Each message is an event of the journal: `id` is its place, `data` a JSON object of the "
    "schema Event. Besides them come `event: gap`, with the ids `from` and `to` between which "
    "events are missing, and `event: heartbeat`, with the relay's `time` and its `rate`."
)
_LOCATION: Part = {"Location": {"schema": {"type": "string"}}}


def _get(summary: str, content: Part, *parameters: Part, others: Part | None = None) -> Part:
    found: Part = {"200": {"description": "The answer", "content": content}} if content else {}
    wrong = {"400": _refused("The request is not understood")} if parameters else {}
    rest = {"default": _refused("The request is not answered")}
    made: Part = {"summary": summary, "responses": found | wrong | (others or {}) | rest}
    return {"get": made | ({"parameters": list(parameters)} if parameters else {})}


def _query(name: str, says: str, schema: Part) -> Part:
    return {"name": name, "in": "query", "description": says, "schema": schema}


def _enum(values: Iterable[str]) -> Part:
    return {"type": "string", "enum": [str(value) for value in values]}


def _json(model: str) -> Part:
    return {JSON: {"schema": {"$ref": _SCHEMAS.format(model=model)}}}


def _told(content_type: str, says: str) -> Part:
    return {content_type: {"schema": {"type": "string", "description": says}}}


def _refused(says: str) -> Part:
    schema = {"$ref": _SCHEMAS.format(model="Problem")}
    return {"description": says, "content": {CONTENT_TYPE: {"schema": schema}}}


@cache
def _body() -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


@routes.get("/api/openapi.json")
async def described(request: web.Request) -> web.Response:
    """The document, made at the first request."""
    return fresh(request, _body(), JSON)
