"""Addresses that hold only for a while."""

import itertools
from datetime import datetime, timedelta

from relay.clock import Clock


class Tokens:
    """What stands in `?token=…` while addresses are signed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._signs = False
        self._lifetime: float | None = None
        self._given: dict[str, datetime | None] = {}
        self._number = itertools.count(1)

    def sign(self, lifetime: float | None) -> None:
        """From now on every address needs a token. They hold so many seconds; None is for ever."""
        self._signs, self._lifetime = True, lifetime

    def query(self) -> str:
        """A fresh one, to be put behind an address; nothing while none is needed."""
        if not self._signs:
            return ""
        token, until = f"secret{next(self._number)}", None
        if self._lifetime is not None:
            until = self._clock.now() + timedelta(seconds=self._lifetime)
        self._given[token] = until
        return f"?token={token}"

    def is_good(self, token: str) -> bool:
        """Whether a request with it is answered."""
        if not self._signs:
            return True
        if token not in self._given:
            return False
        until = self._given[token]
        return until is None or self._clock.now() < until

    def expire(self) -> None:
        """All that were given out are worth nothing."""
        self._given.clear()
