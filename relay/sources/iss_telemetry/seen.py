"""What has been seen of the crewlock so far, as far as the next sample is judged by it."""

from datetime import datetime, timedelta

from relay.sources.iss_telemetry.curve import STEP_FROM, VACUUM, Curve, Point, Streak

CABIN, LEFT, BELOW_CABIN = 720.0, 690.0, 30.0
"""Torr: air as in the cabin; no longer; and how far below the cabin, so that its leak is none."""
FAST = timedelta(minutes=15)
"""Within this it falls from CABIN to LEFT, where no reference says what the cabin has."""
PLATEAU = (500.0, 560.0)
"""10.2 psi (527 torr): a crew dresses, or sleeps, at it."""
PLATEAU_LASTS = timedelta(minutes=3)
DEEP = 480.0
"""Below that plateau: this is a depressurization, and no dressing."""
LEAK_CHECK = (245.0, 280.0)
LEAK_CHECK_LASTS = timedelta(seconds=120)
"""A fall through this band takes 80 s."""
AIR = 10.0
HELD, HELD_ALONE = timedelta(seconds=5), timedelta(seconds=60)
"""Two samples; or one: the feed only tells changes, and then nothing for minutes."""
FASTEST = 2.0
"""Torr a second that air leaves at most, down to where a step may begin."""
MUCH_AIR, INFLOW = 15.0, 20.0
"""Torr; and torr a second, of which a repressurization takes one or two."""
SUDDEN = 30.0
"""A first sample above this, after vacuum: the beginning was not seen."""
UNSEEN = timedelta(seconds=20)
"""Between air and vacuum: the hatch was opened in between, unseen. A step takes 7 s."""
SILENT = timedelta(seconds=60)
"""What comes after so long does not continue what was before."""
FRESH = timedelta(hours=1)
"""How long a pressure elsewhere, which is told when it changes, is good for."""
ENOUGH = 3
"""Samples that agree."""


class Seen:
    """The samples so far, in the order of source time."""

    def __init__(self) -> None:
        self.curve = Curve()
        self.cabin = Streak(lambda torr: torr > CABIN)
        self.left = Streak(lambda torr: torr < LEFT)
        self.plateau = Streak(lambda torr: PLATEAU[0] <= torr <= PLATEAU[1])
        self.deep = Streak(lambda torr: torr < DEEP)
        self.leak_check = Streak(lambda torr: LEAK_CHECK[0] <= torr <= LEAK_CHECK[1])
        self.vacuum = Streak(lambda torr: torr <= VACUUM)
        self.risen = Streak(lambda torr: torr > VACUUM)
        self.before_vacuum: Point | None = None
        self.gap = False
        """Whether vacuum began unseen, after air."""
        self.unseen_rise: tuple[datetime, datetime] | None = None
        """Between which instants the vacuum ended, where nobody saw it."""
        self.left_at: datetime | None = None
        """The first sample of the present descent: from the cabin, or from the plateau."""
        self.references: dict[str, Point] = {}
        self.pump_on: bool | None = None
        self._last: Point | None = None
        self._cabin_at: datetime | None = None
        self._unseen = False

    @property
    def at(self) -> datetime:
        """Source time of the last sample."""
        assert self._last
        return self._last[0]

    @property
    def torr(self) -> float:
        """The last sample."""
        assert self._last
        return self._last[1]

    def add(self, at: datetime, torr: float) -> None:
        """Take the next sample in."""
        if self._last and at - self._last[0] > SILENT:
            self._unseen = True
        if self._unseen:
            self.curve.clear()
        if torr > VACUUM:
            self.gap = False
        elif not self.vacuum.count:
            self.before_vacuum = self._last
            self.gap = self._jumped(at)
        if torr > VACUUM and not self.risen.count and self._last:
            long = self._unseen or torr > SUDDEN
            self.unseen_rise = (self._last[0], at) if long else None
        self._look(at, torr)
        self._last, self._unseen = (at, torr), False

    def not_seen(self) -> None:
        """What comes next does not continue what was before."""
        self._unseen = True

    def has_left_cabin(self) -> bool:
        """Whether the crewlock has lost air that the cabin has not."""
        if self.left.count < ENOUGH or self._last is None:
            return False
        at, torr = self._last
        if known := [cabin for since, cabin in self.references.values() if at - since <= FRESH]:
            return max(known) - torr >= BELOW_CABIN
        return self._cabin_at is not None and at - self._cabin_at <= FAST

    def in_vacuum(self, at: datetime) -> bool:
        """Whether it is sure, at that instant of source time."""
        twice = self.vacuum.count > 1 and self.vacuum.lasts(HELD, at)
        return self.vacuum.count >= ENOUGH or twice or self.vacuum.lasts(HELD_ALONE, at)

    def refilled(self) -> bool:
        """Whether air comes in, after vacuum: as fast as it does, and not as a wrong value does."""
        return self.risen.count >= ENOUGH and self.torr > MUCH_AIR and self.curve.steady(INFLOW)

    def _jumped(self, at: datetime) -> bool:
        if self._last is None or self._last[1] <= AIR:
            return False
        silence = at - self._last[0]
        # So fast no air leaves: from there to nothing is the sensor, not the hatch.
        fastest = STEP_FROM + FASTEST * silence.total_seconds()
        return (self._unseen or silence > UNSEEN) and self._last[1] <= fastest

    def _look(self, at: datetime, torr: float) -> None:
        self.curve.add(at, torr)
        rested = self.plateau.lasts(PLATEAU_LASTS)
        for streak in (self.cabin, self.left, self.plateau, self.deep):
            streak.take(at, torr)
        for streak in (self.leak_check, self.vacuum, self.risen):
            streak.take(at, torr)
        if torr > CABIN:
            self._cabin_at, self.left_at = at, None
        elif self.left_at is None or (rested and torr < PLATEAU[0]):
            self.left_at = at
