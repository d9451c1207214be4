"""What those who keep the relay running ask it: does it live, can it work, how much does it do."""

import asyncio
import logging

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from relay.errors import StoreError
from relay.journal.journal import Journal
from relay.web.answers import HealthAnswer
from relay.web.metrics import METRICS
from relay.web.problem import Problem
from relay.web.site import site_of

PATIENCE = 5.0
"""Seconds that the database is given to answer."""
_FRESH = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)
routes = web.RouteTableDef()


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    """That it answers at all is the news: the event loop runs."""
    return _well(site_of(request).journal)


@routes.get("/readyz")
async def readyz(request: web.Request) -> web.Response:
    """Whether the journal can be read. Raises Problem 503 when it cannot; the log has the cause,
    since it may name files of the machine."""
    journal = site_of(request).journal
    try:
        async with asyncio.timeout(PATIENCE):
            await journal.events(after=journal.head - 1, limit=1)
    except (StoreError, TimeoutError) as trouble:
        log.error("not ready: %s", str(trouble) or f"no answer within {PATIENCE} s")
        detail = "the journal cannot be read now; the relay's log says why"
        raise Problem(503, detail, _FRESH | {"Retry-After": "10"}) from trouble
    return _well(journal)


def _well(journal: Journal) -> web.Response:
    answer = HealthAnswer(status="ok", head=journal.head)
    return web.json_response(answer.model_dump(), headers=_FRESH)


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """The figures of `relay.web.metrics`."""
    headers = _FRESH | {"Content-Type": CONTENT_TYPE_LATEST}
    return web.Response(body=request.app[METRICS].text(), headers=headers)
