"""The live run: every source at once, one line of documents, until a signal ends it."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from rich.status import Status
from rich.text import Text

from relay.app import Relay, open_page, open_relay
from relay.clock import WallClock
from relay.config import Configuration
from relay.core.text import plain
from relay.errors import StoreError
from relay.http import SafeHttp
from relay.journal.retention import Retention, prune
from relay.plugins import Document, Source, find_sources
from relay.recording import Recorder
from relay.supervisor import cancel, keep_going, until_signal
from relay.timers import WallTimers
from relay.video.timing import Timing

WAITING = 100
"""Documents that may wait to be taken in before sources are held up."""
HOUSEKEEPING = 6 * 3600.0
"""Seconds between deletions of what is too old."""

log = logging.getLogger(__name__)

Line = asyncio.Queue[Document]


async def run(configuration: Configuration) -> None:
    """Follow everything until SIGTERM or SIGINT; what is in hand then is finished first."""
    stop = until_signal()
    timers = WallTimers()
    async with contextlib.AsyncExitStack() as stack:
        now = WallClock().now
        opened = open_relay(configuration, timers, now, timing=Timing(now, now))
        relay = await stack.enter_async_context(opened)
        page = await stack.enter_async_context(open_page(configuration, relay, now))
        timers.start()
        stack.callback(timers.stop)
        timers.repeat("housekeeping", HOUSEKEEPING, lambda: _prune(configuration, relay))
        line: Line = asyncio.Queue(WAITING)
        for work in (
            keep_going("the intake", lambda: _take_in(line, relay)),
            follow(build_sources(configuration), line),
        ):
            stack.push_async_callback(cancel, asyncio.create_task(work))
        told = ", ".join(one.id for one in configuration.destinations) or "nobody"
        log.info(
            "ready: the journal is %s, told are: %s, the page is %s",
            configuration.relay.database,
            told,
            page or "switched off",
        )
        await stop.wait()
        log.info("stopping: messages in hand are finished first")


async def record(
    configuration: Configuration, recorder: Recorder, show: Callable[[Document], None]
) -> None:
    """Write down every document until SIGTERM or SIGINT, and `show` it; nobody is told anything.

    Raises RecordingError when the disk does not take it.
    """
    stop = until_signal()
    line: Line = asyncio.Queue(WAITING)
    following = asyncio.create_task(follow(build_sources(configuration), line))
    writing = asyncio.create_task(_write_down(line, recorder, show))
    stopping = asyncio.create_task(stop.wait())
    with contextlib.closing(recorder):
        await asyncio.wait({writing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (following, stopping, writing):
            await cancel(task)


async def _write_down(line: Line, recorder: Recorder, show: Callable[[Document], None]) -> None:
    while True:
        document = await line.get()
        recorder.add(document)
        show(document)


def progress(folder: Path, status: Status) -> Callable[[Document], None]:
    """Shows each document that is written down: on a terminal in one line, else in the log."""
    count = itertools.count(1)

    def show(document: Document) -> None:
        size = f"{len(document.text)} characters of {document.source}"
        words = f"Recording into {folder}: {next(count)} documents, the last {size}"
        status.update(Text(f"{words}; Ctrl-C ends it"))
        if not status.console.is_terminal:
            log.info("%s", words)

    return show


def build_sources(configuration: Configuration) -> dict[str, Source]:
    """Every source that is switched on, by name."""
    installed = find_sources()
    return {
        name: installed[name](settings, SafeHttp(), WallClock())
        for name, settings in configuration.sources.items()
    }


async def follow(sources: Mapping[str, Source], line: Line) -> None:
    """Read all sources at once and put their documents in one line, for ever."""
    async with asyncio.TaskGroup() as group:
        for name, source in sources.items():
            group.create_task(keep_going(name, lambda source=source: _read(source, line)))  # type: ignore[misc]


async def _take_in(line: Line, relay: Relay) -> None:
    while True:
        await relay.take(await line.get())


async def _read(source: Source, line: Line) -> None:
    async for found in source.documents():
        if isinstance(found, Document):
            await line.put(found)
        else:
            log.warning("%s: %s", source.name, plain(str(found), 300))


async def _prune(configuration: Configuration, relay: Relay) -> None:
    kept = configuration.journal
    limits = Retention(
        events=timedelta(days=kept.keep_days),
        observations=timedelta(days=kept.keep_observation_days),
        documents=timedelta(days=kept.keep_document_days),
    )
    try:
        await prune(relay.store, limits, WallClock().now())
    except StoreError as trouble:
        log.error("nothing was tidied up: %s", trouble)
