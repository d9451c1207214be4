"""The pages that people open: what goes on now, every spacewalk, and an overlay for video."""

from aiohttp import web

from relay.web import rendering
from relay.web.address import page_of
from relay.web.listing import NOW, ahead, entry, years
from relay.web.problem import Problem
from relay.web.reel import reel
from relay.web.security import PLAYER
from relay.web.site import base_url, site_of
from relay.web.updates import OVERLAY, marked, shown, title

FRAMED_PATHS = frozenset({"/overlay"})
"""Pages that any other page may show in a frame."""

UNKNOWN = "No spacewalk of this name is known. All that are known stand in the list."

routes = web.RouteTableDef()


@routes.get("/")
async def now(request: web.Request) -> web.Response:
    """The spacewalk in focus."""
    return await _walk(request, NOW, f"{base_url(request)}/")


@routes.get("/spacewalks")
async def every(request: web.Request) -> web.Response:
    """The list of all spacewalks."""
    site = site_of(request)
    board, present = site.board(), site.now()
    text = rendering.page(
        "list.html",
        site,
        base=base_url(request),
        canonical=f"{base_url(request)}/spacewalks",
        title=marked(site, "All spacewalks"),
        coming=[entry(walk, present) for walk in ahead(board, present)],
        years=years(board, present),
    )
    return html(text)


@routes.get("/spacewalks/{id}")
async def one(request: web.Request) -> web.Response:
    """The page of one spacewalk; an id of earlier days leads on to the present one."""
    name = request.match_info["id"]
    walk = site_of(request).board().find(name)
    if walk is None:
        raise Problem(404, UNKNOWN)
    if walk.id != name:
        return web.Response(status=301, headers={"Location": page_of("", walk.id)})
    return await _walk(request, walk.id, page_of(base_url(request), walk.id))


@routes.get("/overlay")
async def overlay(request: web.Request) -> web.Response:
    """Clock, name and last milestone on nothing, to lie over a video."""
    site = site_of(request)
    name = request.query.get("spacewalk", "")
    topic = f"{OVERLAY}/{name}" if name else OVERLAY
    found = shown(site, topic)
    if found is None:
        raise Problem(404, UNKNOWN)
    text = rendering.page("overlay.html", site, topic=topic, view=found, title=title(site, found))
    return html(text)


async def _walk(request: web.Request, topic: str, canonical: str) -> web.Response:
    site = site_of(request)
    kept = await reel(site, topic)
    found = shown(site, topic, kept)
    assert found is not None, "the topic is `now` or an id that was just found"
    text = rendering.page(
        "walk.html",
        site,
        topic=topic,
        view=found,
        title=title(site, found),
        base=base_url(request),
        canonical=canonical,
        image=kept.picture,
    )
    answer = html(text)
    answer[PLAYER] = found.picture.player if found.picture else ""
    return answer


def html(text: str) -> web.Response:
    """Never from a cache unasked: it carries the relay's present time."""
    headers = {"Cache-Control": "no-cache"}
    return web.Response(text=text, content_type="text/html", headers=headers)
