"""One address that always leads to the picture, whichever spacewalk and stream it is."""

from collections.abc import Iterable
from datetime import datetime

from aiohttp import web
from yarl import URL

from relay.core.board import Board
from relay.core.reply import reply
from relay.core.spacewalk import Stream
from relay.core.standing import Spacewalk
from relay.web.address import web_address
from relay.web.problem import Problem
from relay.web.site import site_of

_FRESH = {"Cache-Control": "no-store"}

routes = web.RouteTableDef()


def watch(board: Board, now: datetime) -> str:
    """Where to watch at this moment: the best live stream of a spacewalk that is underway, else of
    one that is to come, else the round-the-clock channel. Empty when nothing is known to be live.
    """
    for walks in (board.current(now), board.upcoming(now)):
        if found := _best(walks):
            return found
    return web_address(board.channel.url) if board.channel else ""


def _best(walks: Iterable[Spacewalk]) -> str:
    streams = [one for walk in walks for one in walk.streams if one.live and web_address(one.url)]
    return min(streams, key=_priority).url if streams else ""


def _priority(stream: Stream) -> int:
    return stream.priority


@routes.get("/live")
async def live(request: web.Request) -> web.Response:
    """Leads to `watch`; raises Problem 404, with the next planned start, when there is nothing."""
    site = site_of(request)
    board, now = site.board(), site.now()
    if found := watch(board, now):
        return web.Response(status=302, headers=_FRESH | {"Location": str(URL(found))})
    raise Problem(404, f"Nothing is live now. {reply('next', board, now)}", _FRESH)
