"""The relay for programs: what the page shows, as JSON, and the journal itself."""

import re
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel
from yarl import URL

from relay.core.board import Board
from relay.core.event import Event
from relay.core.spacewalk import Segment
from relay.core.standing import Spacewalk, State
from relay.core.text import plain
from relay.journal.codec import event_json
from relay.journal.journal import Journal
from relay.web.answers import EventsAnswer, GapAnswer, SpacewalksAnswer
from relay.web.asking import (
    EventId,
    Filter,
    Gap,
    event_id,
    once,
    only,
    pruned,
    resume,
    spacewalk_name,
)
from relay.web.film import TEXT
from relay.web.film_answers import CaptionAnswer, TranscriptAnswer
from relay.web.fresh import fresh
from relay.web.problem import Problem
from relay.web.rate import charge
from relay.web.reel import heard, reel
from relay.web.site import base_url, site_of
from relay.web.summing import every, short, whole
from relay.web.transcript import LINES, wanted

LIMIT = 100
MOST = 1000
"""Events in one answer; also how many are looked through for it, so that asking stays cheap."""
_BATCH = 100
"""Events that are read before other readers get their turn."""
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)

Choice = TypeVar("Choice", State, Segment)

routes = web.RouteTableDef()


@routes.get("/api/v1/spacewalks")
async def spacewalks(request: web.Request) -> web.Response:
    """Every spacewalk on the board, or those of one `state` or `segment`."""
    only(request.query, "state", "segment")
    state, segment = _choice(request, "state", State), _choice(request, "segment", Segment)
    site, base = site_of(request), base_url(request)
    board, now = site.board(), site.now()
    found = [
        short(walk, base)
        for walk in every(board, now)
        if state in (None, walk.state) and segment in (None, walk.segment)
    ]
    return _json(request, SpacewalksAnswer(spacewalks=found))


@routes.get("/api/v1/spacewalks/{id}")
async def spacewalk(request: web.Request) -> web.Response:
    """All of one spacewalk; an earlier id leads to the present one. Raises Problem 404."""
    only(request.query)
    walk = _walk(request)
    if walk.id != request.match_info["id"]:
        return _moved(request.rel_url.with_path(f"/api/v1/spacewalks/{walk.id}"))
    kept = await reel(site_of(request), walk.id)
    return _json(request, whole(walk, base_url(request), kept.media))


@routes.get("/api/v1/spacewalks/{id}/transcript")
async def transcript(request: web.Request) -> web.Response:
    """The newest captions, or those with all of the words. Raises Problem 404."""
    only(request.query, "words", "limit")
    walk, words = _walk(request), wanted(request.query)
    most = _limit(request, LINES)
    if walk.id != request.match_info["id"]:
        place = request.rel_url.with_path(f"/api/v1/spacewalks/{walk.id}/transcript")
        return _moved(place.with_query(request.query))
    found = await heard(site_of(request), walk.id, words, most)
    captions = [CaptionAnswer(at=one.at, text=plain(one.text, TEXT)) for one in found]
    return _json(request, TranscriptAnswer(spacewalk=walk.id, captions=captions))


def _walk(request: web.Request) -> Spacewalk:
    name = spacewalk_name(request.match_info["id"])
    walk = site_of(request).board().find(name)
    if walk is None:
        raise Problem(404, f"no spacewalk {name} is known: /api/v1/spacewalks lists them all")
    return walk


def _moved(place: URL) -> web.Response:
    headers = {"Location": str(place), "Cache-Control": "no-cache"}
    return web.Response(status=308, headers=headers)


@routes.get("/api/v1/events")
async def events(request: web.Request) -> web.Response:
    """A piece of the journal, from `after` on."""
    only(request.query, "after", "limit", "spacewalk", "kind")
    site = site_of(request)
    journal, wanted = site.journal, Filter.of(request.query)
    given = once(request.query, "after")
    asked = event_id("0" if given is None else given, journal.epoch)
    after, gap = resume(asked, journal.epoch, journal.head)
    read, found = await _read(journal, site.board(), wanted, after, _limit(request))
    charge(request, len(read) // _BATCH)
    gap = gap or pruned(after, read, journal.epoch)
    reached = read[-1].seq if read else after
    answer = EventsAnswer(
        epoch=journal.epoch,
        events=[event_json(event) for event in found],
        next=str(EventId(journal.epoch, reached)),
        more=reached < journal.head,
        gap=_gap(gap) if gap else None,
    )
    return _json(request, answer)


async def _read(
    journal: Journal, board: Board, wanted: Filter, after: int, limit: int
) -> tuple[list[Event], list[Event]]:
    """The events that were looked at after that one, and those among them that are wanted."""
    read: list[Event] = []
    found: list[Event] = []
    while len(read) < MOST and len(found) < limit:
        piece = await journal.events(read[-1].seq if read else after, _BATCH)
        for event in piece:
            read.append(event)
            found += [event] * wanted.wants(event, board)
            if len(found) == limit:
                break
        if len(piece) < _BATCH:
            break
    return read, found


def _gap(gap: Gap) -> GapAnswer:
    return GapAnswer(last=str(gap.last), resumes=str(gap.resumes), reason=gap.reason)


def _limit(request: web.Request, otherwise: int = LIMIT) -> int:
    given = once(request.query, "limit")
    if given is None:
        return otherwise
    if not _NUMBER.fullmatch(given) or not 1 <= int(given) <= MOST:
        raise Problem(400, f"limit is a whole number from 1 to {MOST}")
    return int(given)


def _choice(request: web.Request, name: str, choices: type[Choice]) -> Choice | None:
    given = once(request.query, name)
    if given is None:
        return None
    try:
        return choices(given)
    except ValueError as problem:
        known = ", ".join(choices)
        raise Problem(400, f"no {name} is {given[:80]!r}; known are: {known}") from problem


def _json(request: web.Request, answer: BaseModel) -> web.Response:
    return fresh(request, answer.model_dump_json(by_alias=True).encode(), "application/json")
