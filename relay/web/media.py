"""Files of the live stream: the picture of this moment, and what the gallery keeps."""

import logging
import re
from collections.abc import Awaitable
from typing import TypeVar

from aiohttp import web

from relay.errors import VideoError
from relay.plugins import Footage, Still
from relay.web.assets import FOREVER
from relay.web.fresh import fresh
from relay.web.piece import answer_piece
from relay.web.problem import Problem
from relay.web.rate import charge
from relay.web.site import site_of

CONTENT_TYPES = {"jpg": "image/jpeg", "mp4": "video/mp4"}
PICTURE = "/live/picture.jpg"
COST = 1 << 20
"""Bytes that count as one request more: who asks for long films again and again has to wait."""
CHUNK = 128 << 10
"""Bytes of a file that are read at once; a slow reader holds two of them at most, the one that is
sent and its copy in the connection."""
NAME = r"^[a-z0-9-]{1,150}\.(jpg|mp4)$"
_NAME = re.compile(NAME, re.ASCII)
_UNKEPT = {"Cache-Control": "no-store"}
T = TypeVar("T")

log = logging.getLogger(__name__)
routes = web.RouteTableDef()


@routes.get(PICTURE)
async def picture(request: web.Request) -> web.Response:
    """The newest one, whatever stands in the query: that only tells one picture from the next.

    Raises Problem 404 while no stream is followed.
    """
    footage = site_of(request).footage
    still: Still | None = footage.latest() if footage else None
    if still is None:
        raise Problem(404, "there is no picture now: no stream is followed", _UNKEPT)
    answer = fresh(request, still.jpeg, CONTENT_TYPES["jpg"])
    answer.last_modified = still.at
    return answer


@routes.get("/media/{name}")
async def media(request: web.Request) -> web.StreamResponse:
    """A picture or a clip by the name that nothing else ever gets; a piece of it where the reader
    asks for one. Raises Problem 404 for what is gone, 416 for a piece that is not in it, 503 when
    the disk does not give it."""
    footage, name = site_of(request).footage, request.match_info["name"]
    found = _NAME.fullmatch(name)
    if footage is None or found is None:
        raise _gone()
    size = await _got(name, footage.size(name))
    headers = {
        "Cache-Control": FOREVER,
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Type": CONTENT_TYPES[found[1]],
    }
    answer, wanted = answer_piece(request, size, name, headers)
    charge(request, (answer.content_length or 0) // COST)
    for start in range(wanted.start, wanted.stop, CHUNK):
        data = await _chunk(answer, footage, name, range(start, min(start + CHUNK, wanted.stop)))
        await answer.prepare(request)
        await answer.write(data)
    return answer


async def _chunk(answer: web.StreamResponse, footage: Footage, name: str, wanted: range) -> bytes:
    """Raises ConnectionError where it is too late for a Problem: what is sent stays incomplete."""
    try:
        data = await _got(name, footage.part(name, wanted.start, wanted.stop))
        if len(data) < len(wanted):
            raise _gone()
    except Problem as problem:
        if answer.prepared:
            raise ConnectionError(f"{name} breaks off: {problem.detail}") from problem
        raise
    return data


async def _got(name: str, asked: Awaitable[T | None]) -> T:
    try:
        found = await asked
    except VideoError as trouble:
        log.error("%s cannot be read: %s", name, trouble)
        detail = "the file cannot be read now; the relay's log says why"
        raise Problem(503, detail, _UNKEPT | {"Retry-After": "10"}) from trouble
    if found is None:
        raise _gone()
    return found


def _gone() -> Problem:
    return Problem(404, "there is no such file, or it is gone: old ones give way", _UNKEPT)
