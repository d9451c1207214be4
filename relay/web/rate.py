"""How often each address may ask; an answer that costs more counts as several."""

from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

from relay.web.doors import GONE, KNOWN, network_of

BURST = 60
"""Requests that may come at once; a page with all that belongs to it is about five."""


class Rate:
    """Lets each address ask `per_minute` times a minute, `BURST` of them at once."""

    def __init__(self, per_minute: int, now: Callable[[], float]) -> None:
        self._per_second = per_minute / 60
        self._most = max(float(BURST), self._per_second)
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Count a request; the seconds to wait when it is one too many, else 0."""
        now = self._now()
        before, at = self._left.pop(name, (self._most, now))
        left = min(self._most, before + (now - at) * self._per_second)
        self._left[name] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > KNOWN:
            self._left.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / self._per_second

    def charge(self, name: str, requests: int) -> None:
        """Count what was answered as that many requests more."""
        left, at = self._left.get(name, (self._most, self._now()))
        self._left[name] = (left - requests, at)


RATE = web.AppKey("rate", Rate)


def charge(request: web.Request, requests: int) -> None:
    """Count this request as that many more."""
    request.app[RATE].charge(network_of(request.remote or GONE), requests)
