"""`/events`: what is written into the journal, to every program that follows, as it comes."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Iterable, Iterator

from aiohttp import HttpVersion11, web

from relay.core.event import Event
from relay.errors import StoreError
from relay.web.asking import EventId, Filter, Gap, event_id, once, only, resume
from relay.web.broadcast import Broadcast
from relay.web.door import Door
from relay.web.frames import Frame, Ring, framed, gap_frame, heartbeat
from relay.web.history import History
from relay.web.metrics import METRICS
from relay.web.problem import Problem
from relay.web.site import Site, site_of

EVERYTHING = Filter()
DELETED = "these events were deleted because of their age"
RETRY = (1_000, 5_000)
"""Milliseconds after which a reader comes back, drawn for each: so not all come at once."""
WISHES = 64
"""Different filters that are followed at the same time: each keeps frames of its own."""
TOO_MANY = "too many different filters are followed now: follow without one, and filter yourself"
TOO_OLD = "a stream takes HTTP/1.1; a proxy in between may have to be told (README, behind a proxy)"
HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}

log = logging.getLogger(__name__)
routes = web.RouteTableDef()


class Events:
    """One broadcast for each different wish; it is made for the first reader who has it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._epoch = site.journal.epoch
        self._history = History(site.journal)
        self._all = Broadcast(Ring([], site.journal.head))
        self._by_wish = {EVERYTHING: self._all}
        self._more = asyncio.Event()
        self.head = site.journal.head
        """The seq of the newest event that was told."""

    def add(self, event: Event) -> None:
        """Tell one more event, the next one of the journal."""
        self.head = event.seq
        self._more.set()
        self._more = asyncio.Event()
        frame = framed(event, self._epoch)
        board = self._site.board()
        for wish, broadcast in self._by_wish.items():
            if wish.wants(event, board):
                broadcast.feed.add(frame)
                broadcast.wake()

    def beat(self, data: bytes, turn: int, turns: int) -> None:
        """Send a sign of life to every `turns`-th reader."""
        for broadcast in self._by_wish.values():
            broadcast.beat(data, turn, turns)

    def end(self) -> None:
        """Let every reader go."""
        for broadcast in self._by_wish.values():
            broadcast.end()

    def admit(self, wish: Filter) -> None:
        """Raises Problem 503 for one more wish when enough different ones are followed."""
        if wish not in self._by_wish and len(self._by_wish) > WISHES:
            raise Problem(503, TOO_MANY, {"Retry-After": "60"})

    async def follow(
        self, wish: Filter, asked: EventId, answer: web.StreamResponse, door: Door
    ) -> None:
        """Tell every event after `asked`, each once and in order, until the reader leaves."""
        seq, missed = resume(asked, self._epoch, self._site.journal.head)
        if missed:
            await answer.write(gap_frame(missed))
        while seq < self._feed(wish).floor:
            page = await self._history.page(seq)
            told = self._told(page.frames, seq, page.end, wish)
            if told:
                await answer.write(told)
            seq = page.end
        while self.head < seq:
            await self._more.wait()
        await self._hold(wish, seq, door)

    def _feed(self, wish: Filter) -> Ring:
        return self._by_wish.get(wish, self._all).feed

    def _told(self, frames: Iterable[Frame], seq: int, end: int, wish: Filter) -> bytes:
        """The frames after `seq`, and in the place of those that are gone, that they are gone."""
        parts = []
        for frame in frames:
            if frame.seq <= seq:
                continue
            parts += self._gap(seq, frame.seq - 1)
            if wish.wants(frame.event, self._site.board()):
                parts.append(frame.data)
            seq = frame.seq
        return b"".join(parts + self._gap(seq, end))

    def _gap(self, seq: int, last: int) -> list[bytes]:
        if seq == last:
            return []
        return [gap_frame(Gap(EventId(self._epoch, seq), EventId(self._epoch, last), DELETED))]

    async def _hold(self, wish: Filter, seq: int, door: Door) -> None:
        broadcast = self._by_wish.get(wish) or self._open(wish)
        try:
            await broadcast.hold(broadcast.feed.cursor(seq), door)
        finally:
            if not broadcast.followed and broadcast is not self._all:
                broadcast.end()
                self._by_wish.pop(wish, None)

    def _open(self, wish: Filter) -> Broadcast[Ring]:
        board, ring = self._site.board(), self._all.feed
        found = [frame for frame in ring.frames if wish.wants(frame.event, board)]
        self._by_wish[wish] = Broadcast(Ring(found, ring.floor))
        return self._by_wish[wish]


EVENTS = web.AppKey("events", Events)


@routes.get("/events")
async def events(request: web.Request) -> web.StreamResponse:
    """The stream itself. Without Last-Event-ID, or `after`, it begins with what comes next."""
    site = site_of(request)
    only(request.query, "after", "spacewalk", "kind")
    wish = Filter.of(request.query)
    request.app[EVENTS].admit(wish)
    journal = site.journal
    given = once(request.query, "after")
    text = request.headers.get("Last-Event-ID") or given
    head = EventId(journal.epoch, journal.head)
    asked = head if text is None else event_id(text, journal.epoch)
    answer = await begin(request)
    if request.method != "HEAD":
        door = door_of(request)
        try:
            with counted(request):
                await request.app[EVENTS].follow(wish, asked, answer, door)
        except StoreError as trouble:
            log.error("a reader comes again, because the journal cannot be read: %s", trouble)
            door.reset()
    return answer


@contextlib.contextmanager
def counted(request: web.Request) -> Iterator[None]:
    """Count a reader for as long as it follows."""
    metrics = request.app[METRICS]
    metrics.stream_opened()
    try:
        yield
    finally:
        metrics.stream_closed()


async def begin(request: web.Request) -> web.StreamResponse:
    """The answer to a reader who follows, with all that comes before the first event.

    Raises Problem 426 for HTTP/1.0.
    """
    if request.version < HttpVersion11:
        raise Problem(426, TOO_OLD, {"Upgrade": "HTTP/1.1", "Connection": "Upgrade"})
    site = site_of(request)
    answer = web.StreamResponse(headers=HEADERS)
    await answer.prepare(request)
    if request.method != "HEAD":
        opening = f"retry: {random.randint(*RETRY)}\n\n".encode()
        await answer.write(opening + heartbeat(site.now(), site.rate()))
        # They are sent, and would be kept for as long as the stream lasts: 2 KB a reader.
        answer.headers.clear()
    return answer


def door_of(request: web.Request) -> Door:
    """The connection that the request came in on."""
    assert request.transport
    door = request.transport.get_protocol()
    assert isinstance(door, Door)
    return door
