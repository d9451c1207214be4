"""What was said, to be searched."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.core.event import Event, EventType
from relay.core.media import Caption
from relay.journal.journal import Journal
from relay.journal.retention import Retention, prune
from relay.journal.store import Store
from relay.journal.transcript import LONGEST, MOST, Transcript

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
WALK = "us-eva-95"


def said(*lines: str, after: float = 0) -> list[Caption]:
    begin = NOON + timedelta(seconds=after)
    return [Caption(at=begin + timedelta(seconds=n), text=text) for n, text in enumerate(lines)]


def texts(found: list[Caption]) -> list[str]:
    return [one.text for one in found]


@pytest.fixture
def transcript(store: Store) -> Transcript:
    return Transcript(store)


async def test_the_newest_lines_come_oldest_first(transcript: Transcript) -> None:
    await transcript.add(WALK, said("ONE", "TWO", "THREE"))
    await transcript.add("rs-eva-49", said("OTHER"))

    assert await transcript.newest(WALK, 2) == said("ONE", "TWO", "THREE")[1:]
    assert texts(await transcript.newest("rs-eva-49", 9)) == ["OTHER"]
    assert await transcript.newest("us-eva-96", 9) == []


async def test_all_words_are_found_in_any_case_and_order(transcript: Transcript) -> None:
    lines = ("THE HATCH IS OPEN.", "Hatch is closed", "NOTHING", "OPEN THE HATCHES")
    await transcript.add(WALK, said(*lines))

    assert texts(await transcript.search(WALK, "open hatch", 9)) == [lines[0], lines[3]]
    assert texts(await transcript.search(WALK, "HATCH", 1)) == [lines[3]]
    assert texts(await transcript.search(WALK, " \x00 ", 9)) == list(lines)
    assert await transcript.search("rs-eva-49", "hatch", 9) == []


async def test_letters_beyond_ascii_are_found_in_any_case(transcript: Transcript) -> None:
    await transcript.add(WALK, said("LÜCKE IM ÉTÉ"))

    for words in ("lücke", "Été", "LÜCKE été"):
        assert texts(await transcript.search(WALK, words, 9)) == ["LÜCKE IM ÉTÉ"]


@pytest.mark.parametrize("words", ["%", "_", "50%", "a\\", "'; DROP TABLE captions; --"])
async def test_words_are_no_patterns(transcript: Transcript, words: str) -> None:
    await transcript.add(WALK, said("AT 50 PERCENT", "AB"))

    assert await transcript.search(WALK, words, 9) == []


async def test_what_comes_again_after_a_restart_is_kept_once(transcript: Transcript) -> None:
    await transcript.add(WALK, said("ONE", "TWO"))
    await transcript.add(WALK, said("ONE", "TWO", "THREE", "THREE"))
    await transcript.add(WALK, said("ONE", after=60))

    assert texts(await transcript.newest(WALK, 9)) == ["ONE", "TWO", "THREE", "THREE", "ONE"]


async def test_lines_are_clean_and_bounded(transcript: Transcript) -> None:
    await transcript.add(WALK, said("\x1b[31mA\u202e\ud800 B\x00", " \x07 ", "C" * 10_000))

    short, long = texts(await transcript.newest(WALK, 9))
    assert (short, len(long)) == ("A B", LONGEST)


@pytest.mark.parametrize("most", [-1, 0])
async def test_nothing_is_asked_for(transcript: Transcript, most: int) -> None:
    await transcript.add(WALK, said("A"))

    assert await transcript.newest(WALK, most) == []


async def test_an_answer_is_bounded(transcript: Transcript) -> None:
    await transcript.add(WALK, said(*(f"{n}" for n in range(MOST + 5))))

    assert len(await transcript.newest(WALK, 10**9)) == MOST
    await transcript.add(WALK, [])


async def test_it_survives_a_restart(transcript: Transcript, store: Store, path: Path) -> None:
    await transcript.add(WALK, said("STILL HERE"))
    await store.close()

    again = await Store.open(str(path))
    assert await Transcript(again).newest(WALK, 9) == said("STILL HERE")
    await again.close()


async def test_it_is_forgotten_with_its_spacewalk(
    transcript: Transcript, store: Store, journal: Journal
) -> None:
    for name, day in (("us-eva-94", 60), (WALK, 1)):
        time = NOON - timedelta(days=day)
        await transcript.add(name, [Caption(at=time, text=name)])
        await journal.append([Event(type=EventType.MILESTONE_REACHED, spacewalk=name, time=time)])
    month = timedelta(days=30)

    await prune(store, Retention(events=month, observations=month, documents=month), NOON)

    assert await transcript.newest("us-eva-94", 9) == []
    assert texts(await transcript.newest(WALK, 9)) == [WALK]
