"""The calendar that people subscribe to: every spacewalk with a day, kept up to date."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from aiohttp import web
from icalendar import Calendar
from icalendar import Event as Component

from relay.core.text import plain
from relay.journal.journal import Journal
from relay.web.address import page_of
from relay.web.entries import Entry, Ledger
from relay.web.fresh import FOLDS, for_host, fresh
from relay.web.site import base_url, site_of

AGAIN = timedelta(minutes=15)
"""How often a calendar program may look: a slip is often announced an hour ahead."""
_BATCH = 100
"""Events that are folded before other readers get their turn."""
_LEDGER = "ledger"

routes = web.RouteTableDef()


def calendar(entries: Iterable[Entry], base: str, mark: str = "") -> bytes:
    """The entries as iCalendar (RFC 5545), in the order of their days; equal ones as equal bytes.

    `base` begins every address; `mark` stands before every title.
    """
    made = Calendar()
    made.add("prodid", "-//spacewalk-relay//Spacewalks//EN")
    made.add("version", "2.0")
    made.add("name", f"{mark}Spacewalks")
    made.add("x-wr-calname", f"{mark}Spacewalks")
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", f"PT{AGAIN // timedelta(minutes=1)}M")
    for entry in sorted(entries, key=lambda one: (one.shown.start, one.origin)):
        made.add_component(_component(entry, base, mark))
    document: bytes = made.to_ical()
    return document


def _component(entry: Entry, base: str, mark: str) -> Component:
    shown, page = entry.shown, page_of(base, entry.spacewalk)
    made = Component()
    made.add("uid", f"{entry.origin}@spacewalk-relay")
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed.astimezone(UTC))
    made.add("last-modified", entry.changed.astimezone(UTC))
    made.add("summary", plain(mark + shown.summary, 200))
    made.add("description", "\n".join([*shown.lines, page]))
    made.add("status", shown.status.value)
    made.add("url", page)
    made.add("transp", "TRANSPARENT")
    for name, instant in (("dtstart", shown.start), ("dtend", shown.end)):
        if instant:
            made.add(name, _day_or_time(instant, whole_day=shown.whole_day))
    return made


def _day_or_time(instant: datetime, *, whole_day: bool) -> object:
    utc = instant.astimezone(UTC)
    return utc.date() if whole_day else utc


async def _brought_up(ledger: Ledger, journal: Journal) -> Ledger:
    while events := await journal.events(ledger.seq, _BATCH):
        ledger = ledger.after(events)
    return ledger


@routes.get("/calendar.ics")
async def subscribed(request: web.Request) -> web.Response:
    """The calendar of all spacewalks that the journal still has."""
    site, base = site_of(request), base_url(request)
    folds = request.app[FOLDS]
    head = site.journal.head

    async def entries() -> Ledger:
        known = folds.last(_LEDGER, Ledger())
        return await _brought_up(known, site.journal)

    async def rendered() -> bytes:
        return calendar(ledger.entries.values(), base, site.mark)

    ledger = await folds.get(_LEDGER, head, entries)
    body = await for_host(request, "calendar", head, rendered)
    return fresh(request, body, "text/calendar; charset=utf-8")
