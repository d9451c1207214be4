"""The live stream, followed while somebody wants it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NoReturn

from relay.clock import Clock
from relay.core.text import plain
from relay.plugins import Watching
from relay.supervisor import cancel
from relay.video.segment import Ring, Rung, Segment
from relay.video.stream.address import shown, unnamed
from relay.video.stream.fetch import Web
from relay.video.stream.follower import Follower
from relay.video.stream.health import Candidate, Change, News
from relay.video.stream.outbox import Outbox
from relay.video.stream.resolve import Resolver
from relay.video.stream.search import Search

KEPT = 180.0
"""Seconds: a clip of 90 s of what is reported 60 s late."""
LARGEST = {Rung.HIGH: 130_000_000, Rung.LOW: 25_000_000, Rung.TEXT: 2_000_000}
"""Bytes of each ring."""
TICK = 1.0
"""Seconds between two looks at what is to be told, while a stream is followed."""
COMPLAINTS = timedelta(minutes=1)
"""An outage is complained of once in that time."""

log = logging.getLogger(__name__)


class Watcher:
    """One for the relay. It costs nothing while nobody wants a stream."""

    def __init__(
        self,
        *,
        candidates: Callable[[], Sequence[Candidate]],
        resolver: Resolver,
        web: Web,
        clock: Clock,
        segment: Callable[[Rung, Segment], Awaitable[None]],
        changed: Callable[[Change], Awaitable[None]],
        offset: float = 0.0,
    ) -> None:
        """`candidates` are asked for again and again, best first; `segment` and `changed` are told
        one thing after the other, and may take their time; `offset` are the seconds that the
        stream's clock is behind."""
        self._clock = clock
        self._segment = segment
        self._changed = changed
        self._rings = {rung: Ring(seconds=KEPT, size=size) for rung, size in LARGEST.items()}
        self._followers = {
            rung: Follower(rung, ring, clock, self._came, offset)
            for rung, ring in self._rings.items()
        }
        self._search = Search(candidates, resolver, web, clock, self._complain)
        self._news = News()
        self._until: datetime | None = None
        self._wanted = asyncio.Event()
        self._segments = Outbox[tuple[Rung, Segment]](24)
        self._changes = Outbox[Change](100)
        self._complained: datetime | None = None
        self._named = ""

    @property
    def rings(self) -> Mapping[Rung, Ring]:
        """The last minutes of each rung; empty while nothing is followed."""
        return self._rings

    @property
    def watching(self) -> Watching:
        """What is followed, in words for people."""
        if self._until is None:
            return Watching()
        lost = self._news.lost_since(self._clock.now())
        followed = self._search.followed
        if followed is None or not followed.gave:
            return Watching(lost_since=lost, problem=self._news.why)
        return Watching(
            title=plain(followed.candidate.stream.title, 100) or "live stream",
            player=followed.ladder.player,
            lost_since=lost,
        )

    def want(self, until: datetime) -> None:
        """Follow a stream until then, or longer where someone else wants it longer."""
        self._until = until if self._until is None else max(until, self._until)
        self._wanted.set()

    async def run(self) -> NoReturn:
        """Follow what is wanted, for ever. Raises an ExceptionGroup of what a callback raises."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._segments.run(lambda both: self._segment(*both)))
            tasks.create_task(self._changes.run(self._changed))
            while True:
                await self._wanted.wait()
                await self._follow_wanted()

    async def _follow_wanted(self) -> None:
        self._news.begin(self._clock.now())
        self._named = ""
        work = asyncio.create_task(self._search.run(self._followers))
        try:
            while (left := self._left()) > 0 and not work.done():
                self._tell()
                await self._clock.sleep(min(left, TICK))
        finally:
            await cancel(work)
        self._until = None
        self._wanted.clear()
        for ring in self._rings.values():
            ring.clear()

    def _left(self) -> float:
        return (self._until - self._clock.now()).total_seconds() if self._until else 0.0

    def _tell(self) -> None:
        change = self._news.due(self._clock.now())
        if change is None:
            return
        why = f": {change.why}" if change.why else ""
        level = logging.WARNING if change.kind == "lost" else logging.INFO
        log.log(level, "the picture of %s is %s%s", shown(change.stream.url), change.kind, why)
        self._changes.put(change)

    def _came(self, rung: Rung, segment: Segment) -> None:
        self._segments.put((rung, segment))
        followed = self._search.followed
        if rung is not Rung.HIGH or followed is None:
            return
        self._search.gave()
        self._news.came(followed.candidate.stream, self._clock.now())
        if followed.candidate.stream.url != self._named:
            self._named = followed.candidate.stream.url
            log.info("follows %s", shown(self._named))

    def _complain(self, problem: str) -> None:
        now = self._clock.now()
        told = plain(problem, 200)
        self._news.why = unnamed(told)
        if self._complained is None or now - self._complained >= COMPLAINTS:
            self._complained = now
            log.warning("the live stream: %s", told)
