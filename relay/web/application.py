"""All pages and interfaces of the relay, put together behind one guard."""

import time

from aiohttp import web

from relay.web import (
    api,
    assets,
    calendar,
    events,
    feed,
    health,
    live,
    media,
    openapi,
    pages,
    states,
    transcript,
)
from relay.web.doors import DOORS, Doors
from relay.web.events import EVENTS, Events
from relay.web.fresh import FOLDS, SHELF, Shelf
from relay.web.guard import Guard, secure
from relay.web.metrics import METRICS, Metrics, route_of
from relay.web.problem import Problem
from relay.web.rate import RATE, Rate
from relay.web.rendering import error_page
from relay.web.section import WebSection
from relay.web.site import SITE, Site, site_of
from relay.web.states import STATES, States

MODULES = (
    *(api, assets, calendar, events, feed, health, live, media, openapi, pages, states),
    transcript,
)


def build(section: WebSection, site: Site) -> web.Application:
    """The application: all pages and interfaces behind one guard."""
    metrics = Metrics(site)
    doors = Doors(
        most=section.connections,
        most_each=section.connections_per_address,
        trusted=section.trusted_proxies,
        refused=lambda: metrics.refused("connections"),
        stalled=metrics.stream_stalled,
    )
    rate = Rate(section.requests_per_minute, time.monotonic)
    guard = Guard(
        doors,
        rate,
        section.connections_per_address,
        _show,
        lambda request, status: metrics.answered(route_of(request), status),
    )
    app = web.Application(middlewares=[guard.answer])
    app[SITE], app[METRICS], app[DOORS], app[RATE] = site, metrics, doors, rate
    app[SHELF], app[FOLDS] = Shelf(), Shelf()
    for module in MODULES:
        app.add_routes(module.routes)
    app.on_startup.append(_open_streams)
    app.on_response_prepare.append(secure)
    app.on_shutdown.append(_end_streams)
    return app


def _show(request: web.Request, problem: Problem) -> web.StreamResponse:
    """A page for a browser, a problem document for a program."""
    if "text/html" not in request.headers.get("Accept", ""):
        return problem.response()
    text = error_page(problem.status, problem.detail, site_of(request))
    return web.Response(
        status=problem.status, text=text, content_type="text/html", headers=problem.headers
    )


async def _open_streams(app: web.Application) -> None:
    app[EVENTS], app[STATES] = Events(app[SITE]), States(app[SITE])


async def _end_streams(app: web.Application) -> None:
    app[EVENTS].end()
    app[STATES].end()
