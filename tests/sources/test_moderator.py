"""Statements of moderators."""

import json
from datetime import UTC, datetime

import pytest

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation
from relay.core.spacewalk import Identity, Segment
from relay.errors import SourceChanged
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.moderator import Moderators, ModeratorSettings
from relay.testing.clock import FakeClock
from relay.testing.sources import SourceContract

NOW = datetime(2026, 8, 6, 12, 40, tzinfo=UTC)


def statement(**changed: object) -> str:
    said = {
        "by": "Ada",
        "milestone": "hatch_open",
        "time": "2026-08-06T12:35:00Z",
        "note": "seen on the stream",
    }
    return json.dumps({**said, **changed})


def read(**changed: object) -> Observation:
    (observation,) = Moderators.parse(statement(**changed), NOW)
    return observation


class TestContract(SourceContract):
    source = Moderators
    examples = (statement(spacewalk="rs-eva-49", retract=True), statement(time=None))


def test_a_statement_is_worth_a_persons_word() -> None:
    said = read()

    assert (Milestone.HATCH_OPEN, Trust.MODERATOR) == (said.kind, said.trust)
    assert datetime(2026, 8, 6, 12, 35, tzinfo=UTC) == said.occurred_at
    assert NOW == said.seen_at
    assert ("Ada", "seen on the stream") == (said.evidence.by, said.evidence.words)


def test_without_a_time_none_is_made_up() -> None:
    assert read(time=None).occurred_at is None


def test_a_task_is_its_note() -> None:
    assert "Old pump removed" == read(milestone="task", note="Old pump removed").note


def test_a_statement_can_be_taken_back() -> None:
    assert read(retract=True).retracts


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("us-eva-95", Identity(segment=Segment.US, number="95")),
        ("RS-EVA-45A", Identity(segment=Segment.RUSSIAN, number="45a")),
        (
            "us-2026-08-06",
            Identity(segment=Segment.US, near=datetime(2026, 8, 6, 12, tzinfo=UTC)),
        ),
        ("eva-2026-08-06", Identity(near=datetime(2026, 8, 6, 12, tzinfo=UTC))),
        (None, Identity(near=datetime(2026, 8, 6, 12, 35, tzinfo=UTC))),
    ],
)
def test_which_spacewalk(said: str | None, meant: Identity) -> None:
    assert meant == read(spacewalk=said).spacewalk


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"milestone": "hatch"}, "coverage_start, depress_start, hatch_open"),
        ({"milestone": None}, "no milestone"),
        ({"time": "12:35"}, "2026-08-06T12:35:00Z"),
        ({"time": "2026-08-06T12:35:00"}, "is no time"),
        ({"time": 5}, "is no time"),
        ({"spacewalk": "us-2026-13-45"}, "us-eva-95"),
        ({"spacewalk": 95}, "us-eva-95"),
        ({"retract": "yes"}, "true or false"),
        ({"by": "\x00"}, "who speaks"),
    ],
)
def test_a_mistake_is_explained_to_its_author(changed: dict[str, object], says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        read(**changed)


async def test_what_is_submitted_flows_like_any_document() -> None:
    clock = FakeClock(NOW)
    moderators = Moderators(ModeratorSettings(), SafeHttp(), clock)
    first, second = statement(), statement(milestone="egress")

    assert [Milestone.HATCH_OPEN] == [said.kind for said in moderators.submit(first)]
    moderators.submit(second)

    documents = moderators.documents()
    expected = [Document("moderator", NOW, first), Document("moderator", NOW, second)]
    assert expected == [await anext(documents), await anext(documents)]


async def test_what_nobody_would_understand_is_not_taken() -> None:
    moderators = Moderators(ModeratorSettings(), SafeHttp(), FakeClock(NOW))

    with pytest.raises(SourceChanged):
        moderators.submit("lunch?")
