"""Captions of segments as they come from a stream."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from relay.core.media import Caption
from relay.testing.hls.making import Recipe, made
from relay.testing.hls.recipe import Container
from relay.video.captions import Captions
from relay.video.segment import Rung, Segment

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
SAID = ((1.0, "GOOD MORNING FROM HOUSTON"), (4.0, "THE HATCH IS NOW OPEN."), (7.0, "8:41 A.M."))
LINES = [words for _, words in SAID]
PLAIN = Recipe(count=6, width=160, height=90, captions=SAID, tone=False)


def segments(recipe: Recipe = PLAIN, run: int = 1) -> list[Segment]:
    return [
        Segment(
            run=run,
            number=one.index,
            start=NOON + timedelta(seconds=one.index * one.seconds),
            duration=one.seconds,
            data=one.data,
            header=one.header,
        )
        for one in made(recipe)
    ]


def read(pieces: Iterable[Segment], captions: Captions | None = None) -> list[Caption]:
    captions = captions or Captions()
    return [line for piece in pieces for line in captions.take(Rung.HIGH, piece)]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"container": "fmp4"},
        {"style": "pop-on"},
        {"b_frames": 0, "gops": 2},
        {"start_pts": (1 << 33) - 90_000 * 5},
        {"container": "fmp4", "b_frames": 3, "tone": True},
        {"tone": True},
    ],
    ids=str,
)
def test_what_is_said_is_read_at_its_time(changed: dict[str, object]) -> None:
    captions = Captions()
    given = read(segments(replace(PLAIN, **changed)), captions)  # type: ignore[arg-type]

    assert [line.text for line in given] == LINES
    assert captions.dropped == {}
    for (second, words), line in zip(SAID, given, strict=True):
        # A line that rolls up is shown as it is typed, one that pops on when it is whole.
        late = (line.at - NOON).total_seconds() - second
        typed = (len(words) + 1) // 2 / PLAIN.fps
        assert 0 <= late <= 1.5 + typed


def test_a_line_comes_with_the_segment_that_ends_it() -> None:
    captions = Captions()
    with_line = {
        line.text: piece.number for piece in segments() for line in captions.take(Rung.HIGH, piece)
    }

    # A full stop ends it in the segment in which it was typed, a pause of three seconds later.
    assert with_line == {LINES[0]: 2, LINES[1]: 2, LINES[2]: 5}


def test_what_another_run_says_does_not_join_the_line() -> None:
    first = segments(replace(PLAIN, count=1, captions=((1.0, "THE HATCH IS"),)))
    second = segments(replace(PLAIN, count=3, captions=((0.1, "ANOTHER STREAM"),)), run=2)

    assert [line.text for line in read([*first, *second])] == ["THE HATC", "ANOTHER STREAM"]


def test_renditions_that_say_the_same_are_one() -> None:
    captions = Captions()
    given = [
        line.text
        for high, low in zip(segments(), segments(), strict=True)
        for line in captions.take(Rung.HIGH, high) + captions.take(Rung.LOW, low)
    ]

    assert given == LINES


def test_another_rendition_speaks_when_the_first_falls_silent() -> None:
    captions = Captions()
    first, *_ = segments(replace(PLAIN, count=3))
    assert captions.take(Rung.HIGH, first) == []
    assert read(segments(), captions)
    later = [
        replace(piece, start=piece.start + timedelta(minutes=2))
        for piece in segments(replace(PLAIN, fps=20))
    ]

    assert [one.text for piece in later for one in captions.take(Rung.LOW, piece)] == LINES


def test_pictures_without_captions_say_nothing() -> None:
    captions = Captions()

    assert read(segments(replace(PLAIN, count=1, captions=())), captions) == []
    assert captions.dropped == {}


@pytest.mark.parametrize("container", ["ts", "fmp4"])
def test_damaged_segments_are_read_as_far_as_they_go(container: Container) -> None:
    chance = Random(container)
    pieces = segments(replace(PLAIN, container=container))
    captions = Captions()
    for _ in range(150):
        piece = chance.choice(pieces)
        data = bytearray(piece.data)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        start, end = sorted(chance.sample(range(len(data) + 1), 2))
        cut = bytes(data[start:end]) if chance.random() < 0.5 else bytes(data[:end])
        captions.take(Rung.HIGH, replace(piece, data=cut, run=chance.randrange(3)))
    assert captions.dropped.total() > 0

    # And what comes after it is read as ever.
    assert [line.text for line in read(pieces, captions)][-3:] == LINES


@pytest.mark.parametrize("header", [b"", b"\0\0\0\x08moov", b"junk" * 50])
def test_any_bytes_are_counted_and_passed_over(header: bytes) -> None:
    captions = Captions()
    junk = Random(1).randbytes(20_000)
    for data in (b"", b"\x47", b"\x47" * 400, junk, b"\0\0\0\1" * 5000, b"WEBVTT"):
        piece = Segment(run=1, number=1, start=NOON, duration=2, data=data, header=header)
        for rung in Rung:
            assert captions.take(rung, piece) == []

    assert captions.dropped.total() >= 6


def test_packets_are_found_again_behind_a_lost_piece() -> None:
    pieces = segments()
    # In the middle of the first picture, behind its captions.
    torn = [replace(one, data=one.data[:1300] + one.data[1377:]) for one in pieces]
    captions = Captions()

    assert [line.text for line in read(torn, captions)] == LINES
    assert captions.dropped["no transport packet"] == len(pieces)


def test_it_costs_next_to_nothing() -> None:
    """A segment of 2 s is worth 10 ms, half a percent of a core, at 5 Mb/s."""
    (piece,) = segments(replace(PLAIN, count=1, fps=30, captions=SAID))
    packets = b"\x47\x01\x00\x10" + bytes(184)
    large = replace(piece, data=piece.data + packets * (1_300_000 // 188 - len(piece.data) // 188))
    captions = Captions()
    costs = []
    for _ in range(5):
        begun = time.thread_time()
        captions.take(Rung.HIGH, large)
        costs.append(time.thread_time() - begun)

    assert min(costs) < 0.010
