"""The live run: every source at once, one line of documents, until a signal ends it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from relay.app import Relay, open_relay
from relay.clock import WallClock
from relay.config import Configuration
from relay.core.text import plain
from relay.errors import StoreError
from relay.http import SafeHttp
from relay.journal.retention import Retention, prune
from relay.plugins import Document, Source, find_sources
from relay.recording import Recorder
from relay.supervisor import keep_going, until_signal
from relay.timers import WallTimers

WAITING = 100
"""Documents that may wait to be taken in before sources are held up."""
HOUSEKEEPING = 6 * 3600.0
"""Seconds between deletions of what is too old."""

log = logging.getLogger(__name__)

Take = Callable[[Document], Awaitable[object]]


async def run(configuration: Configuration) -> None:
    """Follow everything until SIGTERM or SIGINT; what is in hand then is finished first."""
    stop = until_signal()
    timers = WallTimers()
    async with contextlib.AsyncExitStack() as stack:
        relay = await stack.enter_async_context(open_relay(configuration, timers, WallClock().now))
        timers.start()
        stack.callback(timers.stop)
        timers.repeat("housekeeping", HOUSEKEEPING, lambda: _prune(configuration, relay))
        following = asyncio.create_task(follow(build_sources(configuration), relay.take))
        stack.push_async_callback(_cancel, following)
        log.info("ready: the journal is %s", configuration.relay.database)
        await stop.wait()
        log.info("stopping: messages in hand are finished first")


async def record(configuration: Configuration, recorder: Recorder) -> None:
    """Write down every document until SIGTERM or SIGINT; nothing is told to anyone."""
    stop = until_signal()

    async def write(document: Document) -> None:
        recorder.add(document)
        log.info("%s: %d characters written down", document.source, len(document.text))

    following = asyncio.create_task(follow(build_sources(configuration), write))
    await stop.wait()
    await _cancel(following)
    recorder.close()


def build_sources(configuration: Configuration) -> dict[str, Source]:
    """Every source that is switched on, by name."""
    installed = find_sources()
    return {
        name: installed[name](settings, SafeHttp(), WallClock())
        for name, settings in configuration.sources.items()
    }


async def follow(sources: Mapping[str, Source], take: Take) -> None:
    """Read all sources at once and hand their documents on, one after another, for ever."""
    line: asyncio.Queue[Document] = asyncio.Queue(WAITING)

    async def consume() -> None:
        while True:
            await take(await line.get())

    async with asyncio.TaskGroup() as group:
        group.create_task(keep_going("the intake", consume))
        for name, source in sources.items():
            group.create_task(keep_going(name, lambda source=source: _read(source, line)))  # type: ignore[misc]


async def _read(source: Source, line: asyncio.Queue[Document]) -> None:
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


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
