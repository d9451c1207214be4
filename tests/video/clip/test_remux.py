import io
from dataclasses import replace

import av
import pytest

from relay.errors import VideoError
from relay.testing.hls.making import Recipe
from relay.video.clip.remux import alike, remux
from relay.video.container import transport
from relay.video.container.opening import Run, form
from relay.video.segment import Segment
from tests.video.cuts import (
    FRAME,
    SIX,
    TWO,
    every,
    kinds,
    segments,
    shown,
    spans,
    with_large_picture,
    without_decoding_times,
    without_parameters,
)

FMP4 = replace(TWO, container="fmp4")


def run(some: list[Segment]) -> Run:
    return Run(form(some[0]), (some[0].header, *(one.data for one in some)))


@pytest.mark.parametrize("recipe", [TWO, FMP4], ids=["ts", "fmp4"])
def test_a_film_is_as_long_as_its_segments_and_begins_at_0(recipe: Recipe) -> None:
    movie = remux([run(segments(recipe)[1:4])])
    assert movie.skipped == 0
    assert movie.length == pytest.approx(6)
    assert shown(movie.mp4) == every(2, 8)
    for start, length in spans(movie.mp4).values():
        assert start == pytest.approx(0, abs=0.03)
        assert length == pytest.approx(6, abs=0.05)
    assert spans(movie.mp4)["file"][0] == 0
    assert spans(movie.mp4)["video"] == pytest.approx((0, 6), abs=0.001)


@pytest.mark.parametrize("recipe", [TWO, FMP4], ids=["ts", "fmp4"])
def test_its_index_stands_in_front(recipe: Recipe) -> None:
    found = kinds(remux([run(segments(recipe))]).mp4)
    assert [kind for kind in found if kind != b"free"] == [b"ftyp", b"moov", b"mdat"]


def planes(file: bytes) -> list[bytes]:
    with av.open(io.BytesIO(file), "r") as container:
        return [bytes(frame.planes[0]) for frame in container.decode(video=0)]


def test_the_pictures_are_the_very_same() -> None:
    source = segments()[:2]
    assert planes(remux([run(source)]).mp4) == planes(b"".join(one.data for one in source))


def test_without_b_frames_nothing_is_delayed() -> None:
    movie = remux([run(segments(replace(TWO, b_frames=0)))])
    assert shown(movie.mp4) == every(0, 10)


def test_the_clock_may_wrap_on_the_way() -> None:
    recipe = replace(TWO, start_pts=(1 << 33) - 270_000)
    movie = remux([run(segments(recipe))])
    assert shown(movie.mp4) == every(0, 10)
    assert spans(movie.mp4)["video"] == pytest.approx((0, 10), abs=0.001)


def test_it_begins_at_the_last_key_picture_before_the_start_and_ends_at_the_end() -> None:
    movie = remux([run(segments(SIX))], start=3.5, end=7.0)
    assert movie.skipped == pytest.approx(2)
    times = shown(movie.mp4)
    assert times[0] == 2000
    assert times == every(2, 2 + movie.length)
    assert 5 <= movie.length <= 5 + 4 * FRAME


def test_an_end_between_groups_is_exact() -> None:
    assert shown(remux([run(segments())], start=2.0, end=6.0).mp4) == every(2, 6)
    rounded = remux([run(segments())], start=1.999, end=6.001)
    assert shown(rounded.mp4) == every(2, 6)


def test_a_start_after_the_end_of_the_segments_takes_the_last_group() -> None:
    assert shown(remux([run(segments())], start=99.0).mp4) == every(8, 10)


@pytest.mark.parametrize("recipe", [TWO, FMP4], ids=["ts", "fmp4"])
def test_runs_are_joined_whatever_their_clocks_say(recipe: Recipe) -> None:
    """Naively joined, a jump back makes a corrupt film and a jump forward one of hours."""
    later = replace(recipe, start_pts=TWO.start_pts + 90_000 * 3600)
    for one, other in ((recipe, later), (later, recipe)):
        runs = [run(segments(one)[:2]), run(segments(other)[3:])]
        movie = remux(runs)
        assert movie.length == pytest.approx(8)
        assert shown(movie.mp4) == [*every(0, 4), *every(6, 10)]
        for start, length in spans(movie.mp4).values():
            assert start == pytest.approx(0, abs=0.03)
            assert length == pytest.approx(8, abs=0.05)


