"""Figures drawn into a picture point by point: no font has to be there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

DARK, LIGHT = 20, 230
"""Brightness of the box and of the figures in it, where black is 16 and white 235."""
SCALE = 4
"""Points of the picture for one of the figures' own, each way."""
EDGE = 2
"""Of the box around the figures, in their own points."""

_SIGNS = "0123456789:–"
_DRAWN = """
.###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. ... .....
#...# .##.. #...# ...#. ..##. #.... .#... #...# #...# #...# .#. .....
#..## ..#.. ....# ..#.. .#.#. ####. #.... ....# #...# #...# .#. .....
#.#.# ..#.. ...#. ...#. #..#. ....# ####. ...#. .###. .#### ... #####
##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....# .#. .....
#...# ..#.. .#... #...# ...#. #...# #...# ..#.. #...# ...#. .#. .....
.###. .###. ##### .###. ...#. .###. .###. ..#.. .###. .##.. ... .....
"""


def _parsed() -> dict[str, tuple[str, ...]]:
    rows = [line.split() for line in _DRAWN.split("\n") if line]
    return dict(zip(_SIGNS, zip(*rows, strict=True), strict=True))


_FIGURES = _parsed()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A box with figures in it: brightness, row by row from the top."""

    rows: tuple[bytes, ...]

    @property
    def width(self) -> int:
        """Even, as a picture with half as many points of colour needs it."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """Even as well."""
        return len(self.rows)


@lru_cache(maxsize=16)
def stamp(text: str, scale: int = SCALE) -> Stamp:
    """Digits, `:` and `–` as figures; `scale` is even. Raises KeyError for another sign."""
    lines = [".".join(row) for row in zip(*(_FIGURES[sign] for sign in text), strict=True)]
    edge = "." * EDGE
    empty = ["." * (len(lines[0]) + 2 * EDGE)] * EDGE
    drawn = [*empty, *(f"{edge}{line}{edge}" for line in lines), *empty]
    points = {".": bytes([DARK]) * scale, "#": bytes([LIGHT]) * scale}
    wide = [b"".join(points[sign] for sign in line) for line in drawn]
    return Stamp(tuple(row for row in wide for _ in range(scale)))


def elapsed(at: datetime, start: datetime | None) -> str:
    """The phased elapsed time, which a spacewalk is measured by: `1:02:03` after its start, `–0:45`
    before it (hours and minutes), nothing where no start is known or it lies days away."""
    if start is None or abs(at - start) >= timedelta(hours=100):
        return ""
    seconds = int(abs(at - start).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"–{hours}:{minutes:02}" if at < start else f"{hours}:{minutes:02}:{rest:02}"
