from dataclasses import replace
from datetime import timedelta

import pytest

from relay.video.clip.window import Stretch, Window, window
from relay.video.container import transport
from relay.video.segment import Ring
from tests.video.cuts import TWO, after, ring, segments, without_parameters

SMALL = replace(TWO, width=160, height=90)


def found(of: Ring, start: float | None, length: float) -> Window:
    made = window(of, None if start is None else after(start), timedelta(seconds=length))
    assert made is not None
    return made


def numbers(of: Window) -> list[list[int]]:
    return [[one.number for one in stretch.segments] for stretch in of.stretches]


def test_takes_the_segments_of_that_time() -> None:
    made = found(ring(segments()), 3.0, 4.0)
    assert numbers(made) == [[1, 2, 3]]
    assert (made.before, made.until) == (1.0, 5.0)
    assert made.length == 4.0
    assert made.size == sum(len(one.data) for one in segments()[1:4])


def test_without_a_start_the_newest_is_taken() -> None:
    made = found(ring(segments()), None, 3.0)
    assert numbers(made) == [[3, 4]]
    assert made.start == after(7)


@pytest.mark.parametrize("start", [-10.0, 10.0])
def test_there_is_nothing_of_another_time(start: float) -> None:
    assert window(ring(segments()), after(start), timedelta(seconds=5)) is None


def test_an_empty_ring_holds_nothing() -> None:
    assert window(ring(), None, timedelta(seconds=5)) is None


def test_what_is_missing_at_the_edges_is_not_counted() -> None:
    made = found(ring(segments()), -5.0, 10.0)
    assert made.length == 5.0
    assert made.before == -5.0


def test_another_run_is_another_stretch() -> None:
    first, second = segments()[:2], segments(run=1)[2:]
    assert numbers(found(ring(first, second), 0.0, 10.0)) == [[0, 1], [2, 3, 4]]


def test_a_missing_segment_is_a_seam() -> None:
    some = segments()
    made = found(ring([*some[:2], *some[3:]]), 0.0, 10.0)
    assert numbers(made) == [[0, 1], [3, 4]]
    assert made.length == 8.0


def test_what_cannot_be_read_is_a_seam() -> None:
    some = segments()
    some[2] = replace(some[2], data=b"<html>not here</html>")
    assert numbers(found(ring(some), 0.0, 10.0)) == [[0, 1], [3, 4]]
    assert window(ring([some[2]]), after(4), timedelta(seconds=2)) is None


def test_other_pictures_without_a_word_are_a_seam() -> None:
    some = [*segments()[:2], *segments(SMALL)[2:4], *segments()[4:]]
    assert numbers(found(ring(some), 0.0, 10.0)) == [[0, 1], [2, 3], [4]]


def test_missing_parameters_are_those_of_the_run() -> None:
    some = segments()
    sets = transport.parameters(some[0].data)
    bare = [some[0], *map(without_parameters, some[1:])]
    made = found(ring(bare), 4.0, 4.0)
    assert [stretch.sets for stretch in made.stretches] == [sets]
    assert transport.parameters(b"".join(made.stretches[0].run.parts)) == sets
    other = [replace(some[0], run=5), *map(without_parameters, some[1:])]
    assert found(ring(other), 4.0, 4.0).stretches[0].sets == b""


def test_parameters_of_a_later_segment_do_where_there_is_no_earlier_one() -> None:
    some = segments()
    bare = [*map(without_parameters, some[:3]), *some[3:]]
    assert found(ring(bare), 0.0, 2.0).stretches[0].sets == transport.parameters(some[3].data)


def test_fragments_bring_their_header() -> None:
    some = segments(replace(TWO, container="fmp4"))
    made = found(ring(some), 2.0, 4.0).stretches[0]
    assert made.sets == b""
    assert made.run.kind == "mp4"
    assert b"".join(made.run.parts) == some[0].header + some[1].data + some[2].data


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        ([0, 0, 0, 0, 0], [0, 1, 2, 3, 4]),
        ([0, 1, 1, 0, 0], [1, 2]),
        ([0, 0, 1, 0, 0], [2]),
        ([1, 0, 0, 0, 1], [1, 2, 3]),
    ],
)
def test_the_part_around_the_middle_stays(kinds: list[int], left: list[int]) -> None:
    stretches = tuple(Stretch((one,), b"") for one in segments())
    whole = Window(stretches, after(0), after(10))
    assert numbers(whole.around_middle(kinds)) == [[one] for one in left]


def test_where_the_middle_is_missing_the_nearest_part_stays() -> None:
    stretches = tuple(Stretch((one,), b"") for one in segments())
    whole = Window((stretches[0], stretches[3]), after(0), after(10))
    assert numbers(whole.around_middle([0, 1])) == [[3]]
