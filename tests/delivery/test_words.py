"""Each event is put in words once for each voice."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relay.core.event import Event, EventType
from relay.core.notice import Notice
from relay.core.voice import ENGLISH, Voice
from relay.delivery import words as module
from relay.delivery.words import Words
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.testing.bots import a_notice

GERMAN = Voice("de")
EVENT = Event(
    type=EventType.STREAM_LIVE, spacewalk="us-eva-95", time=datetime(2026, 8, 6, tzinfo=UTC), seq=1
)


@pytest.fixture(name="journal")
async def _journal(tmp_path: Path) -> AsyncIterator[Journal]:
    store = await Store.open(str(tmp_path / "words.db"))
    yield Journal(store)
    await store.close()


class Notices:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    def __call__(self, event: Event, voice: Voice) -> Notice:
        self.asked.append((event.seq, voice.language))
        return a_notice(title=f"{event.seq} {voice.language}", event=event)


def title(notice: Notice | None) -> str:
    assert notice
    return notice.title


async def test_a_voice_has_its_own_words_and_equal_voices_share_them(journal: Journal) -> None:
    notices = Notices()
    words = Words(journal, notices)

    titles = [title(words.of(EVENT, one)) for one in (ENGLISH, GERMAN, Voice("de"), Voice())]

    assert titles == ["1 en", "1 de", "1 de", "1 en"]
    assert title(words.of(EVENT)) == "1 en"
    assert notices.asked == [(1, "en"), (1, "de")]


async def test_what_a_slow_destination_needs_is_made_of_the_journal_s_event(
    journal: Journal,
) -> None:
    (kept,) = await journal.append([replace(EVENT, seq=0)])
    notices = Notices()
    words = Words(journal, notices)

    titles = [title(await words.at(kept.seq, one)) for one in (GERMAN, GERMAN, ENGLISH)]

    assert titles == ["1 de", "1 de", "1 en"]
    assert notices.asked == [(1, "de"), (1, "en")]
    assert await words.at(kept.seq + 1, GERMAN) is None


async def test_the_oldest_words_give_way(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    notices = Notices()
    words = Words(journal, notices)

    for seq in (1, 2, 3, 3, 2, 1):
        words.of(replace(EVENT, seq=seq), GERMAN)

    assert [seq for seq, _ in notices.asked] == [1, 2, 3, 1]


async def test_a_bug_in_one_language_costs_that_language_alone(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(event: Event, voice: Voice) -> Notice:
        if voice == GERMAN:
            raise KeyError("milestone.hatch_open")
        return a_notice(event=event)

    notices: Callable[[Event, Voice], Notice | None] = broken
    words = Words(journal, notices)

    with caplog.at_level(logging.ERROR):
        assert words.of(EVENT, GERMAN) is None
    assert words.of(EVENT)
    assert "event 1 cannot be put in words" in caplog.text
