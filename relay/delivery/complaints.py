"""Says what cannot be told without saying it a thousand times."""

import logging
from datetime import datetime, timedelta

from relay.clock import Clock

EVERY = timedelta(minutes=1)
"""Of each platform one line at most in that time, with how many more there were."""

log = logging.getLogger(__name__)


class Complaints:
    """One for a run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, datetime] = {}
        self._unsaid: dict[str, int] = {}

    def about(self, platform: str, what: str, seconds: float, why: str) -> None:
        """What concerns a destination there, or itself, has to wait so long."""
        now = self._clock.now()
        if now - self._last.get(platform, now - EVERY) < EVERY:
            self._unsaid[platform] = self._unsaid.get(platform, 0) + 1
            log.debug("%s waits %.0f s: %s", what, seconds, why)
            return
        self._last[platform] = now
        more = self._unsaid.pop(platform, 0)
        others = f" ({more} more since the last such line)" if more else ""
        log.warning("%s waits %.0f s: %s%s", what, seconds, why, others)
