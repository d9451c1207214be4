"""The loopback Discord itself: one address for REST, the gateway and the bench that looks on."""

import asyncio
from types import TracebackType
from typing import Any, Self

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

from relay.clock import Clock, WallClock
from relay.testing.discord.changes import Changes
from relay.testing.discord.counts import Counts
from relay.testing.discord.gateway import Gateway
from relay.testing.discord.limits import Limits
from relay.testing.discord.models import Json
from relay.testing.discord.onlooker import Onlooker
from relay.testing.discord.receiving import REQUEST
from relay.testing.discord.rest import Rest
from relay.testing.discord.state import State
from relay.testing.discord.visiting import Visitors
from relay.testing.discord.world import World

API, SOCKET, ASIDE = "/api/v10", "/ws", "/_/"
TOKEN = "loopback-token"
KEEP_ALIVE = 75.0
"""Seconds for which an idle connection stays open."""


class Loopback:
    """Discord on 127.0.0.1, in the test's own event loop. Use it as an async context manager.

    Everything that takes time takes it of `clock`: limits, the memory for nonces, `Limits.rtt`.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        clock: Clock | None = None,
        token: str = TOKEN,
        port: int = 0,
    ) -> None:
        self.state = State(limits or Limits(), clock or WallClock(), token)
        self.token = token
        self.changes = Changes(self.world)
        self.gateway = Gateway(self.state)
        self.visitors = Visitors(self.state, self.gateway)
        self.interact = self.visitors.interact
        self._rest = Rest(self.state)
        self._onlooker = Onlooker(self.state, self.gateway)
        self._port = port
        self._runner: web.ServerRunner | None = None

    @property
    def world(self) -> World:
        """Everything there is."""
        return self.state.world

    @property
    def counts(self) -> Counts:
        """What was asked and answered, in numbers."""
        return self.state.counts

    @property
    def api_url(self) -> str:
        """Where the REST interface begins."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def gateway_url(self) -> str:
        """Where the gateway takes WebSockets."""
        return self.state.gateway_url

    @property
    def aside_url(self) -> str:
        """Where a bench looks on: see `Onlooker`."""
        return f"http://127.0.0.1:{self._port}{ASIDE}"

    def fail_next(
        self, method: str, path: str, how: int | str, times: int = 1, **more: Any
    ) -> None:
        """See `Faults.add`; the path of the gateway's own address is `/ws`."""
        self.state.faults.add(method, path, how, times, **more)

    async def dispatch(self, name: str, data: Json) -> None:
        """Send that event to whom it concerns; returns when it is written."""
        await self.gateway.dispatch(name, data)

    def forget(self) -> None:
        """See `State.forget`."""
        self.state.forget()

    async def __aenter__(self) -> Self:
        server = web.Server(self._serve, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0, keepalive_timeout=KEEP_ALIVE)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024).start()
        self._port = self._runner.addresses[0][1]
        self.state.gateway_url = f"ws://127.0.0.1:{self._port}{SOCKET}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.state.closing.set()
        self.gateway.drop()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        counts, path = self.state.counts, request.path
        if path.startswith(ASIDE):
            return await self._onlooker.answer(request, path.removeprefix(ASIDE))
        counts.in_flight += 1
        counts.most_in_flight = max(counts.most_in_flight, counts.in_flight)
        try:
            return await self._answer(request, path)
        finally:
            self.state.counts.in_flight -= 1

    async def _answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        if path == SOCKET:
            fault = self.state.faults.take(request.method, path)
            return await (
                self._rest.fail(fault, request, path) if fault else self.gateway.serve(request)
            )
        if not path.startswith(API):
            return web.Response(status=404)
        return await self._rest.take(request, path.removeprefix(API))


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """A request whose body may be as large as Discord lets it be."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=REQUEST + 1
    )
