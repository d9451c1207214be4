"""The pictures of a recipe, one a frame."""

import random
from collections.abc import Callable
from datetime import timedelta

from relay.testing.hls.canvas import BLACK, Canvas, Colour
from relay.testing.hls.font import HEIGHT, WIDTH
from relay.testing.hls.recipe import Look, Recipe
from relay.testing.hls.timemark import LOUD, draw_time

EARTH: Colour = (92, 168, 96)
AIR: Colour = (170, 150, 116)
METAL: Colour = (150, 126, 130)
PANEL: Colour = (88, 118, 152)
SUIT: Colour = (220, 128, 128)
VISOR: Colour = (140, 80, 150)
SLATE: Colour = (60, 150, 118)

Painter = Callable[[int], Canvas]
"""Draws the frame of that number."""


def painter(recipe: Recipe) -> Painter:
    """What draws the recipe's frames."""
    match Look(recipe.look):
        case Look.MOVING:
            return _moving(recipe)
        case Look.NOISE:
            return _noise(recipe)
        case Look.FROZEN:
            first = _moving(recipe)(0)
        case Look.SLATE:
            first = _slate(recipe)
        case Look.BLACK:
            first = Canvas.of(recipe.width, recipe.height)
    return lambda _: first


def milliseconds(recipe: Recipe, frame: int) -> int:
    """What the time mark of that frame says."""
    return round(frame * 1000 / recipe.fps)


def _moving(recipe: Recipe) -> Painter:
    station = _station(recipe)
    grain = _Grain(station.luma, recipe.grain)

    def draw(frame: int) -> Canvas:
        canvas = station.copy()
        canvas.luma = grain.over(frame)
        _walker(canvas, frame, recipe.fps)
        _labels(canvas, recipe, frame)
        if recipe.mark:
            draw_time(canvas, milliseconds(recipe, frame))
        return canvas

    return draw


class _Grain:
    """Noise over a picture: whole planes are added at once, as one long number each."""

    def __init__(self, luma: bytearray, levels: int) -> None:
        chance = random.Random(1961)
        self._size = len(luma)
        self._base = int.from_bytes(luma, "little")
        table = bytes(value * levels // 256 for value in range(256))
        self._noise = chance.randbytes(self._size + 9973).translate(table)

    def over(self, frame: int) -> bytearray:
        """The picture of that frame."""
        start = frame * 6151 % 9973
        noise = int.from_bytes(self._noise[start : start + self._size], "little")
        return bytearray((self._base + noise).to_bytes(self._size, "little"))


def _station(recipe: Recipe) -> Canvas:
    wide, high = recipe.width, recipe.height
    canvas = Canvas.of(wide, high, (22, 130, 126))
    chance = random.Random(1984)
    for _ in range(60):
        canvas.box(chance.randrange(wide), chance.randrange(high), 2, 2, (160, 128, 128))
    canvas.box(0, high * 76 // 100, wide, high, AIR)
    canvas.box(0, high * 79 // 100, wide, high, EARTH)
    for place in range(14):
        left, top = wide * place // 13 - wide // 40, high * (80 + place * 7 % 18) // 100
        canvas.box(left, top, wide // 9, high // 60, (200, 134, 122))
    canvas.box(wide * 12 // 100, high * 42 // 100, wide * 76 // 100, high * 5 // 100, METAL)
    for place in (13, 26, 66, 79):
        _panel(canvas, wide * place // 100, high * 20 // 100)
    canvas.box(wide * 42 // 100, high * 34 // 100, wide * 16 // 100, high * 24 // 100, METAL)
    canvas.box(wide * 47 // 100, high * 58 // 100, wide * 6 // 100, high * 10 // 100, METAL)
    return canvas


def _panel(canvas: Canvas, left: int, top: int) -> None:
    wide, high = canvas.width * 8 // 100, canvas.height * 49 // 100
    canvas.box(left, top, wide, high, PANEL)
    for part in range(1, 8):
        canvas.box(left, top + high * part // 8, wide, max(canvas.height // 180, 1), (50, 122, 140))


def _walker(canvas: Canvas, frame: int, fps: int) -> None:
    """Someone on their way along the truss, to and fro once in 20 s."""
    phase = frame / fps % 20 / 10
    way = phase if phase < 1 else 2 - phase
    size = canvas.height // 16
    left = round(canvas.width * (0.1 + 0.75 * way))
    top = canvas.height * 34 // 100 + (size // 4 if frame % fps * 2 < fps else 0)
    canvas.box(left, top, size, size * 3 // 2, SUIT)
    canvas.box(left + size // 4, top + size // 4, size // 2, size // 3, VISOR)
    canvas.box(left - size // 3, top + size // 2, size // 3, size // 2, SUIT)
    canvas.box(left + size, top + size // 2, size // 3, size // 2, SUIT)


def _labels(canvas: Canvas, recipe: Recipe, frame: int) -> None:
    """The clock is shortened, or left out, where the picture is too small for it."""
    size = max(canvas.height // 150, 1)
    top = canvas.height - (HEIGHT + 4) * size
    canvas.text(size * 2, top, "TEST", size)
    if recipe.begin is None:
        return
    shown = recipe.begin + timedelta(milliseconds=milliseconds(recipe, frame))
    for words in (f"{shown:%Y-%m-%d %H:%M:%S} UTC", f"{shown:%H:%M:%S} UTC"):
        left = canvas.width - (len(words) * (WIDTH + 1) + 3) * size
        if left > (len("TEST") + 1) * (WIDTH + 1) * size:
            canvas.text(left // 2 * 2, top, words, size)
            return


def _slate(recipe: Recipe) -> Canvas:
    canvas = Canvas.of(recipe.width, recipe.height, SLATE)
    wide, high, size = recipe.width, recipe.height, max(recipe.height // 45, 1)
    canvas.box(wide // 10, high // 5, wide * 8 // 10, high * 3 // 5, BLACK)
    for row, words in enumerate(("TEST SLATE", "NO SIGNAL")):
        left = (wide - (len(words) * (WIDTH + 1) + 1) * size) // 2
        canvas.text(left, high // 2 + (row - 1) * (HEIGHT + 2) * size, words, size)
    return canvas


def _noise(recipe: Recipe) -> Painter:
    chance = random.Random(1998)
    size = recipe.width * recipe.height
    snow = chance.randbytes(size + 9973)

    def draw(frame: int) -> Canvas:
        canvas = Canvas.of(recipe.width, recipe.height)
        start = frame * 6151 % 9973
        canvas.luma = bytearray(snow[start : start + size])
        if recipe.mark:
            draw_time(canvas, milliseconds(recipe, frame), LOUD)
        return canvas

    return draw
