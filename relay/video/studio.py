"""What is asked for of the live stream: the picture of now, the last minutes, the gallery."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.media import Caption, Media, MediaKind
from relay.core.milestone import Milestone
from relay.core.standing import Spacewalk
from relay.errors import VideoError
from relay.plugins import Clip, Footage, Still, Watching
from relay.video.archive import Archive
from relay.video.developing import STALE, Developing
from relay.video.files import media_name
from relay.video.moments import Camera
from relay.video.segment import Rung
from relay.video.stream.watcher import Watcher
from relay.video.timing import Timing

ON_REQUEST = timedelta(minutes=3)
"""How long the stream is followed after someone asked for it: as long as it is kept."""
PATIENCE = 15.0
"""Real seconds that someone waits for the first picture, or for the last one of a clip."""
NEAR = timedelta(seconds=30)
"""A picture that is further from a milestone does not show it."""
NOT_YET = "no stream was followed until now; one is from now on: ask again in half a minute"


class Studio(Footage, Camera):
    """One for the relay."""

    def __init__(
        self,
        watcher: Watcher,
        developing: Developing,
        archive: Archive,
        find: Callable[[str], Spacewalk | None],
        timing: Timing,
    ) -> None:
        self._watcher = watcher
        self._developing = developing
        self._archive = archive
        self._find = find
        self._timing = timing

    @property
    def watching(self) -> Watching:
        there = self._seen(self._watcher.watching)
        lost = there.lost_since and self._timing.told(there.lost_since)
        return replace(there, lost_since=lost)

    def latest(self) -> Still | None:
        still = self._developing.newest()
        return still and self._told(still)

    async def snapshot(self) -> Still:
        self._want()
        return self._told(await self._now())

    async def clip(
        self,
        start: datetime | None,
        length: timedelta,
        most: int,
        progress: Callable[[float], None] | None = None,
    ) -> Clip:
        self._want()
        if self._developing.newest() is None:
            raise VideoError(self.watching.problem or NOT_YET)
        cut = await self._cut(start and self._timing.seen(start), length, most, progress)
        return replace(cut, at=self._timing.told(cut.at))

    async def file(self, name: str) -> bytes | None:
        return await self._archive.files.read(name)

    async def size(self, name: str) -> int | None:
        return await self._archive.files.size(name)

    async def part(self, name: str, start: int, stop: int) -> bytes | None:
        return await self._archive.files.part(name, start, stop)

    async def said(self, spacewalk: str, words: str, most: int) -> Sequence[Caption]:
        walk = self._find(spacewalk)
        return await self._archive.transcript.search(walk.origin, words, most) if walk else ()

    async def gallery(self, spacewalk: str) -> Sequence[Media]:
        walk = self._find(spacewalk)
        there = self._archive.files.has
        return [one for one in walk.gallery if there(one.name)] if walk else ()

    async def still_at(self, at: datetime, patience: float) -> tuple[Still, bool]:
        try:
            async with asyncio.timeout(patience):
                while (newest := self._developing.newest()) is None or newest.at < at:
                    await self._developing.another()
        except TimeoutError:
            return await self._now(0), False
        near = self._developing.room.stills.near(at) or newest
        return (near, True) if abs(near.at - at) <= NEAR else (newest, False)

    async def clip_at(self, start: datetime, length: timedelta, most: int) -> Clip:
        late = max(0.0, (start + length - self._timing.real()).total_seconds())
        try:
            async with asyncio.timeout(late + PATIENCE):
                while (newest := self._developing.newest()) is None or newest.at < start + length:
                    await self._developing.another()
        except TimeoutError:
            if newest is None:
                raise VideoError("no stream gives a picture") from None
        return await self._cut(start, length, most)

    async def hyperlapse(self, walk: Spacewalk, most: int) -> Clip:
        # A whole encoder comes with it, which a relay at rest does without.
        from relay.video.lapse.hyperlapse import encode  # noqa: PLC0415

        begun = walk.fact(Milestone.EVA_START)
        start = begun.occurred_at if begun else None
        return await encode(
            self._archive.samples, walk.origin, start, most, credit=self._developing.credit
        )

    def has_kept(self, walk: Spacewalk) -> bool:
        return self._archive.samples.count(walk.origin) > 0

    async def forget(self, walk: Spacewalk) -> None:
        await self._archive.samples.forget(walk.origin)

    async def keep(
        self, walk: Spacewalk, kind: MediaKind, made: Still | Clip, at: datetime, what: str
    ) -> Media:
        data = made.jpeg if isinstance(made, Still) else made.mp4
        media = Media(
            name=media_name(walk.id, at, kind, f"{what}-{secrets.token_hex(3)}"),
            kind=kind,
            at=at,
            size=len(data),
            length=None if isinstance(made, Still) else made.length,
            credit=made.credit,
            look=made.look if isinstance(made, Still) else "",
        )
        await self._archive.files.put(media.name, data)
        return media

    def _seen(self, there: Watching) -> Watching:
        """With what is wrong with the pictures of a stream that comes."""
        trouble = self._developing.trouble
        if not there.title or there.lost_since or trouble is None:
            return there
        lasting = self._timing.real() - trouble.since >= STALE
        return replace(there, problem=trouble.why, lost_since=trouble.since if lasting else None)

    def _want(self) -> None:
        self._watcher.want(self._timing.real() + ON_REQUEST)

    async def _now(self, patience: float = PATIENCE) -> Still:
        try:
            async with asyncio.timeout(patience):
                while (still := self._developing.newest()) is None:
                    await self._developing.another()
        except TimeoutError:
            problem = self.watching.problem or "no stream gives a picture"
            raise VideoError(problem) from None
        return still

    async def _cut(
        self,
        start: datetime | None,
        length: timedelta,
        most: int,
        progress: Callable[[float], None] | None = None,
    ) -> Clip:
        rings = [self._watcher.rings[rung] for rung in (Rung.HIGH, Rung.LOW)]
        return await self._developing.room.cutter.cut(rings, start, length, most, progress)

    def _told(self, still: Still) -> Still:
        return replace(still, at=self._timing.told(still.at))
