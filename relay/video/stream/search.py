"""Follows the best stream of a list that gives something, down the list and back."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from relay.clock import Clock
from relay.errors import VideoError
from relay.supervisor import cancel
from relay.video.stream.climbing import Climbing, Followers
from relay.video.stream.fetch import Web
from relay.video.stream.health import SHORTEST, Better, Candidate, Course
from relay.video.stream.proof import gives
from relay.video.stream.resolve import Ladder, Resolver

LOOK = 5.0
"""Seconds between two looks at whether a better stream is to be tried."""


@dataclass(slots=True)
class Followed:
    """A stream that is being followed."""

    candidate: Candidate
    ladder: Ladder
    since: datetime
    gave: bool = field(default=False)
    """Whether anything of it has come."""


class Search:
    """One for the relay. `problem` is told why a stream is not followed, or no longer."""

    def __init__(
        self,
        candidates: Callable[[], Sequence[Candidate]],
        resolver: Resolver,
        web: Web,
        clock: Clock,
        problem: Callable[[str], None],
    ) -> None:
        self._candidates = candidates
        self._resolver = resolver
        self._web = web
        self._clock = clock
        self._problem = problem
        self._course, self._better = Course(), Better()
        self.followed: Followed | None = None

    async def run(self, followers: Followers) -> NoReturn:
        """Follow one after the other, for ever, the best one first."""
        self._course = Course()
        while True:
            listed = self._listed()
            url = self._course.first(list(listed))
            if url is None:
                self._problem("no stream is known")
                await self._clock.sleep(SHORTEST)
            else:
                await self._clock.sleep(await self._try(listed[url], followers))

    def gave(self) -> None:
        """A segment of the high rung of the one that is followed came."""
        if self.followed is not None:
            self.followed.gave = True
            lasted = self._clock.now() - self.followed.since
            self._course.gave(lasted)
            self._better.gave(self.followed.candidate.stream.url, lasted)

    def _listed(self) -> dict[str, Candidate]:
        listed: dict[str, Candidate] = {}
        for one in self._candidates():
            listed.setdefault(one.stream.url, one)
        return listed

    async def _try(self, candidate: Candidate, followers: Followers) -> float:
        """Follow it as long as it gives something, and no better one does; returns the seconds to
        wait before the next try."""
        resolved, url = False, candidate.stream.url
        try:
            ladder = await self._resolver.resolve(candidate.stream, candidate.trusted)
            resolved = True
            self._course.take(
                await self._follow(Followed(candidate, ladder, self._clock.now()), followers)
            )
            return 0.0
        except VideoError as problem:
            self._problem(str(problem))
        finally:
            self.followed = None
        wait = self._course.failed(list(self._listed()), resolved=resolved)
        if wait or self._course.first(list(self._listed())) != url:
            self._better.failed(url, self._clock.now())
        return wait

    async def _follow(self, followed: Followed, followers: Followers) -> str:
        """Returns the address of a better stream that gives something, too."""
        self.followed = followed
        candidate, ladder = followed.candidate, followed.ladder
        async with self._web.open(private=ladder.private) as fetch:
            climbing = Climbing(followers, ladder, fetch, self._clock)
            climb = climbing.follow(lambda: self._renew(candidate))
            following = asyncio.create_task(climb)
            looking = asyncio.create_task(self._look_for_better(candidate.stream.url))
            try:
                await asyncio.wait((following, looking), return_when=asyncio.FIRST_COMPLETED)
                return looking.result() if looking.done() else await following
            finally:
                await cancel(looking)
                await cancel(following)

    async def _renew(self, candidate: Candidate) -> Ladder:
        return await self._resolver.resolve(candidate.stream, candidate.trusted)

    async def _look_for_better(self, url: str) -> str:
        while True:
            await self._clock.sleep(LOOK)
            listed = self._listed()
            above = list(listed)
            above = above[: above.index(url)] if url in listed else above
            found = self._better.due(above, self._clock.now())
            if found is None:
                continue
            if await gives(listed[found], self._resolver, self._web, self._clock):
                return found
            self._better.failed(found, self._clock.now())
