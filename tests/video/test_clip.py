import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from relay.errors import VideoError
from relay.plugins import Clip
from relay.testing.hls.making import Recipe
from relay.video import clip as module
from relay.video.clip import Cutter
from relay.video.opening import Run
from relay.video.remux import Movie
from relay.video.worker import Worker
from tests.video.cuts import (
    SIX,
    TWO,
    after,
    every,
    kinds,
    ring,
    segments,
    shown,
    without_parameters,
)

SMALL = replace(TWO, width=160, height=90, bitrate=40_000, grain=0)
LONG = Recipe(count=20, width=160, height=90, fps=5, bitrate=30_000, tone=False)
"""Forty seconds: more than are cut in the relay itself."""
MUCH = 2**30
SECOND = timedelta(seconds=1)


@pytest.fixture
async def cutter() -> AsyncIterator[Cutter]:
    made = Cutter("NASA")
    yield made
    await made.close()


async def test_a_clip_begins_at_a_picture_that_stands_alone(cutter: Cutter) -> None:
    made = await cutter.cut([ring(segments())], after(3), 3 * SECOND, MUCH)
    assert shown(made.mp4) == every(2, 6)
    assert (made.at, made.length) == (after(2), 4 * SECOND)
    assert (made.credit, made.reencoded) == ("NASA", False)


async def test_within_a_segment_of_several_groups_it_begins_no_earlier_than_it_must(
    cutter: Cutter,
) -> None:
    source = segments(SIX)[:1]
    made = await cutter.cut([ring(source)], after(4.5), 9 * SECOND, MUCH)
    assert made.at == after(4)
    assert shown(made.mp4) == every(4, 6)


async def test_without_a_start_the_newest_is_shown(cutter: Cutter) -> None:
    made = await cutter.cut([ring(segments())], None, 4 * SECOND, MUCH)
    assert shown(made.mp4) == every(6, 10)


async def test_what_is_no_more_there_is_left_out(cutter: Cutter) -> None:
    made = await cutter.cut([ring(segments()[2:])], after(-60), 66 * SECOND, MUCH)
    assert shown(made.mp4) == every(4, 6)


async def test_the_best_ring_that_fits_is_taken(cutter: Cutter) -> None:
    rings = [ring(segments()), ring(segments(SMALL))]
    whole = await cutter.cut(rings, after(0), 10 * SECOND, MUCH)
    tight = int(len(whole.mp4) * 1.01)
    low = await cutter.cut(rings, after(0), 10 * SECOND, tight)
    assert len(low.mp4) < len(whole.mp4) / 2
    assert not low.reencoded
    assert len(
        (await cutter.cut(rings, after(0), 10 * SECOND, int(len(whole.mp4) * 1.03))).mp4
    ) == len(whole.mp4)


async def test_a_ring_that_reaches_less_far_back_comes_later(cutter: Cutter) -> None:
    rings = [ring(segments()[4:]), ring(segments(SMALL))]
    made = await cutter.cut(rings, after(0), 10 * SECOND, MUCH)
    assert made.length == 10 * SECOND


async def test_runs_that_are_alike_are_joined(cutter: Cutter) -> None:
    later = segments(replace(TWO, start_pts=5), run=1)
    made = await cutter.cut([ring(segments()[:2], later[3:])], after(0), 10 * SECOND, MUCH)
    assert shown(made.mp4) == [*every(0, 4), *every(6, 10)]
    assert made.length == 8 * SECOND


@pytest.mark.parametrize("run", [0, 1], ids=["unannounced", "announced"])
async def test_of_runs_that_differ_the_one_in_the_middle_is_kept(cutter: Cutter, run: int) -> None:
    other = segments(SMALL, run=run)
    made = await cutter.cut([ring(segments()[:1], other[1:])], after(1), 9 * SECOND, MUCH)
    assert shown(made.mp4) == every(2, 10)
    assert made.at == after(2)
    made = await cutter.cut([ring(segments()[:4], other[4:])], after(1), 9 * SECOND, MUCH)
    assert shown(made.mp4) == every(0, 8)


async def test_segments_without_parameters_of_their_own_are_cut(cutter: Cutter) -> None:
    first, *others = segments()
    bare = [first, *map(without_parameters, others)]
    made = await cutter.cut([ring(bare)], after(4), 4 * SECOND, MUCH)
    assert shown(made.mp4) == every(4, 8)


@pytest.mark.parametrize(
    ("start", "seconds", "problem"),
    [
        (0, 181, "that is longer than three minutes"),
        (0, 0, "that is no length for a clip"),
        (-100, 30, "the stream was not followed then"),
        (100, 30, "the stream was not followed then"),
    ],
)
async def test_what_cannot_be_cut_is_said(
    cutter: Cutter, start: int, seconds: int, problem: str
) -> None:
    with pytest.raises(VideoError, match=problem):
        await cutter.cut([ring(segments())], after(start), seconds * SECOND, MUCH)


async def test_nothing_followed_is_said(cutter: Cutter) -> None:
    for rings in ((), (ring(),)):
        with pytest.raises(VideoError, match="not followed then"):
            await cutter.cut(rings, None, SECOND, MUCH)


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


async def test_what_fits_nowhere_is_encoded_anew(cutter: Cutter) -> None:
    told: list[float] = []
    source = segments()
    most = sum(len(one.data) for one in source) // 2
    made = await cutter.cut([ring(source)], after(0), 10 * SECOND, most, told.append)
    assert made.reencoded
    assert len(made.mp4) <= most
    assert shown(made.mp4) == every(0, 10)
    assert made.at == after(0)
    assert told
    assert told == sorted(told)


async def test_what_cannot_be_that_small_is_said(cutter: Cutter) -> None:
    with pytest.raises(VideoError, match=r"it does not fit into 0\.0477 MiB"):
        await cutter.cut([ring(segments())], after(0), 10 * SECOND, 50_000)


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
