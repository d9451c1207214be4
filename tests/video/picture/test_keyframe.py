from dataclasses import replace

import pytest

from relay.errors import VideoError
from relay.testing.hls.making import Recipe
from relay.testing.hls.timemark import read_time
from relay.video.picture.keyframe import Decoder
from relay.video.segment import Segment
from tests.video.cuts import (
    NOON,
    SIX,
    TWO,
    segments,
    without_decoding_times,
    without_marks,
    without_parameters,
)

FMP4 = replace(TWO, container="fmp4")


@pytest.mark.parametrize("recipe", [TWO, FMP4], ids=["ts", "fmp4"])
def test_the_picture_is_the_one_at_the_segments_beginning(recipe: Recipe) -> None:
    decoder = Decoder()
    for place, segment in enumerate(segments(recipe)):
        key = decoder.last(segment)
        assert key.after == 0
        assert read_time(key.frame) == place * 2000


@pytest.mark.parametrize("container", ["ts", "fmp4"])
def test_of_several_key_pictures_the_last_is_taken(container: str) -> None:
    recipe = replace(SIX, container="ts" if container == "ts" else "fmp4")
    key = Decoder().last(segments(recipe)[1])
    assert key.after == pytest.approx(4.0)
    assert read_time(key.frame) == 10_000


def test_time_goes_on_over_the_wrap_of_the_clock() -> None:
    recipe = replace(TWO, start_pts=(1 << 33) - 270_000)
    times = [read_time(Decoder().last(one).frame) for one in segments(recipe)]
    assert times == [0, 2000, 4000, 6000, 8000]


def test_a_stream_without_marks_is_searched_for_its_pictures() -> None:
    key = Decoder().last(without_marks(segments(SIX)[0]))
    assert key.after == pytest.approx(4.0)
    assert read_time(key.frame) == 4000


def test_pictures_that_only_say_when_they_are_shown_are_found() -> None:
    segment = without_decoding_times(segments()[1])
    for one in (segment, without_marks(segment)):
        key = Decoder().last(one)
        assert key.after == 0
        assert read_time(key.frame) == 2000


def test_a_segment_is_read_with_the_parameters_of_an_earlier_one_of_its_run() -> None:
    first, second, third, *_ = segments()
    decoder = Decoder()
    decoder.last(first)
    assert read_time(decoder.last(without_parameters(second)).frame) == 2000
    assert read_time(decoder.last(without_parameters(third)).frame) == 4000


def test_the_parameters_of_another_run_are_not_used() -> None:
    first, second, *_ = segments()
    decoder = Decoder()
    decoder.last(first)
    with pytest.raises(VideoError):
        decoder.last(replace(without_parameters(second), run=1))


def test_a_picture_that_is_cut_off_is_refused() -> None:
    segment = segments()[1]
    for part in (0.02, 0.05, 0.1):
        with pytest.raises(VideoError):
            Decoder().last(replace(segment, data=segment.data[: int(len(segment.data) * part)]))


def test_a_picture_with_a_hole_is_refused() -> None:
    segment = segments()[1]
    holed = segment.data[: 188 * 12] + segment.data[188 * 20 :]
    with pytest.raises(VideoError):
        Decoder().last(replace(segment, data=holed))


def test_a_fragment_that_is_cut_off_is_refused() -> None:
    segment = segments(FMP4)[1]
    with pytest.raises(VideoError):
        Decoder().last(replace(segment, data=segment.data[:3000]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 5000,
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"G" + b"\xff" * 187,
        b"G" * 188 * 20,
        b"\x00\x00\x00\x08styp" + b"\xff" * 4000,
        b"\x00\x00\x00\x00moof" + bytes(4000),
    ],
    ids=["empty", "zeros", "playlist", "concat", "packet", "sync", "styp", "moof"],
)
def test_what_is_no_stream_is_refused(data: bytes) -> None:
    with pytest.raises(VideoError):
        Decoder().last(Segment(run=0, number=7, start=NOON, duration=2.0, data=data))


def test_a_segment_of_sound_alone_is_refused() -> None:
    segment = segments()[0]
    silent = b"".join(
        segment.data[at : at + 188]
        for at in range(0, len(segment.data), 188)
        if int.from_bytes(segment.data[at + 1 : at + 3], "big") & 0x1FFF != 0x100
    )
    assert 0 < len(silent) < len(segment.data)
    with pytest.raises(VideoError):
        Decoder().last(replace(segment, data=silent))
