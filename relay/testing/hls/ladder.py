"""What an origin offers, and what it has at which time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate
from typing import Protocol

from relay.testing.hls import mp4, ts
from relay.testing.hls.encoding import RATE
from relay.testing.hls.making import made
from relay.testing.hls.recipe import TICKS, Made, Recipe
from relay.video.segment import Rung

SIZE_OF_LOW = 2
"""The low rung has half as many pixels each way."""


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The renditions of one stream."""

    parts: tuple[Recipe, ...] = (Recipe(),)
    """The high rung. One recipe is repeated without a seam: the timestamps run on, only the time
    marks begin anew. Several follow each other, and begin anew, each after a discontinuity."""
    low: int | None = 60_000
    """Bits per second of the pictures of the low rung; None where there is only a high one."""
    subtitles: bool = False
    """Whether the captions come as WebVTT too."""
    junk: bool = False
    """Whether the master names renditions that nobody can use: they are not there."""

    def recipes(self, rung: Rung) -> tuple[Recipe, ...]:
        """What a rung shows."""
        if rung is not Rung.LOW or self.low is None:
            return self.parts
        return tuple(smaller(one, self.low) for one in self.parts)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Those with pictures."""
        return (Rung.HIGH,) if self.low is None else (Rung.HIGH, Rung.LOW)


def smaller(recipe: Recipe, bitrate: int) -> Recipe:
    """The same for the low rung."""
    wide, high = recipe.width // SIZE_OF_LOW // 2 * 2, recipe.height // SIZE_OF_LOW // 2 * 2
    return replace(recipe, width=wide, height=high, bitrate=bitrate)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One segment's place in time, the same on every rung. Counted from the begin of the stream."""

    index: int
    start: float
    """Seconds."""
    seconds: float
    part: int
    """Which recipe it is of."""
    offset: float
    """Where in that recipe it begins, in seconds, as its timestamps have it."""
    fresh: bool = False
    """Whether a discontinuity lies before it."""


class Programme(Protocol):
    """Segments one after the other."""

    @property
    def ladder(self) -> Ladder: ...

    def prepare(self) -> None:
        """Make what takes long, so that no request has to wait for it."""
        ...

    def slot(self, index: int) -> Slot:
        """Its place in time."""
        ...

    def passed(self, seconds: float) -> int:
        """How many segments have ended by then."""
        ...

    def segment(self, rung: Rung, index: int) -> bytes:
        """What it holds."""
        ...

    def header(self, rung: Rung, part: int) -> bytes:
        """The initialization section of that recipe; empty for a transport stream."""
        ...


class Looped(Programme):
    """A ladder made once, and repeated without an end."""

    def __init__(self, ladder: Ladder) -> None:
        self._ladder = ladder
        self._lengths = [one.seconds for one in ladder.parts for _ in range(one.count)]
        self._starts = [0.0, *accumulate(self._lengths)]
        self._places = [
            (part, index) for part, one in enumerate(ladder.parts) for index in range(one.count)
        ]
        self._shifted = lru_cache(maxsize=32)(self._shift)
        self._packets = cache(self._count)

    @property
    def ladder(self) -> Ladder:
        return self._ladder

    def prepare(self) -> None:
        for rung in self._ladder.rungs:
            for part in range(len(self._ladder.parts)):
                self.header(rung, part)

    def slot(self, index: int) -> Slot:
        turn, place = divmod(index, len(self._places))
        part, inside = self._places[place]
        once = len(self._ladder.parts) == 1
        return Slot(
            index=index,
            start=turn * self._starts[-1] + self._starts[place],
            seconds=self._lengths[place],
            part=part,
            offset=inside * self._lengths[place] + turn * self._starts[-1] * once,
            fresh=not once and inside == 0 and index > 0,
        )

    def passed(self, seconds: float) -> int:
        turn, rest = divmod(seconds + 1e-6, self._starts[-1])
        return int(turn) * len(self._places) + sum(end <= rest for end in self._starts[1:])

    def segment(self, rung: Rung, index: int) -> bytes:
        turn, place = divmod(index, len(self._places))
        if turn == 0 or len(self._ladder.parts) > 1:
            part, inside = self._places[place]
            return self._made(rung, part)[inside].data
        return self._shifted(rung, turn, place)

    def header(self, rung: Rung, part: int) -> bytes:
        return self._made(rung, part)[0].header

    def _made(self, rung: Rung, part: int) -> Sequence[Made]:
        return made(self._ladder.recipes(rung)[part])

    def _shift(self, rung: Rung, turn: int, place: int) -> bytes:
        pieces = self._made(rung, 0)
        seconds = turn * self._starts[-1]
        if self._ladder.parts[0].container == "fmp4":
            units = {1: round(seconds * TICKS), 2: round(seconds * RATE)}
            return mp4.shifted(pieces[place].data, units, turn * len(pieces))
        ahead = Counter({pid: count * turn for pid, count in self._packets(rung).items()})
        return ts.shifted(pieces[place].data, round(seconds * TICKS), ahead)

    def _count(self, rung: Rung) -> Counter[int]:
        return ts.counted(b"".join(one.data for one in self._made(rung, 0)))
