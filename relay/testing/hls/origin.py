"""A live HLS origin on loopback: sound, or broken as a test wants it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from relay.clock import Clock, WallClock
from relay.testing.hls.air import Air
from relay.testing.hls.answers import Answer, status
from relay.testing.hls.edits import Edit
from relay.testing.hls.ladder import Ladder, Looped, Programme
from relay.testing.hls.shelf import Shelf, Wanted
from relay.testing.hls.signing import Tokens
from relay.video.segment import Rung

NEWEST = -1
"""The newest segment, whichever that is when it is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    at: datetime
    query: str
    headers: dict[str, str]


@dataclass(slots=True)
class Fault:
    """Another answer to some of the requests."""

    answer: Answer
    kind: str
    """`master`, `list`, `segment`, `header` or `key`."""
    rung: Rung | None
    """None is any."""
    index: int | None
    """Of a segment; None is any."""
    times: int
    """How often it will happen; 0 is always."""


class Origin:
    """Use it as an async context manager.

    There are two ways of time. Without `live`, segments come out by `publish`; with it, each comes
    out as soon as its last frame has passed by the clock and `delay` seconds more. At first there
    are `published` ones. A `port` of 0 is any that is free."""

    def __init__(
        self,
        what: Ladder | Programme | None = None,
        *,
        clock: Clock | None = None,
        live: bool = False,
        delay: float = 0.0,
        published: int = 3,
        port: int = 0,
    ) -> None:
        self._clock = clock or WallClock()
        programme = Looped(what or Ladder()) if what is None or isinstance(what, Ladder) else what
        self.air = Air(programme, self._clock, live=live, delay=delay, published=published)
        self.asked: list[Asked] = []
        self._shelf = Shelf(self.air)
        self._faults: list[Fault] = []
        self._tokens = Tokens(self._clock)
        self._port = port
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.air.programme.prepare)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Of the master playlist; signed anew each time while addresses are signed."""
        return f"{self.base}master.m3u8{self._tokens.query()}"

    @property
    def base(self) -> str:
        """Before the paths that `asked` holds, with a slash at its end."""
        return f"http://127.0.0.1:{self._port}/"

    def publish(self, count: int = 1) -> None:
        """Put so many more segments out, all at once."""
        self.air.publish(count)

    def fail(
        self,
        answer: Answer | int,
        kind: str = "segment",
        *,
        rung: Rung | None = None,
        index: int | None = None,
        times: int = 1,
    ) -> None:
        """Answer so instead, the next `times` times, 0 being always. A number is an HTTP status."""
        made = status(answer) if isinstance(answer, int) else answer
        self._faults.append(Fault(made, kind, rung, index, times))

    def edit(self, kind: str, change: Edit) -> None:
        """Do that to the text of each `master` or `list` before it is sent."""
        self._shelf.edits[kind] = change

    def heal(self) -> None:
        """No more faults and edits."""
        self._faults.clear()
        self._shelf.edits.clear()

    def sign(self, lifetime: float | None = None) -> None:
        """Addresses need a token from now on: `url` has one, and what is listed there inherits it.
        It holds so many seconds of the clock; None is until `expire`."""
        self._tokens.sign(lifetime)

    def expire(self) -> None:
        """Every address given out so far is answered with 403."""
        self._tokens.expire()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/")
        headers = dict(request.headers)
        self.asked.append(Asked(path, self._clock.now(), request.query_string, headers))
        if not self._tokens.is_good(request.query.get("token", "")):
            return web.Response(status=403, text="that address has expired")
        wanted = Wanted.of(path)
        query = f"?{request.query_string}" if request.query_string else ""
        reply = self._shelf.reply(wanted, query) if wanted else None
        if wanted is None or reply is None:
            return web.Response(status=404, text="nothing is there")
        fault = self._fault(wanted)
        return reply.sent() if fault is None else await fault.answer(request, reply)

    def _fault(self, wanted: Wanted) -> Fault | None:
        fault = next((one for one in self._faults if self._meets(one, wanted)), None)
        if fault is not None and fault.times:
            fault.times -= 1
            if not fault.times:
                self._faults.remove(fault)
        return fault

    def _meets(self, fault: Fault, wanted: Wanted) -> bool:
        index = self.air.count - 1 if fault.index == NEWEST else fault.index
        return (
            fault.kind == wanted.kind
            and fault.rung in {None, wanted.rung}
            and index in {None, wanted.index}
        )
