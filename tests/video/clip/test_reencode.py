from dataclasses import replace
from functools import cache

import pytest

from relay.errors import VideoError
from relay.testing.hls.making import Look
from relay.video.clip.reencode import reencode
from relay.video.clip.remux import remux
from relay.video.container.opening import Run
from tests.video.cuts import TWO, kinds, segments, shown, spans

DEAR = replace(TWO, count=2, bitrate=1_500_000, grain=40)


@cache
def film(look: Look = Look.MOVING, fps: int = 10, count: int = 2) -> bytes:
    some = segments(replace(DEAR, look=look, fps=fps, count=count))
    return remux([Run("mpegts", tuple(one.data for one in some))]).mp4


def test_the_film_becomes_as_small_as_it_must_and_is_otherwise_the_same() -> None:
    told: list[float] = []
    most = len(film()) // 3
    small = reencode(film(), most, told.append)
    assert most // 2 < len(small) <= most
    assert shown(small) == shown(film())
    assert spans(small)["audio"] == spans(film())["audio"]
    assert spans(small)["video"] == pytest.approx(spans(film())["video"], abs=0.001)
    assert [kind for kind in kinds(small) if kind != b"free"] == [b"ftyp", b"moov", b"mdat"]
    assert told == sorted(told)
    assert 0.8 < told[-1] <= 1


def test_the_sound_goes_before_the_picture_does() -> None:
    small = reencode(film(), 60_000, lambda share: None)
    assert len(small) <= 60_000
    assert set(spans(small)) == {"file", "video"}


def test_of_a_fast_stream_every_other_picture_is_left_out() -> None:
    fast = film(fps=50, count=1)
    small = reencode(fast, len(fast) // 4, lambda share: None)
    assert shown(small) == pytest.approx(range(20, 2000, 40), abs=1)


def test_even_snow_gets_small_enough() -> None:
    most = len(film(Look.NOISE, count=1)) // 4
    assert len(reencode(film(Look.NOISE, count=1), most, lambda share: None)) <= most


def test_what_cannot_be_recognised_any_more_is_refused() -> None:
    with pytest.raises(VideoError, match="that small"):
        reencode(film(), 10_000, lambda share: None)


@pytest.mark.parametrize("file", [b"", b"\x00\x00\x00\x08moov" * 50, film()[:4000]])
def test_what_is_no_film_is_refused(file: bytes) -> None:
    with pytest.raises(VideoError):
        reencode(file, 10_000, lambda share: None)
