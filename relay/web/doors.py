"""Who may connect, and who holds others up for too long."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Protocol

from aiohttp import web

STALLED = 5.0
"""Seconds without taking a byte after which a reader is dropped."""
KNOWN = 10_000
"""Addresses that something is kept about; who came longest ago is forgotten first."""
GONE = "::"
"""In the place of the address of who has hung up already."""
REFUSING = 100
"""Refused connections that are given it at the same time; more are reset at once."""
Network = IPv4Network | IPv6Network


def _unmapped(address: str) -> IPv4Address | IPv6Address:
    """The address itself, where a socket for both kinds shows an IPv4 address as IPv6."""
    found = ip_address(address.partition("%")[0])
    return (found.ipv4_mapped or found) if found.version == 6 else found


@lru_cache(KNOWN)
def network_of(address: str) -> str:
    """What one caller is known by: an IPv4 address, or the /64 network of an IPv6 address."""
    found = _unmapped(address)
    return str(found if found.version == 4 else ip_network((found, 64), strict=False))


class Connection(Protocol):
    """One that may hold others up."""

    @property
    def left(self) -> int:
        """Bytes that wait to be sent."""
        ...

    def reset(self) -> None:
        """End it at once, dropping what is unsent."""
        ...


class Doors:
    """Counts the connections and drops those that stall."""

    def __init__(
        self,
        *,
        most: int,
        most_each: int,
        trusted: Sequence[Network],
        refused: Callable[[], None],
        stalled: Callable[[], None],
    ) -> None:
        self.trusted = trusted
        self._most = most
        self._most_each = most_each
        self._refused = refused
        self._stalled = stalled
        self._open: Counter[str] = Counter()
        self._all = 0
        self._refusing = 0
        self._slow: dict[Connection, tuple[float, int]] = {}

    def trusts(self, address: str) -> bool:
        """Whether it is a proxy of the operator's."""
        if not self.trusted:
            return False
        found = _unmapped(address)
        return any(found in network for network in self.trusted)

    def enter(self, address: str) -> int | None:
        """Count a connection in, or say the status that it is refused with."""
        name = network_of(address)
        each = not self.trusts(address) and self._open[name] >= self._most_each
        if each or self._all >= self._most:
            self._refused()
            return 429 if each else 503
        self._open[name] += 1
        self._all += 1
        return None

    def refuse(self) -> bool:
        """Count a connection that is being told why it is refused; False when it must just go."""
        if self._refusing >= REFUSING:
            return False
        self._refusing += 1
        return True

    def refuse_done(self) -> None:
        """It has gone."""
        self._refusing -= 1

    def leave(self, address: str) -> None:
        """Count it out again."""
        name = network_of(address)
        self._open[name] -= 1
        self._all -= 1
        if not self._open[name]:
            del self._open[name]

    def slow(self, door: Connection, left: int, now: float) -> None:
        """Its connection takes no more for now; `left` bytes wait for it."""
        self._slow[door] = (now, left)

    def quick(self, door: Connection) -> None:
        """Nothing waits for it any more."""
        self._slow.pop(door, None)

    def drop_stalled(self, now: float) -> None:
        """Reset every connection that has taken nothing for `STALLED` seconds."""
        for door, (since, before) in list(self._slow.items()):
            left = door.left
            if left < before:
                self._slow[door] = (now, left)
            elif now - since >= STALLED:
                self._stalled()
                door.reset()


DOORS = web.AppKey("doors", Doors)
