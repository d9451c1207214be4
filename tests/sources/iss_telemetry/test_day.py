"""The whole real day of US EVA 45, where the recording of it is at hand."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.core.hint import Hint
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, Topic
from relay.plugins import Document
from relay.sources.iss_telemetry.reading import Reading

DAY = Path(__file__).parents[4] / "shared/data/telemetry/us-eva-45-2017-10-10.txt"
ITEMS = ("AIRLOCK000049", "AIRLOCK000047", "AIRLOCK000048")

pytestmark = pytest.mark.skipif(not DAY.exists(), reason="the real day's telemetry is not here")


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2017-10-10T{clock}+00:00")


def rows() -> Iterator[Document]:
    for line in DAY.read_text().splitlines():
        hours, *values = line.split()
        moment = datetime(2016, 12, 31, tzinfo=UTC) + timedelta(hours=float(hours))
        for item, value in zip(ITEMS, values, strict=True):
            if value != "-":
                fields = {"item": item, "TimeStamp": hours, "Value": value}
                yield Document("iss_telemetry", moment, json.dumps(fields))


def observed(documents: Iterator[Document]) -> list[tuple[datetime, Observation]]:
    """Each observation with the source time at which it was decided."""
    reading = Reading()
    return [(one.at, found) for one in documents for found in reading(one.text, one.at)]


def test_one_hatch_and_one_repress_and_nothing_else() -> None:
    found = observed(rows())
    facts = [(when, one) for when, one in found if one.kind is not Topic.HINT]

    (opened, hatch), (_, repress) = facts
    assert hatch.kind is Milestone.HATCH_OPEN
    assert hatch.occurred_at
    assert abs(hatch.occurred_at - at("11:54:55")) <= timedelta(seconds=1)
    assert hatch.trust is Trust.AUTOMATIC
    assert opened - at("11:54:58.5") <= timedelta(seconds=2)
    assert repress.kind is Milestone.REPRESS_START
    assert repress.occurred_at
    assert abs(repress.occurred_at - at("18:21:46")) <= timedelta(seconds=10)


def test_the_hints_come_once_and_in_time() -> None:
    hints = {one.hint: one for _, one in observed(rows()) if one.hint}

    assert list(hints) == [
        Hint.DEPRESS,
        Hint.LEAK_CHECK,
        Hint.HATCH_IN_14_MIN,
        Hint.HATCH_IN_2_MIN,
    ]
    for hint, clock in ((Hint.HATCH_IN_14_MIN, "11:40:36"), (Hint.HATCH_IN_2_MIN, "11:52:38")):
        told = hints[hint].occurred_at
        assert told
        assert abs(told - at(clock)) <= timedelta(seconds=5)


def test_without_the_minutes_of_the_hatch_it_was_opened_in_between() -> None:
    def cut() -> Iterator[Document]:
        return (one for one in rows() if not at("11:50:00") < one.at < at("12:00:00"))

    (hatch,) = [one for _, one in observed(cut()) if one.kind is Milestone.HATCH_OPEN]
    assert hatch.occurred_at is None
    assert hatch.trust is Trust.HINT
    assert "opened between 10 Oct 2017, 11:49:5" in hatch.note


def test_who_begins_to_look_in_the_afternoon_tells_no_opening() -> None:
    found = observed(one for one in rows() if one.at >= at("15:00:00"))

    assert [one.kind for _, one in found] == [Milestone.REPRESS_START]


def test_an_abort_before_the_hatch_is_no_opening() -> None:
    """The day up to 11:53, and then back the way it came."""

    def aborted() -> Iterator[Document]:
        until = [one for one in rows() if one.at < at("11:53:00")]
        yield from until
        for one in reversed(until):
            fields = json.loads(one.text)
            if fields["item"] == ITEMS[0] and one.at > at("11:20:00"):
                moment = at("11:53:00") + (at("11:53:00") - one.at)
                hours = (moment - datetime(2016, 12, 31, tzinfo=UTC)) / timedelta(hours=1)
                fields["TimeStamp"] = f"{hours:.9f}"
                yield Document("iss_telemetry", moment, json.dumps(fields))

    assert all(one.kind is Topic.HINT for _, one in observed(aborted()))
