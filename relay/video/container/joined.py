"""Several pieces of bytes read as one file, without a copy of the whole."""

import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Joined:
    """A file to be read only."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = [part for part in parts if part]
        self._ends = list(accumulate(map(len, self._parts)))
        self._at = 0

    def read(self, most: int) -> bytes:
        """At most so many bytes, all of one piece; none at the end."""
        index = bisect_right(self._ends, self._at)
        if index == len(self._parts):
            return b""
        part = self._parts[index]
        start = len(part) - (self._ends[index] - self._at)
        piece = part[start : start + most]
        self._at += len(piece)
        return piece

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on reading there. Raises ValueError in front of the beginning."""
        size = self._ends[-1] if self._ends else 0
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: size}[whence]
        if at < 0:
            raise ValueError("that lies in front of the beginning")
        self._at = at
        return at

    def tell(self) -> int:
        """Where the next byte comes from."""
        return self._at
