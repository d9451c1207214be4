"""A replay: the program itself, on the recording's own time."""

import asyncio
import math
from datetime import timedelta
from pathlib import Path

import pytest

from relay.config import Configuration, load
from relay.core.event import Event, EventType
from relay.recording import read
from relay.replay import replay
from relay.testing.story import START, recorded, scheduled, story


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    path = tmp_path / "config.toml"
    path.write_text(f'[relay]\ndatabase = "{tmp_path / "relay.db"}"\n')
    return load(path, {})


async def played(
    configuration: Configuration, folder: Path, speed: float = math.inf
) -> list[Event]:
    shown: list[Event] = []
    await replay(configuration, read(folder), shown.append, speed=speed, bots=[])
    return shown


async def test_every_event_is_shown_once_in_order_at_its_own_time(
    configuration: Configuration, tmp_path: Path
) -> None:
    events = await played(configuration, recorded(tmp_path / "there", story()))

    assert list(range(1, 15)) == [event.seq for event in events]
    times = [event.time for event in events]
    assert sorted(times) == times
    reminders = [event.time for event in events if event.type is EventType.REMINDER_DUE]
    before = (timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10))
    assert [START - lead for lead in before] == reminders


async def test_the_speed_divides_the_waits(
    configuration: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    turn = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await turn(0)

    documents = [scheduled(START - timedelta(hours=n), START) for n in (2, 0)]
    folder = recorded(tmp_path / "there", documents)
    monkeypatch.setattr("asyncio.sleep", sleep)
    await played(configuration, folder, speed=60)

    # The reminder an hour ahead, the one ten minutes ahead, and the second document.
    assert [60, 50, 10] == [wait for wait in waits if wait]


async def test_played_again_on_the_same_journal_it_says_nothing_new(
    configuration: Configuration, tmp_path: Path
) -> None:
    folder = recorded(tmp_path / "there", story())
    first = await played(configuration, folder)

    assert first
    assert [] == await played(configuration, folder)


@pytest.mark.parametrize("stopped_after", range(1, 10))
async def test_stopped_anywhere_and_played_again_it_says_the_same(
    configuration: Configuration, tmp_path: Path, stopped_after: int
) -> None:
    whole = story()
    shown = await played(configuration, recorded(tmp_path / "part", whole[:stopped_after]))
    shown += await played(configuration, recorded(tmp_path / "whole", whole))

    kinds = [(event.seq, event.type, event.time) for event in shown]
    assert 14 == len(kinds)
    assert list(range(1, 15)) == [seq for seq, _, _ in kinds]
    assert sorted(time for _, _, time in kinds) == [time for _, _, time in kinds]
