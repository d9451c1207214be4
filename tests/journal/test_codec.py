import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Standing
from relay.core.observation import Observation, observation_id
from relay.core.spacewalk import Plan
from relay.errors import StoreError
from relay.journal.codec import DESTINATIONS, EVENTS, OBSERVATIONS, event_json
from relay.plugins import Destination

AT = datetime(2026, 8, 6, 12, 30, tzinfo=UTC)
EVENT = Event(type=EventType.MILESTONE_REACHED, spacewalk="us-eva-95", time=AT)

_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_instants = st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1), timezones=_zones)  # noqa: DTZ001
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _text,
    int: st.integers(-(10**9), 10**9),
    bool: st.booleans(),
    type(None): st.none(),
    timedelta: st.timedeltas(timedelta(days=-1000), timedelta(days=1000)),
}


def anything(kind: Any, instants: st.SearchStrategy[datetime]) -> st.SearchStrategy[Any]:
    """Every value of a type of the core, so that a new field is tested without a word here."""
    if kind is datetime:
        return instants
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        given_fields = {f.name: anything(hints[f.name], instants) for f in fields(kind)}
        needed = {f.name for f in fields(kind) if f.default is f.default_factory is MISSING}
        return st.fixed_dictionaries(
            {name: given_fields[name] for name in given_fields if name in needed},
            optional={name: given_fields[name] for name in given_fields if name not in needed},
        ).map(lambda values: kind(**values))
    return _composed(get_origin(kind), get_args(kind), instants)


def _composed(origin: Any, parts: Any, instants: Any) -> st.SearchStrategy[Any]:
    if origin in (Union, UnionType):
        return st.one_of(*(anything(part, instants) for part in parts))
    values = st.lists(anything(parts[0], instants), max_size=3)
    return {tuple: values.map(tuple), frozenset: values.map(frozenset)}[origin]


@given(anything(Event, _instants))
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert EVENTS.decode(EVENTS.encode(event)) == event


@given(anything(Observation, _instants))
def test_an_observation_comes_back_as_it_was(observation: Observation) -> None:
    assert OBSERVATIONS.decode(OBSERVATIONS.encode(observation)) == observation


@given(anything(Observation, _instants.map(lambda instant: instant.astimezone(UTC))))
def test_an_observation_keeps_its_name(observation: Observation) -> None:
    again = OBSERVATIONS.decode(OBSERVATIONS.encode(observation))

    assert observation_id(again) == observation_id(observation)


@given(anything(Event, _instants))
def test_equal_events_have_equal_text(event: Event) -> None:
    text = EVENTS.encode(event)

    assert EVENTS.encode(EVENTS.decode(text)) == text


def test_text_is_compact_and_in_utc() -> None:
    two_hours_east = AT.astimezone(timezone(timedelta(hours=2)))
    event = Event(
        type=EventType.REMINDER_DUE,
        spacewalk="us-eva-95",
        time=AT,
        lead=timedelta(hours=24),
        plan=Plan(start=two_hours_east),
    )

    assert EVENTS.encode(event) == (
        '{"type":"reminder_due","spacewalk":"us-eva-95","time":"2026-08-06T12:30:00Z",'
        '"plan":{"start":"2026-08-06T12:30:00Z"},"lead":"P1D"}'
    )


def test_a_destination_comes_back_as_it_was() -> None:
    destination = Destination(
        id="a",
        platform="webhook",
        address="https://example.org/x",
        kinds=frozenset({"summary", "reminder"}),
        lead_times=(timedelta(hours=1),),
        options={"secret": "A_NAME"},
    )

    assert DESTINATIONS.decode(DESTINATIONS.encode(destination)) == destination


def test_fields_of_the_future_are_passed_over() -> None:
    later = json.loads(EVENTS.encode(EVENT)) | {"mood": "calm", "plan": {"start": None, "moon": 1}}

    plan = Plan(start=None)
    assert EVENTS.decode(json.dumps(later)) == Event(
        type=EVENT.type, spacewalk=EVENT.spacewalk, time=AT, plan=plan
    )


@pytest.mark.parametrize("text", ['{"type":"from_the_future","note":"hidden"}', "[]", "{", ""])
def test_what_cannot_be_read_says_what_to_do_and_quotes_nothing(text: str) -> None:
    with pytest.raises(StoreError, match="newer version") as caught:
        EVENTS.decode(text)

    assert "hidden" not in str(caught.value)


def test_a_time_without_zone_is_a_mistake_of_the_caller() -> None:
    naive = Event(type=EventType.SUMMARY, spacewalk="x", time=AT.replace(tzinfo=None))

    with pytest.raises(ValueError, match="no zone"):
        EVENTS.encode(naive)


@pytest.mark.parametrize(
    "change", [lambda text: text + "\ud800", lambda text: "\udc80" + text, lambda text: text + "\0"]
)
def test_hostile_text_can_always_be_written(change: Callable[[str], str]) -> None:
    event = Event(type=EventType.SUMMARY, spacewalk="x", time=AT, note=change("note"))

    EVENTS.encode(event).encode("utf-8")


def test_programs_always_find_what_every_event_has() -> None:
    event = Event(type=EventType.SPACEWALK_ANNOUNCED, spacewalk="us-eva-95", time=AT, seq=7)

    assert event_json(event) == {
        "seq": 7,
        "type": "spacewalk_announced",
        "spacewalk": "us-eva-95",
        "time": "2026-08-06T12:30:00Z",
        "milestone": None,
        "occurred_at": None,
        "standing": None,
        "revision": 1,
    }


def test_programs_find_the_rest_where_it_applies() -> None:
    event = Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk="us-eva-95",
        time=AT,
        milestone=Milestone.HATCH_OPEN,
        standing=Standing.REPORTED,
        occurred_at=AT,
        note="outer hatch",
    )

    found = event_json(event)

    assert list(found)[:4] == ["seq", "type", "spacewalk", "time"]
    assert found["milestone"] == "hatch_open"
    assert found["standing"] == "reported"
    assert found["occurred_at"] == "2026-08-06T12:30:00Z"
    assert found["note"] == "outer hatch"
