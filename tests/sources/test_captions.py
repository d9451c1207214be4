"""What is said on the stream, as hints."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from relay.core.media import Caption
from relay.core.milestone import Milestone as M
from relay.core.milestone import Trust
from relay.core.observation import Observation
from relay.core.spacewalk import Identity
from relay.errors import SourceChanged
from relay.http import SafeHttp
from relay.sources.captions import Captions, CaptionsSettings, written
from relay.testing.clock import FakeClock
from relay.testing.sources import SourceContract

SAID = datetime(2026, 8, 6, 12, 46, 10, tzinfo=UTC)
ZONED = "THE HATCH WAS OPENED AT {}."


def line(words: str, at: datetime = SAID) -> str:
    return written(Caption(at=at, text=words))


def hear(*lines: str, apart: float = 2.5, at: datetime = SAID) -> list[Observation]:
    """What one reader makes of lines that come one after the other."""
    read = Captions.reader()
    times = [at + timedelta(seconds=apart * place) for place in range(len(lines))]
    return [
        claim
        for words, time in zip(lines, times, strict=True)
        for claim in read(line(words, time), time)
    ]


def kinds(*lines: str, apart: float = 2.5) -> list[object]:
    return [claim.kind for claim in hear(*lines, apart=apart)]


class TestContract(SourceContract):
    source = Captions
    examples = (
        line("THE HATCH IS NOW OPEN."),
        "\n".join(line(words) for words in ("THE HATCH WAS OPENED AT 8:41", "A.M. EASTERN.")),
    )


def test_a_hint_is_worth_the_least_and_names_no_spacewalk() -> None:
    (claim,) = hear(">> THE HATCH IS NOW OPEN.")

    assert (M.HATCH_OPEN, Trust.HINT) == (claim.kind, claim.trust)
    assert Identity(near=SAID) == claim.spacewalk
    assert (SAID, SAID) == (claim.occurred_at, claim.seen_at)
    assert ">> THE HATCH IS NOW OPEN. (captions)" == claim.evidence.words
    assert not claim.planned
    assert not claim.when_due


def test_a_sentence_comes_in_several_lines() -> None:
    (claim,) = hear("AND WE HAVE CONFIRMATION THAT", "THE QUEST AIRLOCK HATCH", "IS NOW OPEN.")

    assert SAID + timedelta(seconds=2.5) == claim.occurred_at
    assert claim.note.endswith("THE QUEST AIRLOCK HATCH IS NOW OPEN.”")


def test_what_was_said_before_has_nothing_to_do_with_it_later() -> None:
    assert kinds("THE DRAGON CAME LAST NIGHT.", "THE HATCH IS OPEN.", apart=16) == [M.HATCH_OPEN]
    assert kinds("THE HATCH", "IS OPEN", apart=60) == []


@pytest.mark.parametrize("word", ["SIMULATION", "EXERCISE", "DRILL", "TRAINING"])
def test_nothing_counts_for_half_an_hour_after_an_exercise(word: str) -> None:
    said = (f"THIS IS A {word}.", "THE HATCH IS OPEN.")

    assert kinds(*said, apart=1) == kinds(*said, apart=29 * 60) == []
    assert kinds(*said, apart=31 * 60) == [M.HATCH_OPEN]
    assert kinds("THE HATCH IS OPEN IN THIS " + word) == []
    assert kinds("AFTER SOME LIGHT EXERCISE.", "THE HATCH IS OPEN.", apart=20) == [M.HATCH_OPEN]


@pytest.mark.parametrize(
    ("spoken", "at"),
    [
        ("8:41 A.M. EASTERN TIME", "12:41"),
        ("8:41 AM EASTERN", "12:41"),
        ("7:41 A.M. CENTRAL", "12:41"),
        ("12:41 UTC", "12:41"),
        ("1241 GMT", "12:41"),
        ("3:41 P.M. MOSCOW TIME", "12:41"),
        ("7:41 A.M. HOUSTON TIME", "12:41"),
        ("8 A.M. EASTERN", "12:00"),
        ("8:41 A.M.", "12:41"),
        ("7:41 A.M.", "12:41"),
    ],
)
def test_a_time_that_is_spoken_is_read_in_its_zone(spoken: str, at: str) -> None:
    (claim,) = hear(ZONED.format(spoken))

    assert claim.occurred_at
    assert f"{claim.occurred_at:%Y-%m-%d %H:%M:%S}" == f"2026-08-06 {at}:00"
    assert SAID == claim.seen_at


def test_the_zones_of_winter_and_the_day_before() -> None:
    (winter,) = hear(ZONED.format("7:41 A.M. EASTERN"), at=SAID.replace(month=1))
    (evening,) = hear(ZONED.format("11:58 P.M. EASTERN"), at=SAID.replace(hour=4, minute=2))

    assert winter.occurred_at == datetime(2026, 1, 6, 12, 41, tzinfo=UTC)
    assert evening.occurred_at == datetime(2026, 8, 6, 3, 58, tzinfo=UTC)


def test_it_may_come_in_the_next_line_or_sentence() -> None:
    first = hear("THE HATCH WAS OPENED AT 8:41", "A.M. EASTERN, MARKING THE START")
    second = hear("HATCH IS OPEN. 8:41 A.M. EASTERN")

    assert [c.occurred_at for c in (*first, *second)] == [SAID.replace(minute=41, second=0)] * 2


@pytest.mark.parametrize(
    "spoken", ["9:30 A.M. EASTERN", "11:41 A.M.", "8:50 P.M. EASTERN", "25:61 UTC", "NOON"]
)
def test_a_time_to_come_makes_it_a_plan(spoken: str) -> None:
    assert hear(ZONED.format(spoken)) == []


def test_the_time_of_something_else_is_not_taken() -> None:
    (claim,) = hear("THE SPACEWALK IS NOW OVER, IT BEGAN AT 8:05 A.M. EASTERN.")

    assert SAID == claim.occurred_at


def test_the_same_is_told_once_until_it_is_undone() -> None:
    opened, closed = "THE HATCH IS OPEN.", "THE HATCH IS CLOSED."

    assert kinds(opened, opened, "AGAIN, THE HATCH IS NOW OPEN.") == [M.HATCH_OPEN]
    assert kinds(opened, closed, opened) == [M.HATCH_OPEN, M.HATCH_CLOSED, M.HATCH_OPEN]


@pytest.mark.parametrize(
    "document",
    [
        '{"time": "2026-08-06T12:46:10Z"}',
        '{"text": "THE HATCH IS OPEN."}',
        '{"time": "12:46", "text": "THE HATCH IS OPEN."}',
        '{"time": "2026-08-06T12:46:10", "text": "THE HATCH IS OPEN."}',
        '{"time": "2026-08-06T12:46:10Z", "text": 5}',
        line("FINE") + "\n[1]",
    ],
)
def test_a_document_of_another_form_is_explained(document: str) -> None:
    with pytest.raises(SourceChanged, match="an object with its"):
        Captions.parse(document, SAID)


def test_hostile_words_are_quoted_without_what_cannot_be_seen() -> None:
    (claim,) = hear("\x1b[31mTHE HATCH\u202e IS\x00 NOW OPEN, <@&1> " + "X" * 5000)

    assert claim.evidence.words.startswith("THE HATCH IS NOW OPEN, <@&1> X")
    assert len(claim.evidence.words) < 250
    assert claim.note.isprintable()


def test_what_is_written_is_a_line_of_a_recording() -> None:
    assert json.loads(written(Caption(at=SAID, text="ÜBER"))) == {
        "time": "2026-08-06T12:46:10Z",
        "text": "ÜBER",
    }


async def test_there_is_nothing_to_fetch_and_no_end_of_it() -> None:
    captions = Captions(CaptionsSettings(), SafeHttp(), FakeClock(SAID))
    waiting = asyncio.ensure_future(anext(aiter(captions.documents())))
    for _ in range(5):
        await asyncio.sleep(0)

    assert not waiting.done()
    waiting.cancel()
