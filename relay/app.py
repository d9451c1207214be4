"""The composition root: builds everything from the configuration. Nothing else wires."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from relay.clock import WallClock
from relay.config import Configuration
from relay.core.board import fold
from relay.core.event import Event
from relay.core.fusion import Fusion
from relay.core.notice import Notice, notice
from relay.core.trace import Trace
from relay.delivery.pump import Pump
from relay.delivery.reminders import Reminders
from relay.http import SafeHttp
from relay.intake import Intake
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import Observations
from relay.journal.store import Store
from relay.plugins import Bot, Document, Read, Traced, find_bots, find_sources
from relay.supervisor import keep_going
from relay.timers import Timers

BEAT, QUICK_BEAT = 15.0, 0.5
"""Seconds between signs of life on the page's streams, in a live run and in a replay."""
DRAIN = 3.0
"""Seconds that messages in hand are given at the end."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Relay:
    """All parts, built and running. Documents go in with `take`; the journal has the rest."""

    store: Store
    journal: Journal
    intake: Intake
    reminders: Reminders
    pump: Pump
    pressure: Callable[[], Trace] | None
    """In the crewlock, where a source follows it."""

    async def take(self, document: Document) -> list[Event]:
        """The one straight line: a document becomes events, and the reminders are looked at."""
        events = await self.intake.take(document)
        if events:
            self.reminders.plan()
        return events


@contextlib.asynccontextmanager
async def open_relay(
    configuration: Configuration,
    timers: Timers,
    now: Callable[[], datetime],
    *,
    bots: Sequence[str] | None = None,
    mark: str = "",
) -> AsyncIterator[Relay]:
    """Everything but the sources. `bots` are the platforms to serve, None for all configured.

    `mark` stands before the title of every message: so a replay is not taken for the real thing.
    At the end messages in hand are finished, then all is closed. Raises ConfigError, StoreError.
    """
    async with contextlib.AsyncExitStack() as stack:
        store = await Store.open(configuration.relay.database)
        stack.push_async_callback(store.close)
        journal = Journal(store)
        readers = {name: source.reader() for name, source in find_sources().items()}
        intake = await _intake(configuration, store, journal, readers)
        reminders = _reminders(configuration, timers, intake, now)
        serving = await _start_bots(configuration, stack, bots)
        await _put_destinations(configuration, store, serving)
        pump = _pump(store, journal, serving, intake, mark)
        pumping = asyncio.create_task(keep_going("delivery", pump.run))
        stack.push_async_callback(_end, pump, pumping)
        await intake.catch_up(now())
        reminders.plan()
        yield Relay(store, journal, intake, reminders, pump, _pressure(configuration, readers))


@contextlib.asynccontextmanager
async def open_page(
    configuration: Configuration,
    relay: Relay,
    now: Callable[[], datetime],
    *,
    pace: Callable[[], float] | None = None,
    mark: str = "",
) -> AsyncIterator[str]:
    """Serve the relay's own page; gives its address, empty when it is switched off.

    `pace` is how many seconds of `now` pass in a real one, during a replay. Raises ConfigError
    when the port is not to be had.
    """
    if not configuration.web.enabled:
        yield ""
        return
    from relay.web.server import serving  # noqa: PLC0415 - most commands serve nothing
    from relay.web.site import Site  # noqa: PLC0415

    site = Site(
        journal=relay.journal,
        board=lambda: relay.intake.board,
        now=now,
        rate=pace or (lambda: 1.0),
        heartbeat=QUICK_BEAT if pace else BEAT,
        mark=mark,
        public_url=configuration.web.public_url,
        pressure=relay.pressure,
    )
    async with serving(configuration.web, site) as address:
        yield address


async def _intake(
    configuration: Configuration, store: Store, journal: Journal, readers: Mapping[str, Read]
) -> Intake:
    kept = configuration.journal
    known = await Observations(store).all()
    board = fold(await journal.events())
    fusion = Fusion(board, [(one.spacewalk, one.observation) for one in known])
    documents = Documents(store, count=kept.documents, size=kept.document_bytes)
    return Intake(readers, fusion, journal, documents)


def _pressure(
    configuration: Configuration, readers: Mapping[str, object]
) -> Callable[[], Trace] | None:
    for name, reader in readers.items():
        if isinstance(reader, Traced) and name in configuration.sources:
            return lambda traced=reader: traced.trace  # type: ignore[misc]
    return None


def _reminders(
    configuration: Configuration, timers: Timers, intake: Intake, now: Callable[[], datetime]
) -> Reminders:
    wanted = configuration.reminders
    return Reminders(
        timers, wanted.lead_times, wanted.late_limit, lambda: intake.board, now, intake.add
    )


async def _start_bots(
    configuration: Configuration, stack: contextlib.AsyncExitStack, wanted: Sequence[str] | None
) -> dict[str, Bot]:
    found: dict[str, Bot] = {}
    installed = find_bots()
    for name, settings in configuration.bots.items():
        if wanted is not None and name not in wanted:
            continue
        bot = installed[name](settings, SafeHttp(), WallClock())
        stack.push_async_callback(bot.close)
        await bot.start()
        found[name] = bot
    return found


async def _put_destinations(
    configuration: Configuration, store: Store, serving: Mapping[str, Bot]
) -> None:
    """Make the store's list of destinations that of the configuration; nothing is forgotten."""
    destinations = Destinations(store)
    listed = {one.id: one for one in configuration.destinations if one.platform in serving}
    silent = {one.id for one in await destinations.all() if one.paused}
    refused = await destinations.suspended()
    for one in listed.values():
        await destinations.put(one)
        if one.paused:
            await destinations.pause(one.id)
        elif one.id in silent - refused.keys():
            await destinations.resume(one.id)
    for one in await destinations.all():
        if one.id not in listed:
            await destinations.pause(one.id)


def _pump(
    store: Store, journal: Journal, bots: Mapping[str, Bot], intake: Intake, mark: str
) -> Pump:
    def words(event: Event) -> Notice | None:
        found = notice(event, intake.board.find(event.spacewalk))
        return found and replace(found, title=mark + found.title)

    return Pump(journal, Destinations(store), Deliveries(store), bots, words, WallClock())


async def _end(pump: Pump, pumping: asyncio.Task[None]) -> None:
    await pump.drain(DRAIN)
    pumping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await pumping
