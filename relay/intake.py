"""Documents in, journal entries out: parse, fuse, append. The only writer of the journal."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from relay.core.board import Board
from relay.core.event import Event
from relay.core.fusion import Fused, Fusion
from relay.core.observation import Observation, observation_id
from relay.core.text import plain
from relay.errors import SourceChanged, StoreError
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import StoredObservation
from relay.plugins import Document

Parse = Callable[[str, datetime], list[Observation]]

LARGE = 100_000
"""Characters from which on a document is parsed beside the event loop."""
RETRY = 5.0
"""Seconds between tries to write to a database that does not take it."""

log = logging.getLogger(__name__)


class Intake:
    """Takes documents one after another, so that the journal's order is theirs."""

    def __init__(
        self,
        parsers: Mapping[str, Parse],
        fusion: Fusion,
        journal: Journal,
        documents: Documents,
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`wait` lets real seconds pass between tries to write."""
        self._parsers = parsers
        self._fusion = fusion
        self._journal = journal
        self._documents = documents
        self._wait = wait
        self._strangers: set[str] = set()
        self._one = asyncio.Lock()

    @property
    def board(self) -> Board:
        """What has been told so far."""
        return self._fusion.board

    async def take(
        self, document: Document, first: Callable[[], Sequence[Event]] = tuple
    ) -> list[Event]:
        """Read a document and write what it changes. A broken one is kept and reported.

        `first` gives what stands before that in the journal, and changes nothing on the board; it
        is asked when it is the document's turn, and what it raises leaves the document alone.
        """
        async with self._one:
            leading = first()
            observations = await self._read(document)
            before = self._fusion.board
            try:
                events, claims = self._fuse(observations)
                return await self._write([*leading, *events], claims)
            except Exception:
                # What was not written was not told: the next look at the claims finds it again.
                self._fusion.board = before
                log.exception("%s: its document could not be taken in and is kept", document.source)
                await self._keep(document, "taking it in failed; see the traceback in the log")
                return []

    def trial(self, observation: Observation) -> list[Event]:
        """What it would change, were it taken in now."""
        return self._fusion.trial(observation)

    async def add(self, due: Callable[[], Sequence[Event]]) -> list[Event]:
        """Write events that follow from the clock and not from a document: reminders.

        `due` is asked when it is their turn, so that it sees the board as it is then.
        """
        async with self._one:
            events = due()
            for event in events:
                self._fusion.board = self._fusion.board.apply(event)
            return await self._write(events, [])

    async def catch_up(self, now: datetime) -> list[Event]:
        """Write what stands by the stored observations and was not told, if there is anything."""
        async with self._one:
            return await self._write(self._fusion.catch_up(now), [])

    async def _read(self, document: Document) -> list[Observation]:
        parse = self._parsers.get(document.source)
        if parse is None:
            self._tell_once(document.source)
            return []
        try:
            if len(document.text) < LARGE:
                return parse(document.text, document.at)
            return await asyncio.to_thread(parse, document.text, document.at)
        except SourceChanged as change:
            problem = plain(str(change), 500)
            said = problem.removeprefix(f"{document.source}: ")
            log.warning("%s: %s; the document is kept", document.source, said)
        except Exception:
            problem = "the parser failed; see the traceback in the log"
            log.exception("%s: the parser failed; the document is kept", document.source)
        await self._keep(document, problem)
        return []

    def _tell_once(self, source: str) -> None:
        if source not in self._strangers:
            self._strangers.add(source)
            log.warning("there is no source %r here: its documents are passed over", source)

    def _fuse(
        self, observations: Sequence[Observation]
    ) -> tuple[list[Event], list[StoredObservation]]:
        fused = self._fusion.observe_all(observations)
        for found in fused:
            if found.spacewalk is None and not found.events:
                log.warning("of no known spacewalk: %s", _in_short(found.observation))
        return [event for found in fused for event in found.events], [_stored(f) for f in fused]

    async def _keep(self, document: Document, problem: str) -> None:
        try:
            await self._documents.keep(document, problem)
        except StoreError as trouble:
            log.error("%s: its document could not be kept: %s", document.source, trouble)

    async def _write(
        self, events: Sequence[Event], observations: Sequence[StoredObservation]
    ) -> list[Event]:
        """Append; what the database does not take now is tried until it does, in order."""
        while events or observations:
            try:
                return await self._journal.append(events, observations)
            except StoreError as trouble:
                log.error("%d events wait to be written: %s", len(events), trouble)
                await self._wait(RETRY)
        return []


def _stored(found: Fused) -> StoredObservation:
    return StoredObservation(observation_id(found.observation), found.spacewalk, found.observation)


def _in_short(observation: Observation) -> str:
    words = plain(observation.evidence.words, 120)
    return f"{observation.source} says {observation.kind.value}: {words!r}"
