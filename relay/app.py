"""The composition root: builds everything from the configuration. Nothing else wires."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from relay.chats import Scene, open_chats
from relay.config import Configuration
from relay.core.board import fold
from relay.core.event import Event
from relay.core.fusion import Fusion
from relay.core.trace import Trace
from relay.delivery.display import Display
from relay.delivery.pump import Pump
from relay.delivery.reminders import Reminders
from relay.filming import Stage, open_footage
from relay.intake import Intake
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import Observations
from relay.journal.store import Store
from relay.moderation import Moderation
from relay.plugins import Document, Footage, Read, Traced, find_sources
from relay.sources.moderator import Moderators, ModeratorSettings
from relay.timers import Timers
from relay.video.timing import Timing

BEAT, QUICK_BEAT = 15.0, 0.5
"""Seconds between signs of life on the page's streams, in a live run and in a replay."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Relay:
    """All parts, built and running. Documents go in with `take`; the journal has the rest."""

    store: Store
    journal: Journal
    intake: Intake
    reminders: Reminders
    pump: Pump
    display: Display
    pressure: Callable[[], Trace] | None
    """In the crewlock, where a source follows it."""
    footage: Footage

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
    timing: Timing | None = None,
) -> AsyncIterator[Relay]:
    """Everything but the sources. `bots` are the platforms to serve, None for all configured.

    `mark` stands before the title of every message: so a replay is not taken for the real thing.
    Without `timing` no live stream is followed.
    At the end messages in hand are finished, then all is closed. Raises ConfigError, StoreError.
    """
    async with contextlib.AsyncExitStack() as stack:
        store = await Store.open(configuration.relay.database)
        stack.push_async_callback(store.close)
        journal = Journal(store)
        readers = {name: source.reader() for name, source in find_sources().items()}
        intake = await _intake(configuration, store, journal, readers)
        reminders = _reminders(configuration, timers, intake, now)
        moderation = Moderation(intake, now, _trusted(configuration), reminders.plan)
        take = _listener(configuration, intake, reminders)
        stage = Stage(journal, lambda: intake.board, timing, intake.add, take) if timing else None
        footage = await stack.enter_async_context(open_footage(configuration.video, store, stage))
        scene = Scene(journal, intake, moderation, now, footage, mark)
        chats = open_chats(configuration, store, scene, bots)
        pump, display = await stack.enter_async_context(chats)
        await intake.catch_up(now())
        reminders.plan()
        pressure = _pressure(configuration, readers)
        yield Relay(store, journal, intake, reminders, pump, display, pressure, footage)


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
        footage=relay.footage,
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


def _listener(
    configuration: Configuration, intake: Intake, reminders: Reminders
) -> Callable[[Document], Awaitable[object]]:
    """Takes in what is said in the live stream, where that source is not switched off."""

    async def take(document: Document) -> None:
        if document.source in configuration.sources and await intake.take(document):
            reminders.plan()

    return take


def _trusted(configuration: Configuration) -> tuple[str, ...]:
    moderators = configuration.sources.get(Moderators.name)
    return moderators.trusted if isinstance(moderators, ModeratorSettings) else ()


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
