from datetime import timedelta

import pytest

from relay.video.lapse.reel import MOST_ALIKE, Reel
from tests.video.painting import NOON, flat, light, noise, read_time

TEN = timedelta(seconds=10)


def reel(pictures: list[bytes], start_after: timedelta | None = None) -> Reel:
    timed = [(NOON + TEN * number, picture) for number, picture in enumerate(pictures)]
    return Reel(timed, None if start_after is None else NOON + start_after)


def test_fills_the_frame_in_the_stream_s_own_brightness() -> None:
    (frame,) = reel([flat(255)])
    assert (960, 540, "yuv420p") == (frame.width, frame.height, frame.format.name)
    corners = [light(frame, x, y) for x in (0, 959) for y in (0, 539)]
    assert [235] * 4 == corners  # JPEG's white is 255, video's 235


@pytest.mark.parametrize(
    ("size", "bar", "inside"),
    [
        ((160, 120), (100, 270), (130, 270)),
        ((91, 163), (320, 270), (340, 270)),
        ((163, 41), (480, 140), (480, 155)),
    ],
)
def test_another_shape_has_black_bars(
    size: tuple[int, int], bar: tuple[int, int], inside: tuple[int, int]
) -> None:
    (frame,) = reel([flat(255, size)])
    assert (960, 540) == (frame.width, frame.height)
    across = (959 - bar[0], 539 - bar[1])
    assert [16, 16] == [light(frame, *bar), light(frame, *across)]
    assert [235, 235] == [
        light(frame, *inside),
        light(frame, 959 - inside[0], 539 - inside[1]),
    ]
    colours = [bytes(plane) for plane in frame.planes[1:]]
    assert all(128 == max(colour) == min(colour) for colour in colours)


def test_the_elapsed_time_stands_in_the_corner() -> None:
    before, *after = reel([flat(255), flat(0), flat(90)], TEN)
    assert "–0:00" == read_time(before, 5)
    assert ["0:00:00", "0:00:10"] == [read_time(frame, 7) for frame in after]


def test_without_a_start_nothing_is_drawn() -> None:
    (frame,) = reel([flat(255)])
    assert {235} == {light(frame, x, y) for x in range(700, 960) for y in range(440, 540)}


def test_standing_still_is_cut_to_two_minutes() -> None:
    pictures = [*[flat(50)] * 20, flat(90), *[flat(50)] * 20]
    still = reel(pictures, timedelta())
    times = [read_time(frame, 7) for frame in still]
    assert 2 * MOST_ALIKE + 1 == len(times)
    assert ["0:01:50", "0:03:20", "0:03:30"] == times[11:14]
    assert NOON == still.began


def test_black_stays_for_two_minutes() -> None:
    assert MOST_ALIKE == len(list(reel([flat(0)] * 30)))


def test_what_changes_slowly_changes() -> None:
    assert 40 == len(list(reel([flat(60 + number // 2) for number in range(40)])))


def test_noise_moves() -> None:
    assert 20 == len(list(reel([noise(number) for number in range(20)])))


def test_what_is_no_picture_is_passed_over_and_counted() -> None:
    broken = reel([b"", flat(50), b"junk", noise(1)[:300], flat(90)], TEN)
    assert ["0:00:00", "0:00:30"] == [read_time(frame, 7) for frame in broken]
    assert 3 == broken.passed_over
    assert NOON + TEN == broken.began
