"""A picture and a clip of each milestone, and the hyperlapse at the end, as events."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.media import Media, MediaKind
from relay.core.milestone import Milestone
from relay.core.standing import Spacewalk
from relay.errors import VideoError
from relay.journal.journal import Journal
from relay.plugins import Clip, Still
from relay.video.timing import Timing

PATIENCE = 15.0
"""Real seconds that the picture of a milestone is waited for; then the newest one is taken."""
BEFORE, LENGTH = timedelta(seconds=10), timedelta(seconds=30)
"""Where a clip begins before the milestone's own time, and how long it is."""
MOST = 10 * 1024 * 1024
"""Bytes of a clip and of a hyperlapse: what chat platforms take without more."""
FILMED = frozenset(Milestone) - {
    Milestone.COVERAGE_START,
    Milestone.TASK,
    Milestone.DELAYED,
    Milestone.SCRUBBED,
}

RECENT = timedelta(hours=24)
"""A spacewalk that ended longer ago gets no hyperlapse any more."""
UNSURE = timedelta(hours=3)
"""How long after an end that nobody confirms it is made all the same."""
AGAIN = timedelta(minutes=10)
"""Between two tries."""

log = logging.getLogger(__name__)

Add = Callable[[Callable[[], Sequence[Event]]], Awaitable[object]]


class Camera(Protocol):
    """What takes the pictures. Each method raises VideoError where there is nothing to take."""

    async def still_at(self, at: datetime, patience: float) -> tuple[Still, bool]:
        """The first picture at or after that instant of the stream; after that many seconds the
        newest one, and False."""
        ...

    async def clip_at(self, start: datetime, length: timedelta, most: int) -> Clip:
        """As soon as the stream has shown it all."""
        ...

    async def hyperlapse(self, walk: Spacewalk, most: int) -> Clip:
        """Of all that was kept of that spacewalk."""
        ...

    def has_kept(self, walk: Spacewalk) -> bool:
        """Whether there is anything to make a hyperlapse of."""
        ...

    async def forget(self, walk: Spacewalk) -> None:
        """What was kept for its hyperlapse."""
        ...

    async def keep(
        self, walk: Spacewalk, kind: MediaKind, made: Still | Clip, at: datetime, what: str
    ) -> Media:
        """Put it into the gallery, as taken at that instant of the relay's time."""
        ...


class Moments:
    """Follows the journal. What cannot be had is left out, and nothing waits for it."""

    def __init__(
        self,
        journal: Journal,
        board: Callable[[], Board],
        filmed: Callable[[], Spacewalk | None],
        camera: Camera,
        timing: Timing,
        add: Add,
    ) -> None:
        """`filmed` is the spacewalk that the stream is followed for."""
        self._journal = journal
        self._board = board
        self._filmed = filmed
        self._camera = camera
        self._timing = timing
        self._add = add
        self._failed: dict[str, datetime] = {}
        """When the hyperlapse of a spacewalk, by its origin, could not be made."""

    async def run(self) -> None:
        """Take pictures of what happens from now on, for ever."""
        async with asyncio.TaskGroup() as group:
            async for event in self._journal.follow(self._journal.head):
                for work in self._work(event) if event else ():
                    group.create_task(_or_not(work))

    async def settle(self) -> None:
        """Make the hyperlapse of each spacewalk that is over, as soon as that is sure."""
        for walk in self._board().past():
            if self._is_due(walk, self._timing.now()):
                self._failed[walk.origin] = self._timing.now()
                await _or_not(self._hyperlapse(walk))

    def _is_due(self, walk: Spacewalk, now: datetime) -> bool:
        if walk.summary is None or any(m.kind is MediaKind.HYPERLAPSE for m in walk.gallery):
            return False
        ended = now - walk.summary.end
        end = walk.fact(Milestone.EVA_END)
        sure = (end is not None and end.firm) or ended > UNSURE
        failed = self._failed.get(walk.origin)
        again = failed is None or now - failed > AGAIN
        return sure and again and ended < RECENT and self._camera.has_kept(walk)

    def _work(self, event: Event) -> list[Coroutine[Any, Any, None]]:
        walk = self._board().find(event.spacewalk)
        filmed = self._filmed()
        if walk is None or filmed is None or walk.id != filmed.id or not event.for_everyone:
            return []
        if event.type is not EventType.MILESTONE_REACHED or event.milestone is None:
            return []
        clip = event.occurred_at and event.milestone in FILMED
        return [self._picture(walk, event), *([self._clip(walk, event)] if clip else [])]

    async def _picture(self, walk: Spacewalk, event: Event) -> None:
        about = self._timing.seen(event.occurred_at or event.time)
        still, there = await self._camera.still_at(about, PATIENCE)
        of = event if there and event.occurred_at else None
        if of is None:
            taken, name = self._timing.told(still.at), "picture"
        else:
            taken, name = _at(event) + (still.at - about), _name(event)
        media = await self._camera.keep(walk, MediaKind.PICTURE, still, taken, name)
        await self._tell(EventType.PICTURE_TAKEN, walk, media, of)

    async def _clip(self, walk: Spacewalk, event: Event) -> None:
        about = self._timing.seen(_at(event))
        clip = await self._camera.clip_at(about - BEFORE, LENGTH, MOST)
        taken = _at(event) + (clip.at - about)
        media = await self._camera.keep(walk, MediaKind.CLIP, clip, taken, _name(event))
        await self._tell(EventType.CLIP_READY, walk, media, event)

    async def _hyperlapse(self, walk: Spacewalk) -> None:
        made = await self._camera.hyperlapse(walk, MOST)
        media = await self._camera.keep(walk, MediaKind.HYPERLAPSE, made, made.at, "hyperlapse")
        await self._tell(EventType.CLIP_READY, walk, media, None)
        await self._camera.forget(walk)

    async def _tell(self, what: EventType, walk: Spacewalk, media: Media, of: Event | None) -> None:
        def told() -> list[Event]:
            present = self._board().find(walk.id) or walk
            return [
                Event(
                    type=what,
                    spacewalk=present.id,
                    origin=present.origin if present.origin != present.id else "",
                    time=self._timing.now(),
                    media=media,
                    milestone=of.milestone if of else None,
                    attempt=of.attempt if of else 1,
                    occurrence=of.occurrence if of else 1,
                )
            ]

        await self._add(told)


def _at(event: Event) -> datetime:
    assert event.occurred_at
    return event.occurred_at


def _name(event: Event) -> str:
    assert event.milestone
    return event.milestone.value.replace("_", "-")


async def _or_not(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except VideoError as problem:
        log.warning("a picture or clip is left out: %s", problem)
