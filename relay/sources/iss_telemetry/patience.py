"""When to call a server again that hung up: soon the first time, ever later while it stays away."""

from datetime import datetime, timedelta
from random import Random

SOON = 0.5
"""Seconds within which a connection that worked is replaced."""
FIRST, LONGEST = 1.0, 300.0
"""Seconds before the second try, doubled by each further one, and the most it comes to."""
JITTER = 0.2
"""Share by which such a wait is longer or shorter, so that many relays do not call in step."""
GOOD = timedelta(seconds=60)
"""How long updates have to come until earlier failures are forgotten."""


class Patience:
    """Counts the failures of one server and says how long to wait after each."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._failures = 0
        self._good_since: datetime | None = None

    def served(self, now: datetime) -> None:
        """An update came. After a minute of them the server counts as well again."""
        self._good_since = self._good_since or now
        if now - self._good_since >= GOOD:
            self._failures = 0

    def failed(self, wish: float | None) -> float:
        """Seconds until the next try. `wish` is the least that the failure asks for; with 0.0 the
        first try comes at once."""
        failures, self._failures = self._failures, self._failures + 1
        self._good_since = None
        if failures == 0 and not wish:
            return self._random.uniform(0, SOON) if wish is None else 0.0
        doubled = FIRST * 2.0 ** min(max(failures - 1, 0), 20)
        wait = max(doubled, wish or 0.0) * self._random.uniform(1 - JITTER, 1 + JITTER)
        return min(wait, LONGEST)
