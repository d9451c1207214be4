"""Makes pictures and text of the segments as they come."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from relay.core.media import Caption, MediaKind
from relay.core.standing import Spacewalk
from relay.errors import StoreError, VideoError
from relay.plugins import Still
from relay.video.archive import Archive
from relay.video.segment import Rung, Segment
from relay.video.timing import Timing

if TYPE_CHECKING:
    from relay.video.darkroom import Darkroom


STALE = timedelta(seconds=30)
"""A picture that came this long ago is not of now."""
QUIET = timedelta(minutes=1)

log = logging.getLogger(__name__)

Heard = Callable[[Caption], None]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Segments come, and their pictures cannot be read."""

    since: datetime
    until: datetime
    """When the last one came."""
    why: str


class Developing:
    """Takes one segment after the other; the first one loads what opens them."""

    def __init__(
        self,
        credit: str,
        archive: Archive,
        filmed: Callable[[], Spacewalk | None],
        timing: Timing,
        heard: Heard,
    ) -> None:
        """`filmed` is the spacewalk that is followed; `heard` takes what is said of it."""
        self.credit = credit
        self._archive = archive
        self._filmed = filmed
        self._timing = timing
        self._heard = heard
        self._room: Darkroom | None = None
        self._came = asyncio.Event()
        self._trouble: Trouble | None = None
        self._made = self._spoken = self._complained = self._last = datetime.min.replace(tzinfo=UTC)

    @property
    def room(self) -> "Darkroom":
        """What opens the bytes."""
        if self._room is None:
            # 0.2 s and 20 MB, which a relay at rest does without.
            from relay.video.darkroom import open_darkroom  # noqa: PLC0415

            self._room = open_darkroom(self.credit)
            self._room.cutter.warm()
        return self._room

    def newest(self) -> Still | None:
        """The last picture, if it came just now: by the clock here, the stream's may be wrong."""
        if self._room is None or self._timing.real() - self._made > STALE:
            return None
        return self._room.stills.newest

    @property
    def trouble(self) -> Trouble | None:
        """Why the segments of now give no picture; None where they do, or none come."""
        known = self._trouble
        return known if known and self._timing.real() - known.until <= STALE else None

    async def another(self) -> None:
        """Return when the next picture has been made."""
        self._came.clear()
        await self._came.wait()

    async def take(self, rung: Rung, segment: Segment) -> None:
        """Develop it. What cannot be read is passed over, and the rest of it is not."""
        if rung is Rung.HIGH:
            await self._tried(self._picture, rung, segment)
        if self._speaks(rung):
            await self._tried(self._text, rung, segment)

    async def close(self) -> None:
        """End what works beside the program."""
        if self._room:
            await self._room.cutter.close()

    async def _tried(
        self, work: Callable[[Rung, Segment], Awaitable[None]], rung: Rung, segment: Segment
    ) -> None:
        try:
            await work(rung, segment)
        except (VideoError, StoreError) as problem:
            self._complain(f"segment {segment.number} of the {rung} rung: {problem}")

    async def _picture(self, _: Rung, segment: Segment) -> None:
        still = await self._still(segment)
        self._made = self._timing.real()
        self._came.set()
        walk = self._filmed()
        if walk and not any(one.kind is MediaKind.HYPERLAPSE for one in walk.gallery):
            await self._archive.samples.add(walk.origin, self._timing.told(still.at), still.jpeg)

    async def _still(self, segment: Segment) -> Still:
        try:
            still = await self.room.stills.take(segment)
        except VideoError as problem:
            known, now = self.trouble, self._timing.real()
            self._trouble = replace(known, until=now) if known else Trouble(now, now, str(problem))
            raise
        self._trouble = None
        return still

    def _complain(self, problem: str) -> None:
        """Once a minute is enough to be heard."""
        often = self._timing.real() - self._complained < QUIET
        log.log(logging.DEBUG if often else logging.WARNING, "%s", problem)
        if not often:
            self._complained = self._timing.real()

    def _speaks(self, rung: Rung) -> bool:
        """Captions beside the picture are the same on every rung: the smaller one is read."""
        now = self._timing.real()
        if rung is Rung.LOW:
            self._spoken = now
        return rung is not Rung.HIGH or now - self._spoken > STALE

    async def _text(self, rung: Rung, segment: Segment) -> None:
        lines = await asyncio.to_thread(self.room.captions.take, rung, segment)
        walk = self._filmed()
        if lines and walk:
            told = [replace(line, at=self._timing.told(line.at)) for line in lines]
            if self._timing.staged:
                # After the end of a replay its time stands, and what is said belongs to none.
                told = [line for line in told if line.at > self._last]
                self._last = max((line.at for line in told), default=self._last)
            await self._archive.transcript.add(walk.origin, told)
            for line in told:
                self._heard(line)
