"""When a spacewalk has not been heard of for too long to say anything about the present."""

from datetime import datetime, timedelta

from relay.core.spacewalk import Precision
from relay.core.standing import Spacewalk, State

SILENCE = timedelta(hours=24)
"""No spacewalk lasts this long (the longest from the station took 8 h 56 min, 11 March 2001): what
has not been heard of for so long is not shown as going on."""

OVERDUE = {
    Precision.MINUTE: timedelta(hours=12),
    Precision.HOUR: timedelta(hours=13),
    Precision.DAY: timedelta(days=2),
    Precision.MONTH: timedelta(days=32),
    Precision.YEAR: timedelta(days=367),
}
"""How long after a planned start nothing can be heard before the plan says nothing any more."""


def last_sign(walk: Spacewalk) -> datetime | None:
    """The latest instant that anything known of a spacewalk speaks of."""
    planned = walk.plan.start if walk.plan else None
    return max([*walk.instants(), *([planned] if planned else [])], default=None)


def silent(walk: Spacewalk, now: datetime) -> bool:
    """Whether it should have been heard of: its last sign lies too far back to go by."""
    last = last_sign(walk)
    if last is None or walk.state in (State.OVER, State.CALLED_OFF, State.POSTPONED):
        return False
    planned = walk.state is State.PLANNED and walk.plan
    return now - last > (OVERDUE[planned.precision] if planned else SILENCE)
