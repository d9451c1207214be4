"""A webhook receiver on loopback, as a user would write one: it counts by `webhook-id`."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from types import TracebackType

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass(frozen=True, slots=True)
class Post:
    """One request as it arrived."""

    id: str
    body: bytes


class Receiver:
    """Takes every POST after `delay` seconds. Use it as an async context manager."""

    def __init__(self, delay: float = 0.0) -> None:
        self.posts: dict[str, list[Post]] = defaultdict(list)
        """By path, in the order in which they arrived."""
        self.arrived = asyncio.Event()
        self._delay = delay
        app = web.Application()
        app.router.add_post("/{path:.*}", self._take)
        self._server = TestServer(app)

    def url(self, path: str) -> str:
        """The address that ends up under that path."""
        return str(self._server.make_url(path))

    async def __aenter__(self) -> "Receiver":
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.close()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.posts[request.path].append(Post(request.headers["webhook-id"], body))
        self.arrived.set()
        await asyncio.sleep(self._delay)
        return web.Response()
