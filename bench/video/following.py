"""The relay's own way from a stream to pictures, without the rest of the relay."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

from relay.clock import Clock, WallClock
from relay.core.spacewalk import Stream
from relay.http import SafeHttp
from relay.journal.transcript import Transcript
from relay.supervisor import cancel
from relay.video.archive import Archive
from relay.video.developing import Developing
from relay.video.files import Files
from relay.video.lapse.samples import Samples
from relay.video.segment import Rung, Segment
from relay.video.stream.fetch import SafeWeb
from relay.video.stream.health import Candidate, Change
from relay.video.stream.resolve import Resolver
from relay.video.stream.watcher import Watcher
from relay.video.studio import Studio
from relay.video.timing import Timing


@dataclass(frozen=True, slots=True)
class Followed:
    """A stream that is followed. `lags` are the seconds from a segment's end to its arrival."""

    watcher: Watcher
    developing: Developing
    studio: Studio
    lags: list[float]


@contextlib.asynccontextmanager
async def following(url: str, folder: Path, clock: Clock | None = None) -> AsyncIterator[Followed]:
    """It begins when something is wanted of it."""
    time = clock or WallClock()
    timing = Timing(time.now, time.now)
    # Nothing is said to anyone here, so no journal is needed.
    transcript = cast("Transcript", None)
    archive = Archive(Files(folder, 2**30), Samples(folder / "samples"), transcript)
    lags: list[float] = []

    def nobody(_: object) -> None:
        """Hears it."""

    developing = Developing("", archive, lambda: None, timing, nobody)

    async def came(rung: Rung, segment: Segment) -> None:
        if rung is Rung.HIGH:
            lags.append((time.now() - segment.end).total_seconds())
        await developing.take(rung, segment)

    async def changed(_: Change) -> None:
        """Nobody is told."""

    web = SafeWeb(SafeHttp())
    watcher = Watcher(
        candidates=lambda: [Candidate(Stream(url=url), trusted=True)],
        resolver=Resolver(web, allow_private=True),
        web=web,
        clock=time,
        segment=came,
        changed=changed,
    )
    running = asyncio.create_task(watcher.run())
    try:
        studio = Studio(watcher, developing, archive, lambda _: None, timing)
        yield Followed(watcher, developing, studio, lags)
    finally:
        await cancel(running)
        await developing.close()


async def follow_for(followed: Followed, clock: Clock, seconds: float) -> None:
    """Want it for that long, and let the time pass."""
    followed.watcher.want(clock.now() + timedelta(seconds=seconds + 600))
    await clock.sleep(seconds)
