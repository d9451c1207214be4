"""The published description of everything a program can ask: made from what is really answered."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from aiohttp import web
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from relay.core.event import Event, EventType
from relay.journal.codec import event_json
from relay.web import answers, film_answers
from relay.web.describing import JSON, SCHEMAS, Part
from relay.web.fresh import fresh
from relay.web.paths import paths

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
        "paths": paths(),
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
    film_answers.TranscriptAnswer,
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


@cache
def _body() -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


@routes.get("/api/openapi.json")
async def described(request: web.Request) -> web.Response:
    """The document, made at the first request."""
    return fresh(request, _body(), JSON)
