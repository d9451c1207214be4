"""The limits of single routes, as the headers of Discord's answers tell them.

A route's limit is known only from its answers (Discord's documentation, "Rate Limits", August
2026), so the first request there goes alone, and later no more at once than are left.
"""

import asyncio
import contextlib
import math
from collections import Counter
from collections.abc import Callable, Iterator

from bots.discord.refusals import LONGEST_WAIT, Answer

UNLIMITED = 60.0
"""Seconds for which a route whose answers name no limit is taken to have none."""
SWEEP = 1_000


def route(method: str, path: str) -> str:
    """What shares a limit: the method and what is asked of a channel or guild, whatever the id of
    the message is: publishing has a limit of its own, and posting does not wait for it."""
    steps = path.partition("?")[0].split("/")
    return f"{method} {'/'.join(steps[:4])} {'/'.join(steps[5:])}"


class Routes:
    """How many requests each route still takes, and how many of ours are under way there."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}
        """How many more, and until when that counts."""
        self._flying: Counter[str] = Counter()
        self._landed: dict[str, asyncio.Event] = {}
        self._sweep_at = SWEEP

    def wait(self, name: str) -> float:
        """Seconds until it takes requests again; 0.0 when it does."""
        left, until = self._left.get(name, (1.0, 0.0))
        return max(0.0, until - self._now()) if left < 1 else 0.0

    def is_free(self, name: str) -> bool:
        """Whether one more may begin now."""
        left, until = self._left.get(name, (1.0, 0.0))
        if until <= self._now():
            left = 1.0
        return self._flying[name] < left

    async def landing(self, name: str) -> None:
        """Return when one more may begin, or when it takes none any more."""
        while not self.is_free(name) and not self.wait(name):
            await self._landed.setdefault(name, asyncio.Event()).wait()

    @contextlib.contextmanager
    def flight(self, name: str) -> Iterator[None]:
        """A request is under way there until the block ends."""
        self._flying[name] += 1
        try:
            yield
        finally:
            self._flying[name] -= 1
            if not self._flying[name]:
                del self._flying[name]
            if landed := self._landed.pop(name, None):
                landed.set()

    def note(self, name: str, answer: Answer) -> None:
        """Remember what an answer says. One that is overtaken by a later one raises nothing."""
        left, seconds = answer.number("X-RateLimit-Remaining"), UNLIMITED
        if left is None:
            left = math.inf
        else:
            seconds = min(LONGEST_WAIT, answer.number("X-RateLimit-Reset-After") or 0.0)
        now = self._now()
        known, until = self._left.get(name, (left, 0.0))
        self._left[name] = (min(known, left) if now < until else left, now + seconds)
        self._sweep(now)

    def _sweep(self, now: float) -> None:
        if len(self._left) < self._sweep_at:
            return
        self._left = {name: told for name, told in self._left.items() if told[1] > now}
        self._sweep_at = 2 * len(self._left) + SWEEP
