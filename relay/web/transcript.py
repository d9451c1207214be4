"""What was said on the stream of a spacewalk, to be read and searched."""

from aiohttp import web
from multidict import MultiMapping

from relay.core import wording
from relay.core.text import plain
from relay.web import rendering
from relay.web.address import page_of
from relay.web.asking import once, only
from relay.web.film import said
from relay.web.pages import UNKNOWN, html
from relay.web.problem import Problem
from relay.web.reel import heard
from relay.web.site import base_url, site_of
from relay.web.updates import marked

LINES = 200
"""The newest lines that the page has."""
WORDS = 100

routes = web.RouteTableDef()


def wanted(query: MultiMapping[str]) -> str:
    """The words to search for, empty for all. Raises Problem 400 for too many."""
    given = once(query, "words") or ""
    if len(given) > WORDS:
        raise Problem(400, f"words are at most {WORDS} characters")
    return plain(given, WORDS)


@routes.get("/spacewalks/{id}/transcript")
async def page(request: web.Request) -> web.Response:
    """The newest lines, or those with all of the words; it works without any script."""
    only(request.query, "words")
    site, name = site_of(request), request.match_info["id"]
    walk = site.board().find(name)
    if walk is None:
        raise Problem(404, UNKNOWN)
    words = wanted(request.query)
    if walk.id != name:
        moved = request.rel_url.with_path(f"{page_of('', walk.id)}/transcript", encoded=True)
        place = str(moved.with_query(request.query))
        return web.Response(status=301, headers={"Location": place})
    title = f"{wording.name(walk)} – what was said"
    text = rendering.page(
        "transcript.html",
        site,
        base=base_url(request),
        canonical=f"{page_of(base_url(request), walk.id)}/transcript",
        title=marked(site, title),
        heading=title,
        walk=walk.id,
        words=words,
        lines=said(await heard(site, walk.id, words, LINES)),
        most=LINES,
        longest=WORDS,
    )
    return html(text)
