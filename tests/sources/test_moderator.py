"""Statements of moderators."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, observation_id
from relay.core.spacewalk import Identity, Segment
from relay.core.statement import Statement
from relay.errors import SourceChanged
from relay.http import SafeHttp
from relay.sources.moderator import Moderators, ModeratorSettings, written
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


def test_its_day_may_stand_beside_the_name() -> None:
    near = datetime(2026, 8, 9, 13, tzinfo=UTC)

    for name in ("us-eva-95", "us-2026-08-06", None):
        assert near == read(spacewalk=name, near="2026-08-09T13:00:00Z").spacewalk.near


@pytest.mark.parametrize("retracts", [True, False])
@pytest.mark.parametrize("at", [NOW, None])
def test_what_is_written_is_what_is_read(at: datetime | None, retracts: bool) -> None:
    said = Statement(
        author="matrix:@ada:example.org",
        by='Ada "x" \u2764',
        community="matrix:!a",
        spacewalk="us-eva-95",
        milestone=Milestone.TASK,
        occurred_at=at,
        note="Pump out",
        retracts=retracts,
    )

    (found,) = Moderators.parse(written(said, NOW), NOW)

    assert (said.author, said.by) == (found.author, found.evidence.by)
    assert (said.milestone, at, retracts) == (found.kind, found.occurred_at, found.retracts)
    assert said.note == found.note
    assert Identity(segment=Segment.US, number="95", near=NOW) == found.spacewalk


def test_a_claim_without_an_account_keeps_its_lasting_name() -> None:
    """What older versions have stored is found again under the same id."""
    assert observation_id(read()) == "e2013ce0395595dc"


@pytest.mark.parametrize("account", ["discord:80351110224678912", "matrix:@ada:example.org"])
def test_who_is_trusted_is_named_with_the_platform(account: str) -> None:
    assert (account,) == ModeratorSettings(trusted=(account,)).trusted


@pytest.mark.parametrize(
    "account", ["", "80351110224678912", "discord:", "Discord:1", "discord:a b"]
)
def test_an_account_without_its_platform_is_a_mistake(account: str) -> None:
    with pytest.raises(ValidationError):
        ModeratorSettings(trusted=(account,))


async def test_there_is_nothing_to_fetch_and_no_end_of_it() -> None:
    moderators = Moderators(ModeratorSettings(), SafeHttp(), FakeClock(NOW))
    waiting = asyncio.ensure_future(anext(aiter(moderators.documents())))
    for _ in range(5):
        await asyncio.sleep(0)

    assert not waiting.done()
    waiting.cancel()
