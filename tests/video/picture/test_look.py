import random
from datetime import timedelta

import pytest

from relay.video.picture.look import HEIGHT, WIDTH, Looks, is_black, is_still
from tests.video.cuts import NOON

GREY = bytes([120]) * (WIDTH * HEIGHT)


def noisy(seed: int, level: int = 120, spread: int = 1) -> bytes:
    chance = random.Random(seed)
    return bytes(max(0, level + chance.randint(-spread, spread)) for _ in range(WIDTH * HEIGHT))


def with_box(left: int, top: int, wide: int, tall: int, level: int = 200) -> bytes:
    luma = bytearray(GREY)
    for y in range(top, top + tall):
        luma[y * WIDTH + left : y * WIDTH + left + wide] = bytes([level]) * wide
    return bytes(luma)


def looks(*pictures: bytes, every: float = 2.0) -> list[str]:
    judge = Looks()
    return [
        judge.judge(one, NOON + timedelta(seconds=place * every))
        for place, one in enumerate(pictures)
    ]


def test_black_is_dark_nearly_everywhere() -> None:
    assert is_black(bytes(WIDTH * HEIGHT))
    assert is_black(noisy(1, level=2))
    assert not is_black(bytes([9]) * (WIDTH * HEIGHT))
    stars = bytearray(WIDTH * HEIGHT)
    stars[:143] = b"\xff" * 143
    assert is_black(bytes(stars))
    stars[:145] = b"\xff" * 145
    assert not is_black(bytes(stars))


def test_the_fourth_picture_without_a_change_stands_still() -> None:
    assert looks(*[GREY] * 5) == ["", "", "", "frozen", "frozen"]


def test_noise_is_no_movement() -> None:
    assert not is_still(noisy(1, spread=3), noisy(2, spread=3))
    assert is_still(GREY, noisy(2, spread=0))
    quiet = bytearray(GREY)
    for at in range(0, len(quiet), 3):
        quiet[at] += 1
    assert is_still(GREY, bytes(quiet))


def test_a_clock_is_no_movement_but_a_walker_is() -> None:
    clock = with_box(0, 0, 20, 10, level=140)
    assert is_still(GREY, clock)
    assert not is_still(GREY, with_box(0, 0, 21, 10, level=160))
    assert not is_still(GREY, with_box(40, 40, 20, 40))


def test_a_movement_begins_the_count_anew() -> None:
    moved = with_box(40, 40, 40, 40)
    assert looks(GREY, GREY, GREY, moved, moved, moved, moved) == [""] * 6 + ["frozen"]


def test_the_same_picture_for_a_minute_is_a_slate() -> None:
    told = looks(*[GREY] * 31)
    assert told[29:] == ["frozen", "slate"]
    assert looks(*[GREY] * 31, GREY, with_box(0, 0, 80, 80))[-2:] == ["slate", ""]


def test_what_drifts_slowly_is_no_slate() -> None:
    drift = [bytes([100 + place // 3]) * (WIDTH * HEIGHT) for place in range(40)]
    gentle = [one[: len(one) // 2] + GREY[len(one) // 2 :] for one in drift]
    assert "slate" not in looks(*gentle)
    assert "frozen" in looks(*gentle)


def test_black_comes_before_standing_still() -> None:
    assert looks(*[bytes(WIDTH * HEIGHT)] * 5) == ["black"] * 5


@pytest.mark.parametrize("short", [b"", b"\x00\x01"])
def test_pictures_of_another_size_differ(short: bytes) -> None:
    assert not is_still(short, GREY)
