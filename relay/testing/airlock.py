"""The crewlock's pressure on days that are made up: by legs from one pressure to the next."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relay.plugins import Document

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


def day_at(day: datetime, clock: str) -> datetime:
    """That time of day, like "11:54:55"."""
    hours, minutes, seconds = (int(part) for part in f"{clock}:00".split(":")[:3])
    return day + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def along(day: datetime, start: str, torr: float, legs: Iterable[Leg]) -> Iterator[Document]:
    """Every change of the pressure on that way, as the feed tells it: what stays is not told. The
    sensor wavers by its least step, as the real one does."""
    now, told, count = day_at(day, start), None, 0
    for leg in legs:
        end, first, begun = day_at(day, leg.until), torr, now
        while now < end:
            now = min(end, now + timedelta(seconds=leg.every))
            part = (now - begun) / (end - begun)
            torr = _between(first, leg.torr, part, by_share=leg.share)
            count += 1
            if (value := (round(torr / QUANTUM) + (count % 15 == 0)) * QUANTUM) != told:
                told = value
                yield update(PRESSURE, now, f"{value:.7f}")


def update(item: str, at: datetime, value: str | None, **more: str) -> Document:
    """One update, received one second after its source time."""
    hours = (at - datetime(at.year - 1, 12, 31, tzinfo=UTC)) / timedelta(hours=1)
    fields = {"item": item, "TimeStamp": f"{hours:.9f}", "Value": value} | more
    return Document("iss_telemetry", at + timedelta(seconds=1), json.dumps(fields))


def switched(day: datetime, changes: Iterable[tuple[str, int]]) -> Iterator[Document]:
    """The switch of the pump at those times."""
    for clock, on in changes:
        yield update("AIRLOCK000048", day_at(day, clock), str(on))


def in_order(*streams: Iterable[Document]) -> list[Document]:
    """All of them, by the time of receiving."""
    return sorted((one for stream in streams for one in stream), key=lambda one: one.at)


def _between(first: float, last: float, part: float, *, by_share: bool) -> float:
    if by_share:
        return first * math.pow(max(last, 0.1) / first, part)
    return first + (last - first) * part
