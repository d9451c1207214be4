"""What was told, for feed readers: one entry for each message, in its latest wording."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web

from relay.core.board import Board
from relay.core.event import Event
from relay.core.notice import ON_REQUEST, Notice, notice
from relay.journal.journal import Journal
from relay.web.address import page_of, web_address
from relay.web.fresh import FOLDS, for_host, fresh
from relay.web.site import base_url, site_of

ENTRIES = 50
WINDOW = 1000
"""How many of the newest events are put in words: some spacewalks' worth."""
_BATCH = 100
"""Events that are read before other readers get their turn."""
_WINDOW = "window"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold (its section 2.2)."""

routes = web.RouteTableDef()


def newest(notices: Iterable[Notice]) -> list[Notice]:
    """The latest revision of each notice, the newest first, at most ENTRIES."""
    latest: dict[str, Notice] = {}
    for one in notices:
        latest.pop(one.key, None)
        latest[one.key] = one
    return list(reversed(latest.values()))[:ENTRIES]


def atom(
    notices: Sequence[Notice], pages: Sequence[str], base: str, epoch: str, mark: str
) -> bytes:
    """These notices as an Atom feed (RFC 4287). `pages` are the addresses of their spacewalks.

    An entry is named by the journal's `epoch` and the notice's key, for ever; a later revision is
    the same entry with a later `updated`.
    """
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _text(feed, "id", f"urn:spacewalk-relay:{epoch}")
    _text(feed, "title", f"{mark}Spacewalks")
    _text(feed, "updated", _time(max((one.time for one in notices), default=_BEGINNING)))
    _text(SubElement(feed, "author"), "name", "spacewalk-relay")
    _link(feed, "self", f"{base}/feed.atom", "application/atom+xml")
    _link(feed, "alternate", f"{base}/", "text/html")
    for one, page in zip(notices, pages, strict=True):
        _entry(SubElement(feed, "entry"), one, page, epoch, mark)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(entry: Element, one: Notice, page: str, epoch: str, mark: str) -> None:
    _text(entry, "id", f"urn:spacewalk-relay:{epoch}:{quote(one.key, safe='')}")
    _text(entry, "title", mark + one.title)
    _text(entry, "updated", _time(one.time))
    _text(entry, "summary", one.text)
    _link(entry, "alternate", page, "text/html")
    if address := web_address(one.address):
        _link(entry, "via", address)
    SubElement(entry, "category", {"term": one.kind})


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("", text)


def _link(parent: Element, relation: str, address: str, kind: str = "") -> None:
    attributes = {"rel": relation, "href": _NOT_XML.sub("", address)}
    SubElement(parent, "link", attributes | ({"type": kind} if kind else {}))


def _time(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Window:
    """The newest events that are for everyone, of those up to the number `seq`."""

    seq: int
    events: tuple[Event, ...]

    @classmethod
    async def at_the_end(cls, journal: Journal) -> "Window":
        """Read backwards, over however many that are not for everyone."""
        head = start = journal.head
        kept: list[Event] = []
        while start > 0 and len(kept) < WINDOW:
            end, start = start, max(0, start - _BATCH)
            read = await journal.events(start, _BATCH)
            kept[:0] = [event for event in read if event.seq <= end and event.for_everyone]
        return cls(head, tuple(kept[-WINDOW:]))

    async def brought_up(self, journal: Journal) -> "Window":
        """The same with what came since."""
        window = self
        while read := await journal.events(window.seq, _BATCH):
            kept = [*window.events, *(event for event in read if event.for_everyone)]
            window = Window(read[-1].seq, tuple(kept[-WINDOW:]))
        return window


def _notices(events: Iterable[Event], board: Board) -> list[Notice]:
    found = (notice(event, board.find(event.spacewalk)) for event in events)
    return newest(one for one in found if one and one.kind not in ON_REQUEST)


@routes.get("/feed.atom")
async def followed(request: web.Request) -> web.Response:
    """The newest notices of all spacewalks."""
    site, base = site_of(request), base_url(request)
    folds = request.app[FOLDS]
    board = site.board()
    state = (board, site.journal.head)

    async def rendered() -> bytes:
        walks = (board.find(one.event.spacewalk) for one in notices)
        pages = [page_of(base, walk.id if walk else "") for walk in walks]
        return atom(notices, pages, base, site.journal.epoch, site.mark)

    async def newest_events() -> Window:
        known: Window | None = folds.last(_WINDOW, None)
        known = known or await Window.at_the_end(site.journal)
        return await known.brought_up(site.journal)

    async def in_words() -> list[Notice]:
        return _notices(window.events, board)

    window = await folds.get(_WINDOW, site.journal.head, newest_events)
    notices = await folds.get("notices", state, in_words)
    body = await for_host(request, "feed", state, rendered)
    return fresh(request, body, "application/atom+xml; charset=utf-8")
