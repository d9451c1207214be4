"""Codes of CEA-608 as lines of text."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from relay.core.media import Caption
from relay.video.captions.cea608 import LONGEST, Cea608

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
POP_ON, BACKSPACE, ROLL_UP, PAINT_ON = (0x14, 0x20), (0x14, 0x21), (0x14, 0x25), (0x14, 0x29)
TEXT, ERASE, RETURN = (0x14, 0x2B), (0x14, 0x2C), (0x14, 0x2D)
CLEAR, SHOW = (0x14, 0x2E), (0x14, 0x2F)
ROW_14, ROW_15 = (0x14, 0x40), (0x14, 0x60)
OTHER_CHANNEL = (0x1C, 0x25)

Pair = tuple[int, int]


def with_parity(pair: Pair) -> Pair:
    first, second = (byte if byte.bit_count() % 2 else byte | 0x80 for byte in pair)
    return first, second


def typed(words: str) -> list[Pair]:
    codes = words.encode("ascii") + b"\0" * (len(words) % 2)
    return list(zip(codes[::2], codes[1::2], strict=True))


def twice(*codes: Pair) -> list[Pair]:
    return [code for code in codes for _ in range(2)]


class Screen:
    """A channel that gets ten pairs a second."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self.decoder = Cea608(self.dropped)
        self.now = NOON
        self.given: list[Caption] = []

    def send(self, pairs: Sequence[Pair], *, raw: bool = False) -> list[str]:
        """The lines that end with these pairs."""
        fresh: list[Caption] = []
        for pair in pairs:
            fresh += self.decoder.feed([pair if raw else with_parity(pair)], self.now)
            self.now += timedelta(seconds=0.1)
        self.given += fresh
        return [line.text for line in fresh]

    def pause(self, seconds: float = 0) -> list[str]:
        self.now += timedelta(seconds=seconds)
        return [line.text for line in self.decoder.pause(self.now)]


@pytest.fixture
def screen() -> Screen:
    return Screen()


def roll(words: str) -> list[Pair]:
    return [*twice(ROLL_UP, RETURN, ROW_15), *typed(words)]


def test_a_line_that_rolls_up_is_given_with_the_return_that_ends_it(screen: Screen) -> None:
    assert screen.send(roll("THE HATCH")) == []
    assert screen.send(roll("IS OPEN")) == ["THE HATCH"]

    assert screen.given[0].at == NOON + timedelta(seconds=0.6)


def test_a_line_pops_on_when_it_is_shown(screen: Screen) -> None:
    begun = [*twice(POP_ON, CLEAR, ROW_14), *typed("THE HATCH"), *twice(ROW_15), *typed("IS OPEN.")]
    assert screen.send(begun) == []
    shown = screen.now

    assert screen.send(twice(SHOW)) == ["THE HATCH IS OPEN."]
    assert screen.given[0].at == shown
    assert screen.send(twice(SHOW)) == []


def test_what_is_cleared_before_it_is_shown_was_never_said(screen: Screen) -> None:
    screen.send([*twice(POP_ON), *typed("A MISTAKE"), *twice(CLEAR), *typed("RIGHT")])

    assert screen.send(twice(SHOW)) == ["RIGHT"]


def test_a_painted_line_ends_with_its_row(screen: Screen) -> None:
    assert screen.send([*twice(PAINT_ON, ROW_14), *typed("ONE"), *twice(ROW_15)]) == ["ONE"]
    assert screen.send([*typed("TWO"), *twice(ERASE)]) == ["TWO"]


def test_a_sentence_is_over_at_the_end_of_a_segment_but_an_abbreviation_is_not(
    screen: Screen,
) -> None:
    screen.send(roll("HATCH OPEN AT 8:41 A.M."))
    assert screen.pause() == []
    screen.send(typed(" EASTERN."))
    assert screen.pause() == ["HATCH OPEN AT 8:41 A.M. EASTERN."]
    assert screen.pause() == []


def test_a_line_is_over_when_nothing_was_added_for_three_seconds(screen: Screen) -> None:
    screen.send(roll("THE HATCH"))
    assert screen.pause(2.8) == []
    assert screen.pause(0.2) == ["THE HATCH"]


def test_within_a_long_segment_too(screen: Screen) -> None:
    screen.send(roll("THE HATCH"))
    assert screen.send([(0, 0)] * 35) == ["THE HATCH"]


def test_control_codes_come_twice_and_count_once(screen: Screen) -> None:
    screen.send([*roll("HATCHXY"), *twice(BACKSPACE), *twice(BACKSPACE)])

    assert screen.send(twice(RETURN)) == ["HATCH"]


def test_special_characters_and_those_that_replace_a_plain_one(screen: Screen) -> None:
    screen.send([*roll("CAFE"), *twice((0x12, 0x35)), *twice((0x11, 0x37)), *typed("5"), (0x2A, 0)])

    assert screen.send(twice(RETURN)) == ["CAFË♪5á"]


def test_colours_are_blanks(screen: Screen) -> None:
    screen.send([*roll("ONE"), *twice((0x11, 0x2E)), *typed("TWO"), *twice((0x17, 0x22))])

    assert screen.send(twice(RETURN)) == ["ONE TWO"]


def test_the_second_channel_and_pages_of_text_are_not_listened_to(screen: Screen) -> None:
    screen.send([*roll("MINE"), *twice(OTHER_CHANNEL), *typed("OTHER")])
    assert screen.send(roll("AGAIN")) == ["MINE"]
    assert screen.send([*twice(TEXT), *typed("A PAGE"), *twice(RETURN)]) == ["AGAIN"]
    assert screen.send(roll("BACK")) == []
    assert screen.send(twice(ERASE)) == ["BACK"]


def test_who_comes_in_the_middle_of_a_line_reads_the_rest(screen: Screen) -> None:
    screen.send(typed("ATCH IS OPEN"))

    assert screen.send(roll("NEXT")) == ["ATCH IS OPEN"]


def test_a_bit_that_fell_over_costs_its_character_and_is_counted(screen: Screen) -> None:
    screen.send(roll("HA"))
    first, second = with_parity((ord("T"), ord("C")))
    screen.send([(first, second ^ 0x01), (first ^ 0x02, second)], raw=True)
    screen.send(typed("H"))

    assert screen.send(twice(RETURN)) == ["HATH"]
    assert screen.dropped == {"parity": 2}


def test_a_command_whose_parity_is_wrong_is_none(screen: Screen) -> None:
    screen.send(roll("HATCH"))

    assert screen.send([(0x14, 0x2D), (0x94, 0x2D)], raw=True) == []
    assert screen.send([with_parity(RETURN)], raw=True) == ["HATCH"]


def test_a_line_without_an_end_is_given_in_pieces(screen: Screen) -> None:
    given = screen.send([*roll(""), *typed("AB" * LONGEST)])

    assert [len(line) for line in given] == [LONGEST, LONGEST]


def test_what_was_begun_is_not_lost_at_the_end(screen: Screen) -> None:
    screen.send(roll("UNFINISHED"))

    assert [line.text for line in screen.decoder.stop()] == ["UNFINISHED"]
    assert screen.decoder.stop() == []


def test_any_bytes_are_read_to_bounded_visible_lines(screen: Screen) -> None:
    chance = Random(608)
    given = screen.send([tuple(chance.randbytes(2)) for _ in range(20_000)], raw=True)  # type: ignore[misc]

    assert given
    assert all(0 < len(line) <= LONGEST and line.isprintable() for line in given)
    assert screen.dropped["parity"] > 1000
