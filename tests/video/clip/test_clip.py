from dataclasses import replace
from datetime import timedelta

import pytest

from relay.errors import VideoError
from relay.video.clip.clip import Cutter
from tests.video.cuts import (
    SIX,
    TWO,
    after,
    every,
    ring,
    segments,
    shown,
    without_parameters,
)

SMALL = replace(TWO, width=160, height=90, bitrate=40_000, grain=0)
MUCH = 2**30
SECOND = timedelta(seconds=1)


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
