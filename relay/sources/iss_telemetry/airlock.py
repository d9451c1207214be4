"""The states of the crewlock as its pressure shows them: one row of the table for each.

A function of the samples so far: no clock, no I/O. What the limits come from stands in
docs/telemetry.md.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from relay.core.hint import Hint
from relay.sources.iss_telemetry.curve import STEP_FROM, VACUUM
from relay.sources.iss_telemetry.seen import (
    CABIN,
    ENOUGH,
    LEAK_CHECK_LASTS,
    Seen,
)
from relay.sources.iss_telemetry.signs import Expected, HatchOpen, Opening, Repress, Sign

VENTING, READY, NOT_READY = 110.0, 25.9, 60.0
"""Pump off and the rest vented overboard; 0.5 psi; and no longer ready."""
FALLEN = 0.8
AGAIN = timedelta(hours=24)
SELDOM = timedelta(minutes=5)
"""Between two losses of signal that are told: it may come and go."""
FORGOTTEN = timedelta(hours=2)
"""A silence of the feed after which nothing is known; a depressurization takes half an hour."""


class Phase(StrEnum):
    """Where the crewlock is on its way."""

    UNKNOWN = "unknown"
    NOMINAL = "nominal"
    DEPRESS = "depress"
    READY = "ready"
    OPEN = "open"
    VACUUM = "vacuum"
    """Found in vacuum: a spacewalk is on, since when is not known."""
    REPRESS = "repress"


class Airlock:
    """Takes samples in the order of source time; each may return what it shows."""

    def __init__(self) -> None:
        self.phase = Phase.UNKNOWN
        self.seen = Seen()
        self.hinted: set[Hint] = set()
        self.opened_at: datetime | None = None
        self.expecting = False
        """Whether anything was said of a hatch to come."""
        self.top = 0.0
        """The highest pressure of the present descent."""
        self._lost = False
        self._loss_told: datetime | None = None
        self._heard: datetime | None = None

    def pressure(self, at: datetime, torr: float) -> list[Sign]:
        """The pressure in the crewlock, in torr."""
        if self._heard and at - self._heard > FORGOTTEN:
            self.seen = Seen()
            self.begin(Phase.UNKNOWN)
        self._heard = at
        self.seen.add(at, torr)
        return _ROWS[self.phase](self)

    def alive(self, at: datetime) -> list[Sign]:
        """The feed told something else: what it said last of the pressure still holds."""
        if self._lost:
            return []
        self._heard = max(self._heard or at, at)
        return _opening(self, at) if self.phase in _MAY_OPEN else []

    def reference(self, item: str, at: datetime, torr: float) -> None:
        """The pressure elsewhere in the station."""
        self.seen.references[item] = (at, torr)

    def pump(self, *, on: bool) -> None:
        """The switch of the depressurization pump."""
        self.seen.pump_on = on

    def signal(self, at: datetime, *, good: bool) -> list[Sign]:
        """Whether there is signal; worth saying only while something goes on."""
        if good is not self._lost:
            return []
        self._lost = not good
        self.seen.not_seen()
        return self._back(at) if good else self._gone(at)

    def _gone(self, at: datetime) -> list[Sign]:
        recent = self._loss_told and at - self._loss_told < SELDOM
        if recent or self.phase in (Phase.UNKNOWN, Phase.NOMINAL):
            return []
        self._loss_told = at
        self.hinted.add(Hint.SIGNAL_LOST)
        return [Expected(at, Hint.SIGNAL_LOST)]

    def _back(self, at: datetime) -> list[Sign]:
        told = Hint.SIGNAL_LOST in self.hinted
        self.hinted.discard(Hint.SIGNAL_LOST)
        return [Expected(at, Hint.SIGNAL_BACK)] if told else []

    def begin(self, phase: Phase) -> None:
        """What comes next is another episode."""
        self.phase = phase
        self.hinted.clear()
        self.expecting, self.top = False, 0.0


def _unknown(lock: Airlock) -> list[Sign]:
    """Nothing is told of what was so before anyone looked."""
    seen = lock.seen
    if seen.torr <= VACUUM:
        lock.phase = Phase.VACUUM if seen.in_vacuum(seen.at) else Phase.UNKNOWN
    elif seen.torr > CABIN:
        lock.phase = Phase.NOMINAL if seen.cabin.count >= ENOUGH else Phase.UNKNOWN
    else:
        lock.phase = Phase.DEPRESS
        lock.hinted.add(Hint.DEPRESS)
    return []


def _nominal(lock: Airlock) -> list[Sign]:
    if lock.seen.gap:
        return _opening(lock, lock.seen.at)
    if not lock.seen.has_left_cabin():
        return []
    lock.phase = Phase.DEPRESS
    return _depress(lock)


def _depress(lock: Airlock) -> list[Sign]:
    if lock.seen.cabin.count >= ENOUGH:
        expected = lock.expecting
        lock.begin(Phase.NOMINAL)
        return [Expected(lock.seen.at, Hint.FILLED)] if expected else []
    lock.top = max(lock.top, lock.seen.torr)
    if VACUUM < lock.seen.torr < READY:
        lock.phase = Phase.READY
    return _expected(lock) + _opening(lock, lock.seen.at)


def _ready(lock: Airlock) -> list[Sign]:
    if lock.seen.torr > NOT_READY:
        lock.phase = Phase.DEPRESS
    return _depress(lock)


def _expected(lock: Airlock) -> list[Sign]:
    """Each once in an episode."""
    seen = lock.seen
    at, torr = seen.at, seen.torr
    if torr > lock.top * FALLEN or seen.deep.count < ENOUGH:
        # Nobody saw it fall: it may be one wrong value, or a start of the relay while air comes in.
        return []
    vents = READY < torr < VENTING and seen.pump_on is False
    found = {
        Hint.DEPRESS: seen.left_at or at,
        Hint.LEAK_CHECK: seen.leak_check.since if seen.leak_check.lasts(LEAK_CHECK_LASTS) else None,
        Hint.HATCH_IN_14_MIN: at if vents and torr > VENTING * 0.75 else None,
        Hint.HATCH_IN_2_MIN: at if VACUUM < torr < READY else None,
    }
    new = {hint: since for hint, since in found.items() if since and hint not in lock.hinted}
    lock.hinted |= new.keys()
    lock.expecting = lock.expecting or bool(new)
    return [Expected(since, hint) for hint, since in new.items()]


def _opening(lock: Airlock, at: datetime) -> list[Sign]:
    """Whether the hatch is open: told once."""
    seen = lock.seen
    if seen.vacuum.since is None:
        return []
    how, since = Opening.STEP, seen.curve.step()
    if since is None:
        if not seen.in_vacuum(at):
            return []
        how, since = Opening.GAP if seen.gap else Opening.LEVEL, seen.vacuum.since
    before = seen.before_vacuum
    if how is Opening.LEVEL and (before is None or before[1] > STEP_FROM):
        # From air to nothing between two samples, before one's eyes: that is the sensor.
        return []
    again = lock.opened_at is not None and since - lock.opened_at < AGAIN
    lock.phase, lock.opened_at = Phase.OPEN, since
    after = before[0] if how is Opening.GAP and before else None
    return [HatchOpen(at=since, how=how, after=after, again=again)]


def _open(lock: Airlock) -> list[Sign]:
    seen = lock.seen
    if not seen.refilled():
        return []
    lock.phase = Phase.REPRESS
    if seen.unseen_rise:
        after, at = seen.unseen_rise
        return [Repress(at, after)]
    return [Repress(seen.curve.rise())]


def _repress(lock: Airlock) -> list[Sign]:
    """It pauses on its way, at 165 and at 258 torr in 2017."""
    if lock.seen.cabin.count >= ENOUGH:
        lock.begin(Phase.NOMINAL)
    elif lock.seen.vacuum.count >= ENOUGH:
        lock.phase = Phase.OPEN
    return []


_Row = Callable[[Airlock], list[Sign]]
_ROWS: Mapping[Phase, _Row] = MappingProxyType(
    {
        Phase.UNKNOWN: _unknown,
        Phase.NOMINAL: _nominal,
        Phase.DEPRESS: _depress,
        Phase.READY: _ready,
        Phase.OPEN: _open,
        Phase.VACUUM: _open,
        Phase.REPRESS: _repress,
    }
)
_MAY_OPEN = (Phase.NOMINAL, Phase.DEPRESS, Phase.READY)
