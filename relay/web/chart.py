"""The pressure in the crewlock over the last hours, as plain values: the template draws them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from math import log10

from relay.core.trace import Trace
from relay.core.wording import clock_time
from relay.web.curve import Pixel, curve

SPAN = timedelta(hours=4)
SIZE = 1000
"""Units across and down: the template writes them as tenths of a percent."""
TOP, BOTTOM = 70, 915
"""Where the scale begins and ends; the hours are written below it."""
HIGH, LOW = 1000.0, 0.5
"""Torr at these places. The sensor says 0.7 to 2.6 of a vacuum."""
LEAST, MOST = -5.0, 900.0
"""Torr: nothing beyond is a reading of this sensor."""
COLUMN = 25
"""Units across, six minutes, that are drawn with six points at most."""
GAPS = 20
SILENCE = timedelta(seconds=30)
"""The feed tells changes alone, within 15 s as a rule: after that the value is as it was."""
ROOM = timedelta(minutes=10)
"""Shown of a loss of signal that lasts."""
MINUTE = timedelta(minutes=1)
NOTHING = "No telemetry has been received."
LEVELS = (
    (742, "742 torr: cabin"),
    (527, "527 torr (10.2 psi)"),
    (258, "258 torr (5 psi): leak check"),
    (25.9, "25.9 torr (0.5 psi)"),
    (5, "5 torr: hatch can be open"),
)
"""What the way down to a vacuum leads past. Suits are put on at 10.2 psi; the hatch opens inward,
so hardly anything may be left by then."""

Sample = tuple[datetime, float]
Gap = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Mark:
    """A threshold or an hour: how far down or across it stands, and its label."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """A loss of signal: how far across it begins, and its width."""

    at: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn, in units of SIZE, and what is said of it."""

    title: str
    words: str
    lines: tuple[tuple[Pixel, ...], ...] = ()
    """Broken where the signal was lost."""
    newest: Pixel | None = None
    bands: tuple[Band, ...] = ()
    hours: tuple[Mark, ...] = ()

    @property
    def levels(self) -> tuple[Mark, ...]:
        """The thresholds, from the top."""
        return tuple(Mark(_down(torr), label) for torr, label in LEVELS)


def chart(trace: Trace, now: datetime) -> Chart:
    """The four hours up to the newest that is known, to the next full minute, if it is of the four
    hours before `now`. So time alone changes nothing, until all that is known is too old."""
    return _chart(trace, _full_minute(now))


@lru_cache(maxsize=4)
def _chart(trace: Trace, now: datetime) -> Chart:
    """Made once for all who ask within that minute."""
    samples = sorted((at, torr) for at, torr in trace.points if LEAST <= torr <= MOST and at <= now)
    gaps = [(since, until) for since, until in trace.gaps if since <= now]
    since = next((since for since, until in reversed(gaps) if until is None), None)
    closed = sorted((since, min(until or since + ROOM, now + ROOM)) for since, until in gaps)
    edge = _edge(samples, closed)
    if edge is None or edge <= now - SPAN:
        return Chart(title="Crewlock pressure", words=_past(samples))
    start = edge - SPAN
    shown = [sample for sample in samples if sample[0] >= start]
    breaks = [gap for gap in closed[-GAPS:] if start < gap[1] and gap[0] < gap[1]]
    return Chart(
        title=f"Crewlock pressure from {start:%H:%M} to {clock_time(edge, edge)}",
        words=_words(samples, since),
        lines=_lines(shown, breaks, start),
        newest=_pixel(shown[-1], start) if shown else None,
        bands=tuple(_bands(breaks, start)),
        hours=tuple(_hours(start, edge)),
    )


def _edge(samples: Sequence[Sample], gaps: Sequence[Gap]) -> datetime | None:
    known = [at for at, _ in samples[-1:]] + [until for _, until in gaps]
    return _full_minute(max(known)) if known else None


def _full_minute(instant: datetime) -> datetime:
    """That minute, or the next to begin."""
    utc = instant.astimezone(UTC)
    return utc + (-timedelta(seconds=utc.second, microseconds=utc.microsecond)) % MINUTE


def _lines(
    samples: Sequence[Sample], gaps: Sequence[Gap], start: datetime
) -> tuple[tuple[Pixel, ...], ...]:
    losses = [since for since, _ in gaps]
    stretches = groupby(samples, key=lambda sample: bisect_right(losses, sample[0]))
    drawn = ([(_across(at, start), _down(torr)) for at, torr in few] for _, few in stretches)
    return tuple(curve(points, COLUMN, SILENCE / SPAN * SIZE) for points in drawn)


def _pixel(sample: Sample, start: datetime) -> Pixel:
    return round(_across(sample[0], start)), _down(sample[1])


def _across(instant: datetime, start: datetime) -> float:
    return min(max((instant - start) / SPAN, 0.0), 1.0) * SIZE


def _down(torr: float) -> int:
    share = log10(HIGH / min(max(torr, LOW), HIGH)) / log10(HIGH / LOW)
    return round(TOP + share * (BOTTOM - TOP))


def _bands(gaps: Sequence[Gap], start: datetime) -> Iterator[Band]:
    for since, until in gaps:
        begin, end = round(_across(since, start)), round(_across(until, start))
        yield Band(min(begin, SIZE - 1), max(end - begin, 1))


def _hours(start: datetime, edge: datetime) -> Iterator[Mark]:
    hour = start.replace(minute=0)
    while (hour := hour + timedelta(hours=1)) <= edge:
        yield Mark(round(_across(hour, start)), f"{hour:%H:%M}")


def _words(samples: Sequence[Sample], since: datetime | None) -> str:
    """The last reading, and since when there is none because the signal is lost."""
    reading = [_reading(samples[-1], dated=False)] if samples else [NOTHING.rstrip(".")]
    lost = [f"no signal since {clock_time(since, since)}"] if since else []
    return "; ".join(reading + lost) + ("" if samples else ".")


def _past(samples: Sequence[Sample]) -> str:
    return f"{_reading(samples[-1], dated=True)}, nothing since" if samples else NOTHING


def _reading(sample: Sample, *, dated: bool) -> str:
    at, torr = sample
    return f"{torr:z.1f} torr at {clock_time(at, None if dated else at)}"
