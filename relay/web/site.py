"""What every page and interface is given to work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from relay.core.board import Board
from relay.core.trace import Trace
from relay.journal.journal import Journal
from relay.plugins import Footage


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The relay as its readers see it: nothing here can change anything."""

    journal: Journal
    board: Callable[[], Board]
    now: Callable[[], datetime]
    """The relay's present: that of the recording during a replay."""
    rate: Callable[[], float] = lambda: 1.0
    """How many seconds of the relay's time pass in one real second."""
    mark: str = ""
    """Before every title, so that a replay is not taken for the real thing."""
    heartbeat: float = 15.0
    """Seconds between signs of life to everyone who follows."""
    public_url: str = ""
    pressure: Callable[[], Trace] | None = None
    """In the crewlock, where the telemetry is followed."""
    footage: Footage | None = None
    """Of the live stream, where the relay has to do with one."""


SITE = web.AppKey("site", Site)


def site_of(request: web.Request) -> Site:
    """What the application that answers this request works with."""
    return request.app[SITE]


def base_url(request: web.Request) -> str:
    """How this relay is reached, without a slash at the end: for addresses that leave the page."""
    return site_of(request).public_url or str(request.url.origin())
