"""Everything that has to do with the live stream, put together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from relay.clock import Clock, WallClock
from relay.core.board import Board
from relay.core.event import Event
from relay.core.media import Caption
from relay.core.standing import Spacewalk
from relay.errors import VideoError
from relay.http import SafeHttp
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.journal.transcript import Transcript
from relay.plugins import Document, Footage
from relay.sources.captions import Captions, written
from relay.supervisor import cancel, keep_going
from relay.video.archive import Archive
from relay.video.developing import Developing
from relay.video.files import Files
from relay.video.lapse.samples import Samples
from relay.video.moments import Moments
from relay.video.occasion import candidates, occasion
from relay.video.section import VideoSection
from relay.video.stream.fetch import SafeWeb
from relay.video.stream.health import Candidate
from relay.video.stream.outbox import Outbox
from relay.video.stream.resolve import Resolver
from relay.video.stream.watcher import Watcher
from relay.video.studio import Studio
from relay.video.telling import Telling
from relay.video.timing import Timing
from relay.video.unfollowed import Unfollowed

LOOK = 15.0
"""Seconds between looks whether there is a spacewalk to follow the stream for."""
AHEAD = timedelta(seconds=3 * LOOK)
END_LOOK = 30.0
"""Seconds between looks whether one is over."""

log = logging.getLogger(__name__)

Add = Callable[[Callable[[], Sequence[Event]]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is filmed, and who is told."""

    journal: Journal
    board: Callable[[], Board]
    timing: Timing
    add: Add
    """Writes events into the journal."""
    take: Callable[[Document], Awaitable[object]]
    """Takes in what was said."""
    clock: Clock = field(default_factory=WallClock)
    """Of the stream: it runs by `timing.real`."""

    def find(self, name: str) -> Spacewalk | None:
        """One that was told of."""
        return self.board().find(name)

    def filmed(self) -> Spacewalk | None:
        """The spacewalk that the stream is followed for now."""
        return occasion(self.board(), self.timing.now())


@contextlib.asynccontextmanager
async def open_footage(
    section: VideoSection, store: Store, stage: Stage | None
) -> AsyncIterator[Footage]:
    """The live stream, followed around spacewalks and on request until the end."""
    staged = stage is not None and stage.timing.staged and not section.addresses
    if stage is None or staged or not section.enabled:
        yield Unfollowed("the live stream is switched off here")
        return
    folder = Path(section.folder)
    archive = Archive(
        Files(folder, section.quota_mib * 1024 * 1024),
        Samples(folder / "samples"),
        Transcript(store),
    )
    try:
        await archive.open()
    except VideoError as problem:
        log.error("the live stream is not followed: %s", problem)
        yield Unfollowed(str(problem))
        return
    lines = Outbox[Caption](1_000)
    developing = Developing(section.credit, archive, stage.filmed, stage.timing, lines.put)
    watcher = _watcher(section, stage, developing)
    studio = Studio(watcher, developing, archive, stage.find, stage.timing)
    moments = Moments(stage.journal, stage.board, stage.filmed, studio, stage.timing, stage.add)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(developing.close)
        for name, start in (
            ("the live stream", watcher.run),
            ("pictures and clips", moments.run),
            ("the look for spacewalks", lambda: _attend(stage, watcher)),
            ("what is over", lambda: _settle(stage, archive, moments)),
            ("what is said", lambda: lines.run(_hearing(stage))),
        ):
            stack.push_async_callback(cancel, asyncio.create_task(keep_going(name, start)))
        yield studio


def _watcher(section: VideoSection, stage: Stage, developing: Developing) -> Watcher:
    def wanted() -> list[Candidate]:
        walk, channel = stage.filmed(), stage.board().channel
        if stage.timing.staged:
            walk = channel = None
        return candidates(walk, channel, section.addresses)

    web = SafeWeb(SafeHttp())
    return Watcher(
        candidates=wanted,
        resolver=Resolver(web, allow_private=section.allow_private),
        web=web,
        clock=stage.clock,
        segment=developing.take,
        changed=Telling(stage.filmed, stage.timing, stage.add).changed,
        offset=section.clock_offset_seconds,
    )


async def _attend(stage: Stage, watcher: Watcher) -> None:
    while True:
        if stage.timing.staged or stage.filmed():
            watcher.want(stage.timing.real() + AHEAD)
        await stage.clock.sleep(LOOK)


async def _settle(stage: Stage, archive: Archive, moments: Moments) -> None:
    """Make of each spacewalk what is made at its end, and forget what is too old for that."""
    while True:
        try:
            await archive.samples.forget_old(stage.timing.now())
            await moments.settle()
        except VideoError as problem:
            log.warning("no hyperlapse can be made: %s", problem)
        await stage.clock.sleep(END_LOOK)


def _hearing(stage: Stage) -> Callable[[Caption], Awaitable[None]]:
    async def heard(line: Caption) -> None:
        await stage.take(Document(Captions.name, stage.timing.now(), written(line)))
        await asyncio.sleep(0)

    return heard
