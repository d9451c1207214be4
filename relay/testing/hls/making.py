"""Media segments out of a recipe."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from relay.testing.hls.encoding import Coded, Encoder
from relay.testing.hls.recipe import TICKS, Look, Made, Recipe
from relay.testing.hls.wrapping import Wrapper

__all__ = ["Look", "Made", "Recipe", "endless", "made"]


@cache
def _kept(recipe: Recipe) -> tuple[Made, ...]:
    return tuple(endless(recipe))


def made(recipe: Recipe) -> list[Made]:
    """All segments of the recipe, made once in this process however often they are asked for. One
    continuous encode: timestamps run on, and each segment begins with an IDR frame."""
    if not recipe.count:
        raise ValueError("that recipe has no end: see `endless`")
    return list(_kept(recipe))


def endless(recipe: Recipe) -> Iterator[Made]:
    """The same segments, each made when it is asked for; without an end where `count` is 0."""
    encoder = Encoder(recipe)
    wrapper = Wrapper(recipe, encoder)
    sound = _Until(encoder.sounds())
    for index, pictures in enumerate(_groups(encoder.pictures(), recipe.gops)):
        until = round((index + 1) * recipe.seconds * TICKS)
        header, data = wrapper.wrap([*pictures, *sound.until(until)])
        yield Made(
            data=data, header=header, seconds=recipe.seconds, index=index + recipe.first_number
        )


def _groups(pictures: Iterator[Coded], gops: int) -> Iterator[list[Coded]]:
    group: list[Coded] = []
    keys = 0
    for picture in pictures:
        if picture.key and keys == gops:
            yield group
            group, keys = [], 0
        keys += picture.key
        group.append(picture)
    yield group


class _Until:
    """Hands out frames up to a time and keeps the first one after it."""

    def __init__(self, frames: Iterator[Coded]) -> None:
        self._frames = frames

    def until(self, ticks: int) -> Iterator[Coded]:
        for frame in self._frames:
            if frame.pts >= ticks:
                self._frames = chain((frame,), self._frames)
                return
            if frame.pts >= 0:
                yield frame
