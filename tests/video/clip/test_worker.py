import asyncio
import os
import signal
from collections.abc import Sequence
from datetime import timedelta

import pytest

from relay.errors import VideoError
from relay.plugins import Clip
from relay.testing.hls.making import Recipe
from relay.video.clip import clip as module
from relay.video.clip.clip import Cutter
from relay.video.clip.remux import Movie
from relay.video.clip.worker import Worker
from relay.video.container.opening import Run
from tests.video.cuts import after, every, kinds, ring, segments, shown

LONG = Recipe(count=20, width=160, height=90, fps=5, bitrate=30_000, tone=False)
"""Forty seconds: more than are cut in the relay itself."""
MUCH = 2**30
SECOND = timedelta(seconds=1)


async def test_a_long_clip_is_cut_beside_the_relay_and_the_process_kept(cutter: Cutter) -> None:
    made = await cutter.cut([ring(segments(LONG))], after(1), 38 * SECOND, MUCH)
    assert shown(made.mp4) == list(range(0, 39_000, 200))
    assert kinds(made.mp4)[0] == b"ftyp"
    first = cutter._worker
    assert first is not None
    await cutter.cut([ring(segments(LONG))], after(0), 40 * SECOND, MUCH)
    assert cutter._worker is first
    assert first.is_alive
    await cutter.close()
    assert not first.is_alive


async def test_a_process_that_died_is_replaced(cutter: Cutter) -> None:
    cutter.warm()
    first = cutter._worker
    assert first is not None
    os.kill(first._process.pid, signal.SIGKILL)
    first._process.wait()
    made = await cutter.cut([ring(segments(LONG))], after(0), 40 * SECOND, MUCH)
    assert made.length == 40 * SECOND


async def test_the_process_rests_after_a_while() -> None:
    cutter = Cutter("NASA", idle=0)
    cutter.warm()
    worker = cutter._worker
    assert worker is not None
    rested = asyncio.Event()
    asyncio.get_running_loop().call_later(0, rested.set)
    await rested.wait()
    assert cutter._worker is None
    assert not worker.is_alive


class Stuck(Worker):
    """Waits for an order that never comes, as one that does not get on would."""

    begun: "list[Stuck]"

    def __init__(self) -> None:
        super().__init__()
        Stuck.begun.append(self)

    def cut(self, *_: object, **__: object) -> Movie:
        self._output.read(1)
        raise VideoError("it was killed")


@pytest.mark.parametrize(("length", "most"), [(40, MUCH), (10, 20_000)])
async def test_a_clip_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, length: int, most: int
) -> None:
    Stuck.begun = []
    monkeypatch.setattr(module, "Worker", Stuck)
    cutter = Cutter("NASA", patience=0.05)
    with pytest.raises(VideoError, match="took too long"):
        await cutter.cut([ring(segments(LONG))], after(0), length * SECOND, most)
    (worker,) = Stuck.begun
    await asyncio.to_thread(worker._process.wait)
    assert not worker.is_alive
    await cutter.close()


def test_a_worker_says_what_is_wrong_and_goes_on() -> None:
    worker = Worker()
    try:
        with pytest.raises(VideoError, match="cannot be read"):
            worker.cut([Run("mp4", (b"garbage",))])
        movie = worker.cut([Run("mpegts", tuple(one.data for one in segments()))])
        assert shown(movie.mp4) == every(0, 10)
        worker.kill()
        with pytest.raises(VideoError, match="ended"):
            worker.cut([Run("mpegts", tuple(one.data for one in segments()))])
    finally:
        worker.close()


async def test_clips_asked_for_at_once_are_all_made(cutter: Cutter) -> None:
    wanted: Sequence[int] = (40, 35, 2, 38)
    source = ring(segments(LONG))
    made: list[Clip] = await asyncio.gather(
        *(cutter.cut([source], None, length * SECOND, MUCH) for length in wanted)
    )
    assert [round(one.length.total_seconds()) for one in made] == [40, 36, 2, 38]
