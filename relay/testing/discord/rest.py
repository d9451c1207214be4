"""The way of a request: faults, token, limits, and then whoever answers it."""

import json
from collections.abc import Mapping

from aiohttp import web

from relay.testing.discord import channels, events, installing, messages, people, replying, threads
from relay.testing.discord.faults import Fault
from relay.testing.discord.limits import limited
from relay.testing.discord.receiving import read
from relay.testing.discord.refusals import BANNED, UNAUTHORIZED, Refusal, Refused
from relay.testing.discord.routes import Answer, Call, Reply, Route, Routes
from relay.testing.discord.state import State

INVALID = {401, 403, 429}
NO_ANSWER = 499
"""The connection is gone: nobody reads it."""
PAGE = b"<html><head><title>Error</title></head><body>cloudflare</body></html>"
HEADERS = {"Content-Type": "application/json", "Via": "1.1 loopback"}
TABLE: dict[str, Answer] = {
    route: answer
    for part in (messages, threads, channels, people, events, installing, replying)
    for route, answer in part.ROUTES.items()
}


class Rest:
    """Answers what comes under `/api/v10`."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._routes = Routes(TABLE, state.limits.by_route())
        self._authorization = f"Bot {state.token}"

    async def take(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """The answer, as late as the limits say."""
        state = self._state
        fault = state.faults.take(request.method, path)
        answer: web.StreamResponse
        if fault is None:
            answer = await self._answer(request, path)
        else:
            answer = await self.fail(fault, request, path)
        if state.limits.rtt:
            await state.clock.sleep(state.limits.rtt)
        if answer.status != NO_ANSWER:
            state.counts.statuses[answer.status] += 1
        return answer

    async def _answer(self, request: web.BaseRequest, path: str) -> web.Response:
        now = self._state.now()
        headers = dict(HEADERS)
        try:
            reply = await self._let_in(request, path, now, headers)
        except Refused as refused:
            reply = self._refuse(refused, now)
            headers |= refused.headers
        return _response(reply, headers)

    async def _let_in(
        self, request: web.BaseRequest, path: str, now: float, headers: dict[str, str]
    ) -> Reply:
        state = self._state
        route, ids = self._routes.find(request.method, path)
        state.counts.requests[route.name] += 1
        self._check(request, route, now)
        if route.rate is not None:
            headers |= state.gate.bucket(route.bucket, ids[0], route.rate, now)
        body = await read(request)
        call = Call(state, ids, now, body.form, body.items, request.query, body.files)
        return route.answer(call)

    def _check(self, request: web.BaseRequest, route: Route, now: float) -> None:
        gate = self._state.gate
        if gate.banned(now):
            raise Refused(BANNED)
        if route.exempt:
            return
        if request.headers.get("Authorization") != self._authorization:
            raise Refused(UNAUTHORIZED)
        gate.admit(now)

    def _refuse(self, refused: Refused, now: float) -> Reply:
        status, counts = refused.refusal.status, self._state.counts
        if status in INVALID:
            counts.invalid += 1
            self._state.gate.count_invalid(now)
        if status == 429:
            counts.limited[refused.headers["X-RateLimit-Scope"]] += 1
        return Reply(refused.body, status)

    async def fail(self, fault: Fault, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Answer as the fault says, or not at all."""
        self._state.counts.faults += 1
        if fault.stored:
            await self._answer(request, path)
        else:
            await request.read()
        match fault.how:
            case "drop":
                return _dropped(request)
            case "hang":
                await self._state.closing.wait()
                return _dropped(request)
            case status:
                return self._failed(fault, int(status))

    def _failed(self, fault: Fault, status: int) -> web.Response:
        if fault.html:
            return web.Response(status=status, body=PAGE, content_type="text/html")
        now = self._state.now()
        words = "You are being rate limited." if status == 429 else f"{status}: made to fail"
        refused = Refused(Refusal(status, 0, words))
        if status == 429:
            refused = limited(fault.retry_after, "shared")
        return _response(self._refuse(refused, now), HEADERS | dict(refused.headers))


def _dropped(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=NO_ANSWER)


def _response(reply: Reply, headers: Mapping[str, str]) -> web.Response:
    if reply.data is None:
        bare = {name: value for name, value in headers.items() if name != "Content-Type"}
        return web.Response(status=204, headers=bare)
    body = json.dumps(reply.data, separators=(",", ":")).encode()
    return web.Response(status=reply.status, body=body, headers=headers)
