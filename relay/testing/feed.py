"""A public source on loopback: it answers what a test tells it and remembers who asked when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

from aiohttp import web
from aiohttp.test_utils import TestServer

from relay.clock import Clock


@dataclass(frozen=True, slots=True)
class Answer:
    """What the source answers."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that arrived, at the time of the test's clock."""

    at: datetime
    path: str
    headers: Mapping[str, str]


class FakeFeed:
    """Serves whatever `answer` returns for a request; use it as an async context manager."""

    def __init__(self, clock: Clock, answer: Callable[[Asked], Answer]) -> None:
        self.asked: list[Asked] = []
        self.answer = answer
        self._clock = clock
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._server = TestServer(app)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return str(self._server.make_url("")).rstrip("/")

    async def __aenter__(self) -> "FakeFeed":
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.close()

    async def _serve(self, request: web.Request) -> web.Response:
        asked = Asked(self._clock.now(), request.path, dict(request.headers))
        self.asked.append(asked)
        answer = self.answer(asked)
        return web.Response(text=answer.text, status=answer.status, headers=answer.headers)
