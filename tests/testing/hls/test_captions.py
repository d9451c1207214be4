"""Captions made here, read back by FFmpeg's decoder of CEA-608."""

import pytest

from relay.testing.hls.captions import pairs, with_captions
from relay.testing.hls.looking import captions
from relay.testing.hls.making import Recipe, made
from relay.testing.hls.recipe import Container, Style

LINES = ("THIS IS A TEST PICTURE.", "HATCH IS OPEN.", "10:41 A.M. EASTERN", "THE END")


@pytest.mark.parametrize("container", ["ts", "fmp4"])
@pytest.mark.parametrize("style", ["roll-up", "pop-on"])
def test_captions_come_back_in_order(container: Container, style: Style) -> None:
    lines = tuple((float(place * 2), text) for place, text in enumerate(LINES))
    recipe = Recipe(
        count=5,
        width=160,
        height=90,
        fps=10,
        bitrate=60_000,
        captions=lines,
        container=container,
        style=style,
    )
    pieces = made(recipe)

    shown = captions(pieces[0].header + b"".join(one.data for one in pieces))

    # The last line is only known to be whole when another one follows.
    assert [text.split("|")[-1] for text in shown] == list(LINES[: len(shown)])
    assert len(shown) >= len(LINES) - 1


def test_a_control_code_comes_twice_and_an_odd_line_is_filled_up() -> None:
    assert pairs("ABC") == [
        *((0x14, 0x25), (0x14, 0x25), (0x14, 0x2D), (0x14, 0x2D), (0x14, 0x70), (0x14, 0x70)),
        *((0x41, 0x42), (0x43, 0x00)),
    ]


def test_the_message_stands_before_the_first_slice_with_odd_parity() -> None:
    unit = b"\x00\x00\x00\x01\x67sps\x00\x00\x00\x01\x68pps\x00\x00\x01\x65slice"

    carrying = with_captions(unit, (0x41, 0x00))

    before, message, after = carrying.partition(b"\x00\x00\x00\x01\x06\x04")
    assert (before, after[-9:]) == (unit[:16], b"\x00\x00\x01\x65slice")
    assert b"GA94\x03\xc2\xff\xfc\xc1\x80" in after
    assert message


def test_without_captions_nothing_is_added() -> None:
    assert with_captions(b"\x00\x00\x01\x65slice", None) == b"\x00\x00\x01\x65slice"
