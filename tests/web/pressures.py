"""The pressure in the crewlock on a made day: the numbers of 10 October 2017, around told.HATCH."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from math import exp, log

from relay.core.trace import Trace
from tests.web.told import at

QUANTUM = 0.633
KEYS = (
    ("7:40", 742),
    ("7:46", 742),
    ("8:09", 528),
    ("9:24", 528),
    ("9:29", 742),
    ("11:32", 744),
    ("11:42", 262),
    ("11:45", 255),
    ("11:49", 104),
    ("11:55", 52),
    ("12:01", 26),
    ("12:04", 20.3),
    ("12:05", 1.9),
    ("12:12", 0.7),
    ("18:38", 0.7),
    ("18:40", 165),
    ("18:45", 175),
    ("18:48", 258),
    ("18:54", 270),
    ("19:05", 742),
)
"""A partial depressurization and back, the final one with its leak check, vacuum, and back."""
CHATTER = (0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0)


@cache
def day() -> tuple[tuple[datetime, float], ...]:
    """Every second in which the sensor says another number."""
    found: list[tuple[datetime, float]] = []
    for instant, torr in _seconds():
        if not found or found[-1][1] != torr:
            found.append((instant, torr))
    return tuple(found)


def until(clock: str, *gaps: tuple[datetime, datetime | None]) -> Trace:
    """What is known of the day at that time, without what fell into the losses of signal."""
    known = [(instant, torr) for instant, torr in day() if instant <= at(clock)]
    heard = [point for point in known if not any(_within(point[0], gap) for gap in gaps)]
    return Trace(tuple(heard), gaps)


def _within(instant: datetime, gap: tuple[datetime, datetime | None]) -> bool:
    since, back = gap
    return since < instant and (back is None or instant < back)


def _seconds() -> Iterator[tuple[datetime, float]]:
    for (clock, high), (later, low) in pairwise(KEYS):
        length = round((at(later) - at(clock)).total_seconds())
        for second in range(length):
            torr = exp(log(high) + (log(low) - log(high)) * second / length)
            noise = CHATTER[second // 7 % len(CHATTER)]
            steps = round(torr / QUANTUM) + noise
            yield at(clock) + timedelta(seconds=second), round(max(steps, 1) * QUANTUM, 3)
