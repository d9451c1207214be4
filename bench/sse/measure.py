"""What is done to each server, and what is read from it."""

import os
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.sse.load import Load, Phase

BURST = 100
STALLING = 20
"""Connections that never read."""
FILL = 1000
"""Events at once that fill every buffer on the way to them, so that from then on they stall."""
RESET_WITHIN = 6.0
"""Seconds that a server is given to let go of them."""


class Server(Protocol):
    """One of those that are compared."""

    name: str
    path: str
    port: int

    @property
    def pid(self) -> int:
        """Of the process that holds the connections."""
        ...

    def publish(self, count: int) -> None:
        """Events, all with the time of this call in them. Returns once the server has them."""
        ...


Start = Callable[[Path], AbstractContextManager[Server]]
"""Starts a server with its files in an empty folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """How one server did with so many subscribers."""

    server: str
    subscribers: int
    connect_s: float
    paced: Phase
    burst_s: float
    kb_each: float
    """Resident memory of the server per subscriber, after the paced events."""


@dataclass(frozen=True, slots=True)
class Given:
    """Readers, and the paced events that they get twice: alone, and beside those that stall."""

    subscribers: int
    events: int
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stalled:
    """The same events for readers alone, and beside connections that never read."""

    server: str
    subscribers: int
    stalled: int
    alone: Phase
    beside: Phase
    reset: int
    reset_s: float
    """Seconds from the last byte that one of them took to its reset, of the slowest; 0 when none
    was reset."""
    mb_more: float
    """Resident memory of the server after it all, less that before the stalled ones came."""


def fan_out(server: Server, program: Path, subscribers: int, *, paced: int, bursts: int) -> FanOut:
    """Events one a second, then 100 at once."""
    before = resident_kb(server.pid)
    with Load(program, server.port, server.path) as load:
        connecting = load.connect(subscribers)
        slow = publish_paced(server, load, paced, every=1)
        each = (resident_kb(server.pid) - before) / subscribers
        burst = statistics.median(publish_burst(server, load, BURST).seconds for _ in range(bursts))
    return FanOut(
        server=server.name,
        subscribers=subscribers,
        connect_s=connecting,
        paced=slow,
        burst_s=burst,
        kb_each=each,
    )


def stalled(server: Server, program: Path, given: Given) -> Stalled:
    """First the readers alone; then a burst makes the others stall, and the same beside them."""
    every = 1 / given.per_second
    with Load(program, server.port, server.path) as load:
        load.connect(given.subscribers)
        alone = publish_paced(server, load, given.events, every=every)
        before = resident_kb(server.pid)
        load.stall(STALLING)
        publish_burst(server, load, FILL)
        end = time.monotonic() + RESET_WITHIN
        beside = publish_paced(server, load, given.events, every=every)
        resets = load.resets()
        while resets["reset"] < STALLING and time.monotonic() < end:
            time.sleep(0.1)
            resets = load.resets()
        more = resident_kb(server.pid) - before
    return Stalled(
        server=server.name,
        subscribers=given.subscribers,
        stalled=STALLING,
        alone=alone,
        beside=beside,
        reset=int(resets["reset"]),
        reset_s=float(resets["slowest_s"]),
        mb_more=more / 1000,
    )


def publish_paced(server: Server, load: Load, events: int, *, every: float) -> Phase:
    """One event each `every` seconds by the clock: a slow one does not delay those after it."""
    load.expect(events)
    start = time.monotonic()
    for number in range(events):
        time.sleep(max(0.0, start + number * every - time.monotonic()))
        server.publish(1)
    return _whole(server, load)


def resident_kb(process: int) -> float:
    """Memory in use."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1000


def publish_burst(server: Server, load: Load, events: int) -> Phase:
    """All events at once."""
    load.expect(events)
    server.publish(events)
    return _whole(server, load)


def _whole(server: Server, load: Load) -> Phase:
    phase = load.phase(patience=60)
    if not phase.complete or phase.disordered:
        raise SystemExit(f"{server.name}: not every subscriber got every event in order: {phase}")
    return phase
