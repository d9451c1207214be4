"""Captions as WebVTT in pieces (RFC 8216 §3.5)."""

import math

from relay.testing.hls.ladder import Slot
from relay.testing.hls.recipe import TICKS, WRAP, Recipe

LONGEST = 4.0
"""Seconds that a line stands at most; the next one ends it earlier."""


def webvtt(recipe: Recipe, slot: Slot) -> str:
    """The lines that stand during a segment. The time of a line is that of the recipe."""
    turn = slot.offset - slot.offset % (recipe.count * recipe.seconds or math.inf)
    start, end = slot.offset - turn, slot.offset - turn + slot.seconds
    base = (recipe.start_pts + round(turn * TICKS)) % WRAP
    cues = [
        f"{_clock(begin)} --> {_clock(stop)}\n{text}\n"
        for begin, stop, text in _cues(recipe)
        if begin < end and stop > start
    ]
    head = f"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{base},LOCAL:00:00:00.000\n"
    return "\n".join([head, *cues])


def _cues(recipe: Recipe) -> list[tuple[float, float, str]]:
    lines = sorted(recipe.captions)
    ends = [begin for begin, _ in lines[1:]] + [float("inf")] * bool(lines)
    return [
        (begin, min(end, begin + LONGEST), text)
        for (begin, text), end in zip(lines, ends, strict=True)
    ]


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"
