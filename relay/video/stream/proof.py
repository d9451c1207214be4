"""Whether a stream gives anything at this moment."""

import asyncio
import contextlib

from relay.clock import Clock
from relay.errors import VideoError
from relay.supervisor import cancel
from relay.video.segment import Ring, Rung, Segment
from relay.video.stream.fetch import Web
from relay.video.stream.follower import FollowEnded, Follower
from relay.video.stream.health import Candidate
from relay.video.stream.loader import Feed
from relay.video.stream.resolve import Resolver

ENOUGH = 2
"""Segments, one after the other: the first one alone may be the last of a stream that stands."""


async def gives(candidate: Candidate, resolver: Resolver, web: Web, clock: Clock) -> bool:
    """Resolve and follow it apart from all else until that is known."""
    seen, enough = 0, asyncio.Event()

    def tell(rung: Rung, segment: Segment) -> None:  # noqa: ARG001
        nonlocal seen
        seen += 1
        if seen >= ENOUGH:
            enough.set()

    try:
        ladder = await resolver.resolve(candidate.stream, candidate.trusted)
    except VideoError:
        return False
    follower = Follower(Rung.HIGH, Ring(seconds=1, size=1), clock, tell)
    async with web.open(private=ladder.private) as fetch:
        work = asyncio.create_task(follower.follow(Feed(fetch, ladder.high, ladder.headers)))
        waiting = asyncio.create_task(enough.wait())
        try:
            await asyncio.wait((work, waiting), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await cancel(waiting)
            with contextlib.suppress(FollowEnded):
                await cancel(work)
    return enough.is_set()
