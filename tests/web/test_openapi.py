"""The published description, held against what the running relay really answers."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import aiohttp
import jsonschema_rs
import pytest
import schemathesis
from aiohttp.web import RouteDef
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, CheckFunction, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.spacewalk import Stream
from relay.journal.codec import event_json
from relay.testing.claims import DAY, Walk, at
from relay.testing.footage import jpeg
from relay.testing.site import stage
from relay.web import api, calendar, events, feed, health, live, openapi
from relay.web import media as files
from relay.web.openapi import document
from relay.web.section import WebSection
from relay.web.server import serving
from tests.web.films import media, spoken, still

SHOT = media(at("12:46"), "eva-start")
BASE = "https://spacewalks.example"
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ENDLESS = "/events"
"""It answers for as long as somebody listens: its own tests listen to it."""


def story() -> list[Event]:
    """One of everything that an event can hold."""
    walk = Walk(number=None)
    walk.planned(at("12:50"), DAY - timedelta(days=7))
    walk.who = replace(walk.who, number="90")
    walk.says("station_blog", M.EVA_START, "12:55", "12:46", note="Both suits on battery")
    walk.says("station_blog", M.TASK, "13:00", "12:58", note="A task")
    walk.says("station_blog", M.EVA_START, "13:10", "12:44")
    walk.says("station_blog", M.EVA_END, "13:20", "13:17")
    stream = Stream(url="https://tv.example/", live=True, starts_at=at("11:00"))
    channel = Event(type=EventType.CHANNEL_CHANGED, spacewalk="", time=DAY, stream=stream)
    return [*walk.told, channel]


@pytest.fixture
async def address() -> AsyncIterator[str]:
    section = WebSection(port=0, requests_per_minute=1_000_000)
    async with (
        stage(story(), at("14:00"), public_url=BASE) as made,
        serving(section, made.site) as found,
    ):
        made.footage.still = still(at("13:59"))
        made.footage.files[SHOT.name] = jpeg()
        made.footage.media.append(replace(SHOT, name=f"us-eva-90{SHOT.name}"))
        made.footage.captions = spoken(at("12:46"), "THEY ARE ON BATTERY POWER.")
        yield found


Operation = APIOperation[Any, Any, Any, Any]


def operations() -> Iterator[Operation]:
    for found in schemathesis.openapi.from_dict(document()).get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def askings() -> Iterator[tuple[Operation, GenerationMode]]:
    """Every interface, asked rightly, and wrongly where there is anything to get wrong."""
    for operation in operations():
        if operation.path != ENDLESS:
            yield operation, GenerationMode.POSITIVE
            if list(operation.iter_parameters()):
                yield operation, GenerationMode.NEGATIVE


def test_it_is_a_valid_document() -> None:
    schemathesis.openapi.from_dict(document()).validate()


def test_every_event_fits_its_schema() -> None:
    made = document()
    schema = {"$ref": "#/components/schemas/Event", "components": made["components"]}
    valid = jsonschema_rs.validator_for(schema, validate_formats=True)

    for event in story():
        valid.validate(event_json(event))
    unfit = event_json(story()[0]) | {"type": "hatch_opened"}
    assert not valid.is_valid(unfit)
    del unfit["type"]
    assert not valid.is_valid(unfit)


def test_the_schema_of_an_event_has_its_fields_and_says_which_are_always_there() -> None:
    schema = document()["components"]["schemas"]["Event"]

    hidden = {"author", "scope"}
    assert {field.name for field in fields(Event)} - hidden == schema["properties"].keys()
    least = Event(type=EventType.SUMMARY, spacewalk="us-eva-90", time=DAY)
    assert event_json(least).keys() == set(schema["required"])


def test_every_address_for_programs_is_described_and_none_besides() -> None:
    modules = (api, calendar, events, feed, health, live, files, openapi)
    served = {
        route.path for module in modules for route in module.routes if isinstance(route, RouteDef)
    }

    assert served == document()["paths"].keys()


@pytest.mark.parametrize(
    ("operation", "mode"), list(askings()), ids=lambda part: getattr(part, "path", str(part))
)
async def test_the_relay_answers_as_described(
    address: str, operation: Operation, mode: GenerationMode
) -> None:
    wrongly = [negative_data_rejection] if mode is GenerationMode.NEGATIVE else []

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(base_url=address, checks=[*CHECKS, *wrongly], allow_redirects=False)

    await asyncio.to_thread(ask)


@pytest.mark.parametrize("name", ["us-eva-90", "us-2024-06-24", "us-eva-1"])
async def test_a_spacewalk_is_described_known_renamed_or_unknown(address: str, name: str) -> None:
    (operation,) = (one for one in operations() if one.path == "/api/v1/spacewalks/{id}")

    def ask() -> int:
        case = operation.Case(path_parameters={"id": name})
        answer = case.call_and_validate(base_url=address, checks=CHECKS, allow_redirects=False)
        return answer.status_code

    expected = {"us-eva-90": 200, "us-2024-06-24": 308, "us-eva-1": 404}
    assert await asyncio.to_thread(ask) == expected[name]


@pytest.mark.parametrize(
    ("path", "name", "headers", "status"),
    [
        ("/live/picture.jpg", "", {}, 200),
        ("/media/{name}", SHOT.name, {}, 200),
        ("/media/{name}", SHOT.name, {"Range": "bytes=0-9"}, 206),
        ("/media/{name}", SHOT.name, {"Range": "bytes=99999-"}, 416),
        ("/media/{name}", "gone.mp4", {}, 404),
    ],
)
async def test_files_are_described_too(
    address: str, path: str, name: str, headers: dict[str, str], status: int
) -> None:
    (operation,) = (one for one in operations() if one.path == path)

    def ask() -> int:
        case = operation.Case(path_parameters={"name": name} if name else {}, headers=headers)
        answer = case.call_and_validate(base_url=address, checks=CHECKS, allow_redirects=False)
        return answer.status_code

    assert status == await asyncio.to_thread(ask)


async def test_it_is_served_as_it_is(address: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}/api/openapi.json") as answer,
    ):
        assert answer.content_type == "application/json"
        assert json.loads(await answer.text()) == document()
