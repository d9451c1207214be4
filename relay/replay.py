"""Plays a recording through the same program, on the recording's own time."""

import asyncio
import contextlib
import logging
import math
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from relay.app import Relay, open_page, open_relay
from relay.clock import WallClock
from relay.config import Configuration
from relay.core.event import Event
from relay.errors import ConfigError
from relay.playhead import Playhead
from relay.recording import Recording
from relay.supervisor import until_signal
from relay.timers import Timeline
from relay.video.section import VideoSection
from relay.video.timing import Timing

log = logging.getLogger(__name__)

Show = Callable[[Event], None]

MARK = "Replay: "
"""Before the title of every message, so that nobody takes it for the real thing."""


async def replay(
    configuration: Configuration,
    recording: Recording,
    show: Show,
    *,
    speed: float = math.inf,
    longest_pause: float = math.inf,
    bots: Sequence[str] | None = None,
    page: Callable[[str], None] | None = None,
    stay: bool = False,
) -> None:
    """Feed every document at its time divided by `speed`; each event is shown as it is written.

    A pause is never longer than `longest_pause` seconds. Returns when the recording has ended and
    every destination was told; with `stay` only at SIGTERM or SIGINT. `page` is told the address
    of the page, which is served when it is given. Chat platforms live in real
    time: their pauses and signatures are not those of the recording.
    """
    timeline = Timeline(recording.documents[0].at)
    playhead = Playhead(timeline.now)
    timing = Timing(playhead.now, WallClock().now, staged=True)
    opened = open_relay(
        configuration, timeline, lambda: timeline.now, bots=bots, mark=MARK, timing=timing
    )
    async with opened as relay, _page(configuration, relay, playhead, page, stay):
        player = _Player(relay, timeline, playhead, show, speed, longest_pause)
        for document in recording.documents:
            await player.wait_until(document.at)
            await relay.take(document)
            await player.show_new()
        await relay.pump.settle()
        await relay.display.settle()
        if stay:
            stop = until_signal()
            log.info("the replay has ended; everything stays as it is until Ctrl-C")
            await stop.wait()


def apart(configuration: Configuration, database: str, video: str, media: Path) -> Configuration:
    """The same, kept away from what the live relay keeps, with no stream but `video`.

    Raises ConfigError when that is no address.
    """
    film: dict[str, object] = {"enabled": False}
    if video:
        credit = "a stand-in, not of this spacewalk"
        film = {"addresses": [video], "allow_private": True, "folder": str(media), "credit": credit}
    try:
        section = VideoSection.model_validate(film)
    except ValidationError:
        raise ConfigError(f"{video!r} is no stream: begin it with http(s)://") from None
    journal = configuration.relay.model_copy(update={"database": database})
    return replace(configuration, relay=journal, video=section)


@contextlib.asynccontextmanager
async def _page(
    configuration: Configuration,
    relay: Relay,
    playhead: Playhead,
    told: Callable[[str], None] | None,
    stay: bool,
) -> AsyncIterator[None]:
    """The page, if it is wanted; a port that is taken ends no replay, unless it is to stay."""
    async with contextlib.AsyncExitStack() as stack:
        if told:
            opened = open_page(configuration, relay, playhead.now, pace=playhead.pace, mark=MARK)
            try:
                told(await stack.enter_async_context(opened))
            except ConfigError as problem:
                if stay:
                    raise
                log.warning("%s", problem)
        yield


class _Player:
    def __init__(
        self,
        relay: Relay,
        timeline: Timeline,
        playhead: Playhead,
        show: Show,
        speed: float,
        longest_pause: float,
    ) -> None:
        self._relay = relay
        self._timeline = timeline
        self._playhead = playhead
        self._show = show
        self._speed = speed
        self._longest_pause = longest_pause
        self._shown = relay.journal.head

    async def wait_until(self, instant: datetime) -> None:
        """Let time pass; reminders on the way come at their own time."""
        while (due := self._timeline.next_due) is not None and due <= instant:
            await self._pass(max(due, self._timeline.now))
            await self.show_new()
        await self._pass(instant)

    async def _pass(self, instant: datetime) -> None:
        seconds = (instant - self._timeline.now).total_seconds() / self._speed
        pause = max(0.0, min(seconds, self._longest_pause))
        self._playhead.run(self._timeline.now, instant, pause)
        if pause:
            await asyncio.sleep(pause)
        await self._timeline.move_to(instant)

    async def show_new(self) -> None:
        """Show what was written, and let everyone be told before time goes on."""
        if self._relay.journal.head == self._shown:
            return
        for event in await self._relay.journal.events(after=self._shown):
            self._shown = event.seq
            self._show(event)
        if math.isinf(self._speed):
            await self._relay.pump.settle()
