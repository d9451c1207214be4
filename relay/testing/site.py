"""A relay as its web face sees it: a real journal in memory, and a board that follows it."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from relay.core.board import Board
from relay.core.event import Event
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.testing.footage import FakeFootage
from relay.web.problem import Problem
from relay.web.rate import RATE, Rate
from relay.web.site import SITE, Site

Client = TestClient[web.Request, web.Application]


class Stage:
    """A site and the hand that writes into its journal. `now` is the relay's present, to be set;
    what there is to see is put into `footage`."""

    def __init__(self, store: Store, now: datetime) -> None:
        self.store = store
        self.now = now
        self.board = Board()
        self.footage = FakeFootage()
        self.site = Site(
            journal=Journal(store),
            board=lambda: self.board,
            now=lambda: self.now,
            footage=self.footage,
        )

    async def tell(self, events: Iterable[Event]) -> list[Event]:
        """Apply events to the board and append them, numbered anew: in the program's own order."""
        fresh = [replace(event, seq=0) for event in events]
        for event in fresh:
            self.board = self.board.apply(event)
        return await self.site.journal.append(fresh)


@contextlib.asynccontextmanager
async def stage(
    events: Sequence[Event], now: datetime, *, database: str = ":memory:", **site: Any
) -> AsyncIterator[Stage]:
    """A site on which these events were told. `site` are other fields of it, like `mark`."""
    store = await Store.open(database)
    try:
        made = Stage(store, now)
        made.site = replace(made.site, **site)
        await made.tell(events)
        yield made
    finally:
        await store.close()


@contextlib.asynccontextmanager
async def site_of_events(
    events: Sequence[Event], now: datetime, **site: Any
) -> AsyncIterator[Site]:
    """The same for who only reads."""
    async with stage(events, now, **site) as made:
        yield made.site


@contextlib.asynccontextmanager
async def served(
    site: Site,
    routes: Iterable[web.AbstractRouteDef],
    prepare: Callable[[web.Application], None] = lambda _: None,
) -> AsyncIterator[Client]:
    """A client of these handlers alone, on loopback; redirects are not followed by themselves."""
    app = web.Application(middlewares=[_problems])
    app[SITE] = site
    app[RATE] = Rate(1_000_000, time.monotonic)
    prepare(app)
    app.add_routes(routes)
    async with TestClient(TestServer(app)) as client:
        yield client


@web.middleware
async def _problems(
    request: web.Request, handler: Callable[[web.Request], Any]
) -> web.StreamResponse:
    try:
        response: web.StreamResponse = await handler(request)
        return response
    except Problem as problem:
        return problem.response()
