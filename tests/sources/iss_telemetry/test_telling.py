"""Which updates become documents, when the signal counts as lost, and how long failures last."""

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from relay.sources.iss_telemetry.messages import Update
from relay.sources.iss_telemetry.patience import Patience
from relay.sources.iss_telemetry.telling import Telling

AT = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)
LOST, BACK = {"signal": "lost"}, {"signal": "back"}


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def update(item: str, **fields: str | None) -> Update:
    return Update(item, fields, frozenset(fields))


def tick(status: str | None = "24") -> Update:
    return update("TIME_000001", **{"Status.Class": status})


PRESSURE = update("AIRLOCK000049", Value="20.3")
PRESSURE_TOLD = {"item": "AIRLOCK000049", "Value": "20.3"}


@pytest.fixture
def telling() -> Telling:
    return Telling(AT)


def heard(telling: Telling, said: Update | None, seconds: float) -> list[Any]:
    return [json.loads(text) for text in telling.heard(said, after(seconds))]


def passed(telling: Telling, seconds: float) -> list[Any]:
    return [json.loads(text) for text in telling.passed(after(seconds))]


def test_the_time_is_told_every_ten_seconds(telling: Telling) -> None:
    told = [second for second in range(31) if heard(telling, tick(), second)]

    assert [0, 10, 20, 30] == told


def test_a_changed_status_is_told_at_once(telling: Telling) -> None:
    statuses = ["24", "24", "0", "0", None, None, "24"]
    told = [heard(telling, tick(status), second) for second, status in enumerate(statuses)]

    assert [1, 0, 1, 0, 1, 0, 1] == [len(documents) for documents in told]
    assert [{"item": "TIME_000001", "Status.Class": None}] == told[4]


def test_other_items_are_told_whenever_they_come(telling: Telling) -> None:
    assert [[PRESSURE_TOLD]] * 3 == [heard(telling, PRESSURE, 0.1 * n) for n in range(3)]


def test_ninety_seconds_of_silence_are_told_once(telling: Telling) -> None:
    heard(telling, PRESSURE, 0)
    assert [] == heard(telling, None, 89.9)
    assert [LOST] == heard(telling, None, 90)
    assert [] == heard(telling, None, 300)
    assert [BACK, PRESSURE_TOLD] == heard(telling, PRESSURE, 301)
    assert [PRESSURE_TOLD] == heard(telling, PRESSURE, 302)


def test_a_time_that_is_not_told_breaks_the_silence_too(telling: Telling) -> None:
    heard(telling, tick(), 0)
    assert [] == heard(telling, tick(), 9)
    assert [] == heard(telling, None, 98.9)
    assert [LOST] == heard(telling, None, 99)


def test_a_reader_that_slept_does_not_hide_the_gap(telling: Telling) -> None:
    heard(telling, PRESSURE, 0)

    assert [LOST, BACK, PRESSURE_TOLD] == heard(telling, PRESSURE, 90)


def test_fifteen_seconds_without_a_connection_are_told_once(telling: Telling) -> None:
    heard(telling, PRESSURE, 0)
    telling.cut(after(10))
    telling.cut(after(20))
    assert after(25) == telling.due
    assert [] == passed(telling, 24.9)
    assert [LOST] == passed(telling, 25)
    telling.cut(after(60))
    assert [] == passed(telling, 300)
    assert [BACK, PRESSURE_TOLD] == heard(telling, PRESSURE, 301)


def test_silence_goes_on_while_there_is_no_connection(telling: Telling) -> None:
    heard(telling, PRESSURE, 0)
    telling.cut(after(80))

    assert after(90) == telling.due


def test_a_connection_is_one_even_without_an_update(telling: Telling) -> None:
    heard(telling, PRESSURE, 0)
    telling.cut(after(10))
    heard(telling, None, 20)

    assert after(90) == telling.due
    assert [PRESSURE_TOLD] == heard(telling, PRESSURE, 30)


def test_who_begins_without_a_connection_waits_for_it_no_longer(telling: Telling) -> None:
    assert after(15) == telling.due


def test_a_minute_of_updates_is_one_without_failures() -> None:
    patience = Patience(Random(1))
    for seconds in (0.0, 50.0):
        patience.served(after(seconds))
    patience.failed(None)
    for seconds in (70.0, 129.9):
        patience.served(after(seconds))
    assert patience.failed(None) >= 0.8

    for seconds in (200.0, 260.0):
        patience.served(after(seconds))
    assert patience.failed(None) <= 0.5


def test_a_wish_for_patience_is_respected_after_others_too() -> None:
    patience = Patience(Random(1))

    assert patience.failed(None) <= 0.5
    assert patience.failed(300) >= 240
    assert patience.failed(0.0) >= 1.6
