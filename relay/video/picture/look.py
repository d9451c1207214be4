"""Whether a picture looks like none: black, standing still, or a slate.

A guess, to be reported and never acted on: a camera on the truss at night is dark and still, too.
The thresholds were measured on moving, still, noisy and black material of 0.05 to 5 Mbit/s.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import sub

WIDTH, HEIGHT = 160, 90
"""Of the luma that is judged: small enough that noise is averaged away."""

_PIXELS = WIDTH * HEIGHT
_BLOCK = 10  # pixels a side: 16 times 9 blocks
_BLACK_MEAN = 8
_BLACK_MOST = 24
_BRIGHT_SHARE = 0.01
_STILL_MEAN = 0.6
_CHANGED = 2  # mean difference of a block that holds a change
_TICKING = 2  # blocks that may change: a clock, a ticker
_SHARES = 4  # in which the points are compared: of a picture that moves the first one tells it
_FROZEN = 3  # pictures without a change, one after another
_SLATE = timedelta(seconds=60)
_DARK = bytes(range(_BLACK_MOST))


class Looks:
    """Judges the pictures of one stream, in their order."""

    def __init__(self) -> None:
        self._last = b""
        self._first = b""
        self._since: datetime | None = None
        self._still = 0

    def judge(self, luma: bytes, at: datetime) -> str:
        """`black`, `frozen`, `slate` (the very same picture for a minute) or nothing. `luma` is
        160x90 bytes from 0, black, to 255; `at` is when the picture was taken."""
        if self._last and is_still(self._last, luma):
            self._still += 1
        else:
            self._first, self._since, self._still = luma, at, 0
        self._last = luma
        if is_black(luma):
            return "black"
        if self._still < _FROZEN:
            return ""
        return "slate" if self._is_slate(luma, at) else "frozen"

    def _is_slate(self, luma: bytes, at: datetime) -> bool:
        """What a camera shows drifts, if only with the sun; a slate is the same after a minute."""
        assert self._since is not None
        return at - self._since >= _SLATE and is_still(self._first, luma)


def is_black(luma: bytes) -> bool:
    """Whether there is nothing to see."""
    bright = len(luma.translate(None, _DARK))
    return bright < _BRIGHT_SHARE * len(luma) and sum(luma) < _BLACK_MEAN * len(luma)


def is_still(before: bytes, after: bytes) -> bool:
    """Whether nothing moved between two pictures; a clock in a corner is no movement."""
    if before == after:
        return True
    if len(before) != _PIXELS or len(after) != _PIXELS:
        return False
    limit = _STILL_MEAN * _PIXELS
    total = 0
    for first in range(_SHARES):
        some = slice(first, None, _SHARES)
        total += sum(map(abs, map(sub, before[some], after[some])))
        if total >= limit:
            return False
    return _changed_blocks(list(map(abs, map(sub, before, after)))) <= _TICKING


def _changed_blocks(changes: list[int]) -> int:
    return sum(total > _CHANGED * _BLOCK * _BLOCK for total in _block_sums(changes))


def _block_sums(changes: list[int]) -> Iterable[int]:
    rows = [changes[start : start + WIDTH] for start in range(0, _PIXELS, WIDTH)]
    for top in range(0, HEIGHT, _BLOCK):
        columns = list(map(sum, zip(*rows[top : top + _BLOCK], strict=True)))
        for left in range(0, WIDTH, _BLOCK):
            yield sum(columns[left : left + _BLOCK])
