"""A line through measured values, with as few points as show what is in them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

Point = tuple[float, int]
"""Across and down, in units of the drawing."""
Pixel = tuple[int, int]
"""The same, rounded."""

KNEES = 2


def curve(points: Sequence[Point], column: int, silence: float) -> tuple[Pixel, ...]:
    """At most six points for each `column` units across: the first, the lowest, the highest, the
    last, and the two that a line through these would miss by most: both edges of a step. There
    must be a point.

    A value that is only heard of when it changes is held through a silence of more than `silence`
    units.
    """
    columns = groupby(_held(points, silence), key=lambda point: point[0] // column)
    kept = [point for _, within in columns for point in _told(list(within))]
    return tuple(_bent([(round(x), y) for x, y in kept]))


def _held(points: Sequence[Point], silence: float) -> Iterator[Point]:
    yield from points[:1]
    for old, new in pairwise(points):
        if new[0] - old[0] > silence:
            yield new[0], old[1]
        yield new


def _told(points: Sequence[Point]) -> list[Point]:
    heights = [y for _, y in points]
    kept = {0, heights.index(min(heights)), heights.index(max(heights)), len(points) - 1}
    for _ in range(KNEES):
        _, farthest = max(_misses(points, sorted(kept)))
        kept.add(farthest)
    return [points[index] for index in sorted(kept)]


def _misses(points: Sequence[Point], kept: Sequence[int]) -> Iterator[tuple[float, int]]:
    """How far each lies above or below the line through those that are kept, and its index."""
    yield 0.0, 0
    for before, after in pairwise(kept):
        (x, y), (end, last) = points[before], points[after]
        slope = (last - y) / (end - x) if end > x else 0.0
        for index in range(before + 1, after):
            here = points[index]
            yield abs(here[1] - y - slope * (here[0] - x)), index


def _bent(line: Sequence[Pixel]) -> Iterator[Pixel]:
    """Without those that stand on a level between their neighbours. A line of one point begins and
    ends there."""
    yield line[0]
    for before, here, after in zip(line, line[1:], line[2:], strict=False):
        if not before[1] == here[1] == after[1]:
            yield here
    yield line[-1]
