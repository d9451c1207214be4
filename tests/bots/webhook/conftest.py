"""A receiver on loopback that answers by script, as receivers on the internet do."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Posted:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        event = json.loads(self.body)
        assert isinstance(event, dict)
        return event


@dataclass
class Receiver:
    """Takes everything, unless `script` has an answer left for it."""

    server: TestServer
    script: list[Answer] = field(default_factory=list)
    requests: list[Posted] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str = "/hook") -> str:
        return str(self.server.make_url(path))

    @property
    def posts(self) -> list[Posted]:
        return [request for request in self.requests if request.method == "POST"]

    async def take(self, request: web.Request) -> web.StreamResponse:
        posted = Posted(request.method, request.path, dict(request.headers), await request.read())
        self.requests.append(posted)
        if self.script:
            return await self.script.pop(0)(request)
        return web.Response(status=204)

    async def resets(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def hangs(self, request: web.Request) -> web.StreamResponse:
        await self.gone.wait()
        return web.Response()

    async def takes_it_but_never_ends(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"taken")
        await self.gone.wait()
        return response


def answers(status: int, text: str = "", **headers: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, headers=named)

    return answer


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    app = web.Application()
    server = TestServer(app)
    receiver = Receiver(server)
    app.router.add_route("*", "/{path:.*}", receiver.take)
    await server.start_server()
    yield receiver
    receiver.gone.set()
    await server.close()


@pytest.fixture
def answer() -> Callable[..., Answer]:
    return answers