def test_the_sound_of_joined_runs_never_overlaps() -> None:
    movie = remux([run(segments()[:2]), run(segments()[1:3])])
    with av.open(io.BytesIO(movie.mp4), "r") as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        times = [packet.dts for packet in container.demux(audio=0) if packet.dts is not None]
        assert times == sorted(set(times))
        container.seek(0)
        assert sum(frame.samples for frame in container.decode(audio=0)) > 7.9 * 48_000


def test_runs_that_are_encoded_differently_are_told_apart() -> None:
    small = replace(TWO, width=160, height=90)
    silent = replace(TWO, tone=False)
    runs = [run(segments(one)) for one in (TWO, small, TWO, silent, FMP4)]
    assert alike(runs) == [0, 1, 0, 2, 3]


def test_a_stream_without_sound_makes_a_silent_film() -> None:
    movie = remux([run(segments(replace(TWO, tone=False)))])
    assert set(spans(movie.mp4)) == {"file", "video"}
    assert shown(movie.mp4) == every(0, 10)


def test_sound_that_begins_on_the_way_is_left_out() -> None:
    silent, heard = segments(replace(TWO, tone=False))[:2], segments()[2:]
    movie = remux([run([*silent, *heard])])
    assert shown(movie.mp4) == every(0, 10)


def test_pictures_whose_parameters_came_earlier_can_be_played() -> None:
    first, second, third, *_ = segments()
    sets = transport.parameters(first.data)
    begin = transport.with_parameters(without_parameters(second).data, sets)
    movie = remux([Run("mpegts", (*begin, without_parameters(third).data))])
    assert shown(movie.mp4) == every(2, 6)
    with pytest.raises(VideoError):
        remux([Run("mpegts", (without_parameters(second).data,))])


@pytest.mark.parametrize("size", [300_000, 2_000_000])
def test_sound_that_begins_behind_a_large_picture_is_kept(size: int) -> None:
    """Opening a file reads no further than it must, and would know nothing of that sound."""
    first, second, *_ = segments()
    movie = remux([run([with_large_picture(first, size), second])])
    assert shown(movie.mp4) == every(0, 4)
    assert spans(movie.mp4)["audio"] == pytest.approx((0, 4), abs=0.05)


def test_pictures_that_only_say_when_they_are_shown_are_all_kept() -> None:
    movie = remux([run([without_decoding_times(one) for one in segments()])])
    assert movie.skipped == 0
    assert shown(movie.mp4) == every(0, 10)


def test_a_truncated_segment_ends_the_film_early() -> None:
    first, second, *_ = segments()
    half = second.data[: len(second.data) // 2]
    movie = remux([run([first, replace(second, data=half)])])
    assert 2 < movie.length < 4


@pytest.mark.parametrize(
    "data",
    [b"", bytes(9000), b"G" * 188 * 50, segments()[0].data[: 188 * 3]],
    ids=["empty", "zeros", "sync", "start"],
)
def test_what_holds_no_pictures_is_refused(data: bytes) -> None:
    for kind in ("mpegts", "mp4"):
        with pytest.raises(VideoError):
            remux([Run(kind, (data,))])


def sound_alone(data: bytes) -> bytes:
    target = io.BytesIO()
    with av.open(io.BytesIO(data), "r") as source, av.open(target, "w", format="mpegts") as output:
        stream = output.add_stream_from_template(source.streams.audio[0], opaque=True)
        for packet in source.demux(audio=0):
            if packet.size:
                packet.stream = stream
                output.mux(packet)
    return target.getvalue()


def test_a_stream_of_sound_alone_is_refused() -> None:
    heard = Run("mpegts", (sound_alone(segments()[0].data),))
    with pytest.raises(VideoError, match="no pictures"):
        remux([heard])
    with pytest.raises(VideoError, match="no pictures"):
        alike([heard])
