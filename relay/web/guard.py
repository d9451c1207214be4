"""The first to see a request: who asks, whether too often, and how failures are told."""

import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web

from relay.web.doors import GONE, Doors, network_of
from relay.web.pages import FRAMED_PATHS
from relay.web.problem import SORRY, Problem
from relay.web.rate import Rate
from relay.web.security import FRAMED, OPEN, PLAYER, PREFLIGHT, SECURITY, playing

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Show = Callable[[web.Request, Problem], web.StreamResponse]

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")

STREAMS = ("/events", "/updates")
_OPEN_PATHS = ("/api/", "/events", "/feed.atom", "/calendar.ics", "/live/", "/media/")

log = logging.getLogger(__name__)


class Guard:
    """Middleware of the whole site."""

    def __init__(
        self,
        doors: Doors,
        rate: Rate,
        most_each: int,
        show: Show,
        answered: Callable[[web.Request, int], None],
    ) -> None:
        self._doors = doors
        self._rate = rate
        self._most_each = most_each
        self._show = show
        self._answered = answered
        self._asking: Counter[str] = Counter()

    @web.middleware
    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer, or tell the problem; whatever a handler raises, nothing of it is shown."""
        try:
            request = self._for_whom(request)
            response = await self._counted(request, handler)
        except Problem as problem:
            response = self._show(request, problem)
        except web.HTTPException as refusal:
            if refusal.status < 400:
                raise
            response = self._show(request, _problem(refusal))
        except ConnectionError:
            # Who asked has hung up: nobody is there to be answered.
            raise
        except Exception:
            log.exception("answering %s failed", request.rel_url.path[:200])
            response = self._show(request, Problem(500, SORRY))
        self._answered(request, response.status)
        return response

    def _for_whom(self, request: web.Request) -> web.Request:
        """The request as the reader made it, where a trusted proxy passes it on."""
        peer = request.remote or GONE
        if not self._doors.trusts(peer):
            return request
        scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
        return request.clone(
            remote=_forwarded(request, peer, self._doors),
            scheme="https" if scheme == "https" else "http",
        )

    async def _counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        name = network_of(request.remote or GONE)
        if wait := self._rate.wait(name):
            again = {"Retry-After": str(int(wait) + 1)}
            raise Problem(429, f"too many requests: wait {int(wait) + 1} s", again)
        if request.path not in STREAMS:
            return await _checked(request, handler)
        if self._asking[name] >= self._most_each:
            raise Problem(429, "too many streams: close some first", {"Retry-After": "60"})
        self._asking[name] += 1
        try:
            return await _checked(request, handler)
        finally:
            self._asking[name] -= 1
            if not self._asking[name]:
                del self._asking[name]


async def _checked(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not _HOST.fullmatch(request.host):
        raise Problem(400, "the Host header is not the name of a host")
    if request.body_exists:
        raise Problem(413, "nothing is taken here: send no body")
    if request.method == "OPTIONS" and request.path.startswith(_OPEN_PATHS):
        return web.Response(status=204, headers=PREFLIGHT)
    return await handler(request)


def _forwarded(request: web.Request, peer: str, doors: Doors) -> str:
    """The nearest address in X-Forwarded-For that is no proxy of the operator's."""
    header = ",".join(request.headers.getall("X-Forwarded-For", []))
    for part in reversed(header.split(",")):
        try:
            address = str(ip_address(part.strip()))
        except ValueError:
            return peer
        if not doors.trusts(address):
            return address
    return peer


def _problem(refusal: web.HTTPException) -> Problem:
    """Refusals of aiohttp itself: there is no such page, or it is only for GET."""
    headers = {"Allow": refusal.headers["Allow"]} if "Allow" in refusal.headers else {}
    if refusal.status == 404:
        return Problem(404, "there is nothing here: look at / or /api/openapi.json")
    if refusal.status == 405:
        return Problem(405, "this address is only for reading: use GET", headers)
    return Problem(refusal.status, refusal.reason)


async def secure(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers of safety on every answer, whoever made it."""
    response.headers.update(SECURITY)
    if request.path in FRAMED_PATHS:
        response.headers.update(FRAMED)
    response.headers.update(playing(response.get(PLAYER, "")))
    if request.path.startswith(_OPEN_PATHS):
        response.headers.update(OPEN)
