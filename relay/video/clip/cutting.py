"""Cuts and encodes; a program of its own, so that the relay goes on meanwhile, and outlives it when
hostile bytes bring FFmpeg down.

Reads orders from its standard input: a line of JSON (`Order`), and the bytes of the parts after it.
Answers with lines of JSON: `{"share": 0.25}` of the work done, and at the end `{"problem": "…"}` or
an `Answer`, with the file's bytes after it. It ends with its input.
"""

import json
import os
import sys
from typing import BinaryIO, TypedDict

from relay.errors import VideoError
from relay.video.clip.reencode import reencode
from relay.video.clip.remux import Movie, remux
from relay.video.container.opening import Run


class Order(TypedDict):
    """Remux these runs, and make them smaller when there is a limit."""

    kinds: list[str]
    sizes: list[list[int]]
    """Bytes of each part of each run."""
    start: float
    end: float
    most: int
    """Bytes; 0 where nothing is to be encoded anew."""


class Answer(TypedDict):
    """Of `remux`, as in `Movie`."""

    skipped: float
    length: float
    size: int


def main() -> None:
    """Work until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    for line in source:
        order: Order = json.loads(line)
        runs = [
            Run(kind, tuple(source.read(size) for size in sizes))
            for kind, sizes in zip(order["kinds"], order["sizes"], strict=True)
        ]
        try:
            movie = _done(order, runs, target)
        except VideoError as problem:
            _say(target, {"problem": str(problem)})
        else:
            size = len(movie.mp4)
            answer = Answer(skipped=movie.skipped, length=movie.length, size=size)
            _say(target, answer, movie.mp4)


def _done(order: Order, runs: list[Run], target: BinaryIO) -> Movie:
    movie = remux(runs, order["start"], order["end"])
    if not order["most"]:
        return movie
    os.nice(10)
    told = 0

    def tell(share: float) -> None:
        nonlocal told
        if int(share * 100) > told:
            told = int(share * 100)
            _say(target, {"share": told / 100})

    small = reencode(movie.mp4, order["most"], tell)
    return Movie(small, movie.skipped, movie.length)


def _say(target: BinaryIO, what: object, data: bytes = b"") -> None:
    target.write(json.dumps(what).encode() + b"\n")
    target.write(data)
    target.flush()


if __name__ == "__main__":
    main()
