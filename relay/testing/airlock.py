"""The crewlock's pressure on days that are made up: by legs from one pressure to the next."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relay.plugins import Document
from relay.testing.claims import at

PRESSURE = "AIRLOCK000049"
QUANTUM = 0.6327
"""Torr; the sensor tells no less (ISS Live, 10 October 2017)."""


@dataclass(frozen=True, slots=True)
class Leg:
    """On the way to that pressure until then; `share` falls as a vent does, by shares."""

    until: str
    torr: float
    every: float = 2.0
    share: bool = False


def along(day: datetime, start: str, torr: float, legs: Iterable[Leg]) -> Iterator[Document]:
    """Every change of the pressure on that way, as the feed tells it: what stays is not told. The
    sensor wavers by its least step, as the real one does."""
    now, told, count = at(start, day), None, 0
    for leg in legs:
        end, first, begun = at(leg.until, day), torr, now
        while now < end:
            now = min(end, now + timedelta(seconds=leg.every))
            part = (now - begun) / (end - begun)
            torr = _between(first, leg.torr, part, by_share=leg.share)
            count += 1
            if (value := (round(torr / QUANTUM) + (count % 15 == 0)) * QUANTUM) != told:
                told = value
                yield update(PRESSURE, now, f"{value:.7f}")


def update(item: str, moment: datetime, value: str | None, **more: str) -> Document:
    """One update, received one second after its source time."""
    fields = {"item": item, "TimeStamp": time_stamp(moment), "Value": value} | more
    return Document("iss_telemetry", moment + timedelta(seconds=1), json.dumps(fields))


def time_stamp(moment: datetime) -> str:
    """Hours since 0 January of its year, as the feed counts."""
    return f"{(moment - datetime(moment.year - 1, 12, 31, tzinfo=UTC)) / timedelta(hours=1):.9f}"


def switched(day: datetime, changes: Iterable[tuple[str, int]]) -> Iterator[Document]:
    """The switch of the pump at those times."""
    for clock, on in changes:
        yield update("AIRLOCK000048", at(clock, day), str(on))


def in_order(*streams: Iterable[Document]) -> list[Document]:
    """All of them, by the time of receiving."""
    return sorted((one for stream in streams for one in stream), key=lambda one: one.at)


def _between(first: float, last: float, part: float, *, by_share: bool) -> float:
    if by_share:
        return first * math.pow(max(last, 0.1) / first, part)
    return first + (last - first) * part
