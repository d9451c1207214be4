from datetime import timedelta

import pytest

from relay.video.lapse.bitmap import DARK, LIGHT, elapsed, stamp
from tests.video.painting import NOON


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (timedelta(), "0:00:00"),
        (timedelta(seconds=59.9), "0:00:59"),
        (timedelta(hours=1, minutes=2, seconds=3), "1:02:03"),
        (timedelta(hours=12), "12:00:00"),
        (-timedelta(seconds=1), "–0:00"),
        (-timedelta(minutes=45, seconds=30), "–0:45"),
        (-timedelta(hours=2, minutes=5), "–2:05"),
        (timedelta(days=40), ""),
    ],
)
def test_elapsed_time_in_figures(after: timedelta, text: str) -> None:
    assert text == elapsed(NOON + after, NOON)


def test_no_time_without_a_start() -> None:
    assert not elapsed(NOON, None)


def test_every_sign_has_a_shape_of_its_own() -> None:
    assert 12 == len({stamp(sign).rows for sign in "0123456789:–"})


def test_a_sign_that_cannot_be_drawn_is_a_bug() -> None:
    with pytest.raises(KeyError):
        stamp("x")


@pytest.mark.parametrize("text", ["1", "1:02", "–12:34", "0:00:00"])
def test_a_box_is_even_and_dark_around_its_figures(text: str) -> None:
    box = stamp(text)

    assert (0, 0) == (box.width % 2, box.height % 2)
    assert {box.width} == {len(row) for row in box.rows}
    around = {*box.rows[0], *box.rows[-1], *(row[0] for row in box.rows)}
    assert {DARK} == around | {row[-1] for row in box.rows}
    assert {DARK, LIGHT} == {point for row in box.rows for point in row}
