"""Follows all rungs of one stream, and renews their addresses before they expire."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import NoReturn

from relay.clock import Clock
from relay.errors import VideoError
from relay.video.segment import Rung
from relay.video.stream.fetch import Fetch
from relay.video.stream.follower import FollowEnded, Follower
from relay.video.stream.loader import Feed
from relay.video.stream.resolve import Ladder

RENEWED_AT = 0.8
"""The part of its time after which an address is resolved again."""
SOONEST = 30.0
"""Seconds until then at least, and until a smaller rung that has ended is tried again."""

log = logging.getLogger(__name__)


Followers = Mapping[Rung, Follower]
Renew = Callable[[], Awaitable[Ladder]]


class Climbing:
    """One for a stream that was resolved."""

    def __init__(self, followers: Followers, ladder: Ladder, fetch: Fetch, clock: Clock) -> None:
        self._followers = followers
        self._ladder = ladder
        self._fetch = fetch
        self._clock = clock

    async def follow(self, renew: Renew) -> NoReturn:
        """Follow until the high rung gives nothing any more: raises FollowEnded then. `renew`
        resolves the stream again."""
        beside = [
            asyncio.create_task(self._follow_beside(Rung.LOW)),
            asyncio.create_task(self._follow_beside(Rung.TEXT)),
            asyncio.create_task(self._keep_good(renew)),
        ]
        feed = Feed(self._fetch, self._ladder.high, self._ladder.headers)
        try:
            await self._followers[Rung.HIGH].follow(feed)
        finally:
            for task in beside:
                task.cancel()
            await _ended(beside)

    async def _follow_beside(self, rung: Rung) -> None:
        """A smaller rung: the stream is live without it."""
        while (feed := self._feed(rung)) is not None:
            try:
                await self._followers[rung].follow(feed)
            except FollowEnded as problem:
                log.debug("the %s rung: %s", rung, problem)
            await self._clock.sleep(SOONEST)

    async def _keep_good(self, renew: Renew) -> None:
        while (expires := self._ladder.expires) is not None:
            left = (expires - self._clock.now()).total_seconds()
            await self._clock.sleep(max(left * RENEWED_AT, SOONEST))
            try:
                self._ladder = await renew()
            except VideoError as problem:
                log.debug("its addresses are not renewed: %s", problem)
                continue
            for rung, follower in self._followers.items():
                if (feed := self._feed(rung)) is not None:
                    follower.move(feed)

    def _feed(self, rung: Rung) -> Feed | None:
        ladder = self._ladder
        address = {Rung.HIGH: ladder.high, Rung.LOW: ladder.low, Rung.TEXT: ladder.text}[rung]
        return Feed(self._fetch, address, ladder.headers) if address else None


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    """Wait for all of them. Raises what one of them raised besides being cancelled."""
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
