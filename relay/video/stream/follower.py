"""Follows one rung: its playlist again and again, and every new segment once."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from relay.clock import Clock
from relay.errors import VideoError
from relay.supervisor import cancel
from relay.video.segment import Ring, Rung, Segment
from relay.video.stream.fetch import FetchFailed
from relay.video.stream.listing import Listed, Listing
from relay.video.stream.loader import Feed, Loader
from relay.video.stream.phase import Phase
from relay.video.stream.timeline import Timeline, backlog, before

STALLED_TARGETS, STALLED_SECONDS = 3, 6.0
"""A stream stands still when nothing new came for so many target durations and seconds."""
GONE = frozenset({401, 403, 404, 410})
"""Answers that another try of the same address will not change."""
REFUSED = GONE - {404}
"""The same for a segment: a single one may be missing."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)

Tell = Callable[[Rung, Segment], None]


class FollowEnded(VideoError):
    """The stream cannot be followed any more at this address: resolve it again, or take another."""


class Follower:
    """One for a rung: it goes on from feed to feed, and its ring is kept."""

    def __init__(
        self, rung: Rung, ring: Ring, clock: Clock, tell: Tell, offset: float = 0.0
    ) -> None:
        self._rung = rung
        self._ring = ring
        self._clock = clock
        self._tell = tell
        self._offset = offset
        self._timeline = Timeline(offset)
        self._pursuit: _Pursuit | None = None

    async def follow(self, feed: Feed) -> NoReturn:
        """Every new segment goes into the ring and is told. Raises FollowEnded when none come any
        more; a load or a segment that fails now and then is passed over."""
        self._timeline.move()
        self._pursuit = pursuit = _Pursuit(Loader(feed, self._clock), self._clock)
        try:
            while True:
                await self._clock.sleep(await self._load(pursuit))
        finally:
            self._pursuit = None
            if pursuit.filling is not None:
                await cancel(pursuit.filling)

    def move(self, feed: Feed) -> None:
        """Go on there with the next load: the same stream, under a newly signed address."""
        if self._pursuit is not None:
            self._timeline.move()
            self._pursuit.loader = Loader(feed, self._clock)

    async def _load(self, pursuit: "_Pursuit") -> float:
        """Load the playlist and what is new in it; returns the seconds until the next time."""
        began = self._clock.now()
        listing = await pursuit.load()
        if listing is None:
            return pursuit.pause(None, began)
        for listed in self._timeline.fresh(listing):
            after = sum(one.duration for one in listing.segments if one.number > listed.number)
            segment = await self._take(listed, after, pursuit)
            if segment is not None and pursuit.filling is None:
                filling = self._fill(listing, segment, pursuit)
                pursuit.filling = asyncio.create_task(filling)
        pursuit.check(listing)
        return pursuit.pause(listing, began)

    async def _take(self, listed: Listed, after: float, pursuit: "_Pursuit") -> Segment | None:
        if listed.encrypted:
            raise FollowEnded("the stream is encrypted")
        try:
            header = await pursuit.loader.header(listed.header)
            data = await pursuit.loader.segment(listed)
        except VideoError as problem:
            if isinstance(problem, FetchFailed) and problem.status in REFUSED:
                raise FollowEnded(str(problem)) from problem
            pursuit.problem = str(problem)
            self._timeline.skip(listed)
            return None
        now = self._clock.now()
        segment = self._timeline.take(listed, data, header, now, after)
        pursuit.heard, pursuit.problem = now, ""
        self._ring.add(segment)
        self._tell(self._rung, segment)
        return segment

    async def _fill(self, listing: Listing, newest: Segment, pursuit: "_Pursuit") -> None:
        """Put in front of the newest segment what is still listed, until one is missing."""
        segment = newest
        for listed in backlog(listing, newest.number):
            try:
                data = await pursuit.loader.segment(listed)
            except VideoError as problem:
                log.debug("the %s rung is not filled further back: %s", self._rung, problem)
                return
            older = before(listed, data, segment, self._offset)
            if not self._ring.add_before(segment, older):
                return
            segment = older


class _Pursuit:
    """What is known of one feed while it is followed."""

    def __init__(self, loader: Loader, clock: Clock) -> None:
        self.loader = loader
        self.filling: asyncio.Task[None] | None = None
        """Fetches what was published before the first segment that came."""
        self.heard = clock.now()
        """When the last one came."""
        self.problem = ""
        """Why nothing comes, if there is more to say of it."""
        self._clock = clock
        self._phase = Phase()
        self._newest: int | None = None
        self._target = STALLED_SECONDS / STALLED_TARGETS

    async def load(self) -> Listing | None:
        """The playlist; None where it failed and may do better the next time."""
        try:
            listing = await self.loader.listing(self._target)
        except VideoError as problem:
            if isinstance(problem, FetchFailed) and problem.status in GONE:
                raise FollowEnded(str(problem)) from problem
            self.problem = str(problem)
            self._check_silence()
            return None
        if listing.ended and self._newest is None:
            raise FollowEnded("the stream has ended")
        if not listing.segments:
            self.problem = listing.refused
        self._target = listing.target
        return listing

    def check(self, listing: Listing) -> None:
        """Raises FollowEnded when it gives nothing any more."""
        if listing.ended:
            raise FollowEnded("the stream has ended")
        self._check_silence()

    def pause(self, listing: Listing | None, began: datetime) -> float:
        """Seconds until the next load, after one that began at that instant."""
        started = _seconds(began)
        if listing is None or not listing.segments:
            due = self._phase.failed(started, self._target)
        else:
            due = self._due(listing, started)
        wait = due - _seconds(self._clock.now())
        return min(max(wait, 0.0), STALLED_TARGETS * self._target)

    def _due(self, listing: Listing, began: float) -> float:
        newest = listing.segments[-1]
        known = self._newest
        if known is None or newest.number < known:
            known = newest.number - 1
        added = sum(one.duration for one in listing.segments if one.number > known)
        self._newest = newest.number
        return self._phase.after(began, newest.number, newest.duration, listing.target, added)

    def _check_silence(self) -> None:
        silent = (self._clock.now() - self.heard).total_seconds()
        if silent >= max(STALLED_TARGETS * self._target, STALLED_SECONDS):
            raise FollowEnded(self.problem or f"nothing new came for {silent:.0f} s")


def _seconds(instant: datetime) -> float:
    return (instant - _EPOCH) / timedelta(seconds=1)
