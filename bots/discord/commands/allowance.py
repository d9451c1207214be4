"""How often people may ask: a burst, then as fast as it fills up again."""

from collections.abc import Callable
from dataclasses import dataclass

FORGET = 10_000
"""So many askers are remembered before those whose allowance is full again are let go."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` at once, and as many again over `seconds`."""

    count: int
    seconds: float


USER = Rate(10, 30)
SERVER = Rate(100, 30)


class Allowance:
    """One account of time a asker; the generic cell rate algorithm (ITU-T I.371)."""

    def __init__(
        self, monotonic: Callable[[], float], user: Rate = USER, server: Rate = SERVER
    ) -> None:
        self._monotonic = monotonic
        self._user = user
        self._server = server
        self._full_again: dict[str, float] = {}

    def take(self, user: int, server: int | None) -> float:
        """0 when it is granted; else how many seconds it takes until it would be."""
        now = self._monotonic()
        asked = [(f"user:{user}", self._user)]
        if server is not None:
            asked.append((f"server:{server}", self._server))
        wait = max(self._wait(key, rate, now) for key, rate in asked)
        if wait > 0:
            return wait
        for key, rate in asked:
            busy = max(self._full_again.get(key, now), now)
            self._full_again[key] = busy + rate.seconds / rate.count
        if len(self._full_again) > FORGET:
            self._full_again = {k: at for k, at in self._full_again.items() if at > now}
        return 0.0

    def _wait(self, key: str, rate: Rate, now: float) -> float:
        one = rate.seconds / rate.count
        return max(self._full_again.get(key, now) + one - rate.seconds - now, 0.0)
