"""Segments made here, read back by FFmpeg's own demuxers and decoders."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import islice, pairwise

import av
import pytest

from relay.testing.hls.looking import packets, pictures, sounds, times
from relay.testing.hls.making import Look, Recipe, endless, made
from relay.testing.hls.recipe import WRAP, Container
from relay.testing.hls.timemark import picture_time, read_time

SMALL = Recipe(count=3, width=160, height=90, fps=10, bitrate=60_000)


def whole(recipe: Recipe) -> bytes:
    pieces = made(recipe)
    return pieces[0].header + b"".join(one.data for one in pieces)


@pytest.mark.parametrize("container", ["ts", "fmp4"])
def test_every_picture_tells_its_own_time(container: Container) -> None:
    recipe = replace(SMALL, container=container)

    shown = pictures(whole(recipe))

    assert times(whole(recipe)) == list(range(0, 6000, 100))
    assert not any(frame.is_corrupt for frame in shown)


@pytest.mark.parametrize(
    "recipe",
    [
        replace(SMALL, bitrate=20_000),
        replace(SMALL, look=Look.NOISE, bitrate=160_000),
        Recipe(count=1, look="noise"),
        Recipe(count=1, width=432, height=240, fps=5),
    ],
    ids=["starved", "snow", "larger snow", "rows with padding"],
)
def test_the_time_outlives_a_poor_encoding(recipe: Recipe) -> None:
    step = 1000 // recipe.fps
    assert times(whole(recipe)) == list(range(0, step * recipe.count * recipe.frames, step))


@pytest.mark.parametrize("size", [(160, 90), (64, 36)])
def test_the_time_outlives_a_smaller_jpeg(size: tuple[int, int]) -> None:
    frame = pictures(made(Recipe(count=2))[1].data)[0]
    coder = av.VideoCodecContext.create("mjpeg", "w")
    coder.width, coder.height, coder.pix_fmt = *size, "yuvj420p"
    coder.time_base = Fraction(1, 25)

    (packet,) = coder.encode(frame.reformat(*size, format="yuvj420p", dst_color_range="JPEG"))

    assert picture_time(bytes(packet)) == 2000


@pytest.mark.parametrize("look", ["black", "slate"])
def test_a_picture_without_a_time_has_none_to_read(look: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        read_time(pictures(whole(replace(SMALL, look=look, count=1)))[0])


def test_a_damaged_time_is_not_read_as_another() -> None:
    frame = pictures(whole(SMALL))[-1]
    luma = bytearray(frame.planes[0])
    stride = frame.planes[0].line_size
    left = slice(0, 5 * stride)
    upper, lower = luma[left], luma[5 * stride : 10 * stride]
    luma[left.start : 5] = lower[:5]
    for row in range(5):
        start = row * stride
        luma[start : start + 5] = lower[start : start + 5]
        luma[start + 5 * stride : start + 5 * stride + 5] = upper[start : start + 5]
    frame.planes[0].update(bytes(luma))

    with pytest.raises(ValueError, match="damaged"):
        read_time(frame)


def test_frozen_pictures_show_their_first_time_again_and_again() -> None:
    assert set(times(whole(replace(SMALL, look="frozen", count=2)))) == {0}


def test_black_is_black_and_snow_is_dearer_than_the_station() -> None:
    (black, *_) = pictures(whole(replace(SMALL, look="black", count=1)))
    snow = whole(replace(SMALL, look="noise", bitrate=400_000))

    assert set(bytes(black.planes[0])[:160]) == {16}
    assert len(snow) > len(whole(SMALL)) * 1.5


@pytest.mark.parametrize("container", ["ts", "fmp4"])
def test_timestamps_run_on_from_one_segment_to_the_next(container: Container) -> None:
    recipe = replace(SMALL, container=container, start_pts=1_234_567)

    shown = packets(whole(recipe))
    heard = packets(whole(recipe), "audio")

    first = Fraction(1_234_567, 90_000)
    assert sorted(one.seconds for one in shown) == [first + Fraction(n, 10) for n in range(60)]
    assert {b.seconds - a.seconds for a, b in pairwise(heard)} == {Fraction(1024, 48_000)}
    assert abs(heard[0].seconds - first) < 0.03
    assert not any(one.corrupt for one in shown + heard)


def test_each_segment_of_a_transport_stream_stands_alone() -> None:
    for place, piece in enumerate(made(SMALL)):
        first = packets(piece.data)[0]
        assert first.key
        assert {nal & 31 for nal in _nals(first.data)} >= {5, 7, 8}
        assert times(piece.data)[0] == place * 2000


def test_sound_is_a_tone_without_gaps() -> None:
    heard = sounds(whole(SMALL))

    assert sum(frame.samples for frame in heard) == pytest.approx(6 * 48_000, abs=1024)
    assert max(memoryview(bytes(heard[5].planes[0])).cast("f")) == pytest.approx(0.1, abs=0.03)


def test_without_a_tone_there_is_no_sound_track() -> None:
    silent = whole(replace(SMALL, tone=False, count=1))

    assert packets(silent, "audio") == []
    assert packets(silent) != []


def test_the_clock_of_a_transport_stream_wraps() -> None:
    first, second, _ = made(replace(SMALL, start_pts=WRAP - 180_000))

    assert min(one.pts for one in packets(second.data)) == 0
    joined = sorted(one.pts for one in packets(first.data + second.data))
    assert {b - a for a, b in pairwise(joined)} == {9000}


def test_a_segment_may_hold_several_groups_of_pictures() -> None:
    piece = made(replace(SMALL, gops=4, count=1))[0]

    keys = [one.pts for one in packets(piece.data) if one.key]

    assert [pts - keys[0] for pts in keys] == [0, 45_000, 90_000, 135_000]


def test_segments_are_made_once_and_numbered_from_where_it_says() -> None:
    recipe = replace(SMALL, first_number=40)

    assert [one.index for one in made(recipe)] == [40, 41, 42]
    assert made(recipe)[0] is made(recipe)[0]


def test_an_endless_recipe_makes_what_is_asked_for() -> None:
    pieces = list(islice(endless(replace(SMALL, count=0)), 5))

    assert times(pieces[4].data)[-1] == 9900
    with pytest.raises(ValueError, match="no end"):
        made(replace(SMALL, count=0))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Recipe(look="sepia"),
        lambda: Recipe(gops=3),
        lambda: Recipe(seconds=1.97),
        lambda: Recipe(captions=((0, "ÄÖÜ"),)),
    ],
    ids=["look", "groups", "length", "letters"],
)
def test_a_recipe_that_cannot_be_made_is_refused(wrong: Callable[[], Recipe]) -> None:
    with pytest.raises(ValueError, match=r"sepia|segment|captions"):
        wrong()


def _nals(access_unit: bytes) -> list[int]:
    return [part[0] for part in access_unit.split(b"\x00\x00\x01") if part]
