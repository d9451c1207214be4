from datetime import UTC, datetime, timedelta

import pytest

from relay.playhead import Playhead

START = datetime(2021, 9, 3, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_it_runs_evenly_from_one_instant_to_the_next_and_then_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = 100.0
    monkeypatch.setattr("time.monotonic", lambda: real)
    playhead = Playhead(START)
    assert (playhead.now(), playhead.pace()) == (START, 0)

    playhead.run(START, START + HOUR, 10.0)
    real += 2.5
    assert (playhead.now(), playhead.pace()) == (START + HOUR / 4, 360)

    real += 100
    assert (playhead.now(), playhead.pace()) == (START + HOUR, 0)


def test_without_a_pause_it_is_there_at_once() -> None:
    playhead = Playhead(START)
    playhead.run(START, START + HOUR, 0.0)

    assert playhead.now() == START + HOUR
