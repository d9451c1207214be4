"""Plays a recording through the same program, on the recording's own time."""

import asyncio
import math
from collections.abc import Callable, Sequence
from datetime import datetime

from relay.app import Relay, open_relay
from relay.config import Configuration
from relay.core.event import Event
from relay.recording import Recording
from relay.supervisor import until_signal
from relay.timers import Timeline

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
    stay: bool = False,
) -> None:
    """Feed every document at its time divided by `speed`; each event is shown as it is written.

    A pause is never longer than `longest_pause` seconds. Returns when the recording has ended and
    every destination was told; with `stay` only at SIGTERM or SIGINT. Chat platforms live in real
    time: their pauses and signatures are not those of the recording.
    """
    timeline = Timeline(recording.documents[0].at)
    opened = open_relay(configuration, timeline, lambda: timeline.now, bots=bots, mark=MARK)
    async with opened as relay:
        player = _Player(relay, timeline, show, speed, longest_pause)
        for document in recording.documents:
            await player.wait_until(document.at)
            await relay.take(document)
            await player.show_new()
        await relay.pump.settle()
        if stay:
            await until_signal().wait()


class _Player:
    def __init__(
        self, relay: Relay, timeline: Timeline, show: Show, speed: float, longest_pause: float
    ) -> None:
        self._relay = relay
        self._timeline = timeline
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
        if seconds > 0:
            await asyncio.sleep(min(seconds, self._longest_pause))
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
