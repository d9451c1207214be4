"""`/updates`: the newest state of a page, to everyone who has it open."""

import asyncio
import logging

from aiohttp import web

from relay.core.event import Event
from relay.core.text import plain
from relay.web.asking import once, only
from relay.web.broadcast import Broadcast
from relay.web.door import Door
from relay.web.events import begin, counted, door_of
from relay.web.film import token
from relay.web.frames import Latest, chunk
from relay.web.problem import Problem
from relay.web.reel import reel
from relay.web.site import Site, site_of
from relay.web.updates import changes, known, update

log = logging.getLogger(__name__)
PACE = 4.0
"""Seconds at least between two updates for a new picture alone."""

routes = web.RouteTableDef()


class Changes(Latest):
    """The newest state of a page; who has the one before it is sent what differs from that."""

    def __init__(self) -> None:
        super().__init__()
        self._before = ""
        self._differing = b""

    def put(self, state: str) -> bool:
        if not super().put(state):
            return False
        if self._before:
            self._differing = chunk(f"data: {changes(self._before, state)}\n\n".encode())
        self._before = state
        return True

    def piece(self, cursor: int) -> tuple[bytes, int]:
        whole, number = super().piece(cursor)
        return (self._differing if 0 < cursor == number - 1 else whole), number


class States:
    """One broadcast for each page that anyone has open."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._by_topic: dict[str, Broadcast[Changes]] = {}
        self._changed = asyncio.Event()
        self._newest: Event | None = None
        self._seen: tuple[object, ...] = ()
        self._again = 0.0

    def look(self, newest: Event | None = None) -> None:
        """The board has taken that event in, or time has passed: pages may say something else."""
        self._newest = newest or self._newest
        self._changed.set()

    def glance(self, moment: float) -> None:
        """Look whether there is a new picture, at `moment` seconds of a clock that never goes back;
        not again for `PACE` seconds after one."""
        footage = self._site.footage
        if footage is None or moment < self._again:
            return
        still = footage.latest()
        seen = (still and token(still), footage.watching)
        if seen != self._seen:
            self._seen, self._again = seen, moment + PACE
            self.look()

    async def run(self) -> None:
        """Render what changed, once for all who have the page open, for ever."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            for topic, broadcast in list(self._by_topic.items()):
                await self._show(topic, broadcast)
                # Everything else in the program gets its turn between two pages.
                await asyncio.sleep(0)

    async def _show(self, topic: str, broadcast: Broadcast[Changes]) -> None:
        try:
            state = await self._state(topic)
        except Exception:
            log.exception("the page %s could not be made anew", plain(topic, 80))
            return
        if state and broadcast.feed.put(state):
            broadcast.wake()

    async def _state(self, topic: str) -> str | None:
        kept = await reel(self._site, topic)
        return update(self._site, topic, self._newest, kept)

    async def page(self, topic: str) -> Broadcast[Changes]:
        """Those who have that page open; it must be known."""
        state = None if topic in self._by_topic else await self._state(topic)
        # Another may have opened it meanwhile.
        if topic not in self._by_topic:
            assert state is not None, "a spacewalk that was known once stays known"
            self._by_topic[topic] = Broadcast(Changes())
            self._by_topic[topic].feed.put(state)
        return self._by_topic[topic]

    def beat(self, data: bytes, turn: int, turns: int) -> None:
        """Send a sign of life to every `turns`-th reader."""
        for broadcast in self._by_topic.values():
            broadcast.beat(data, turn, turns)

    def end(self) -> None:
        """Let every reader go."""
        for broadcast in self._by_topic.values():
            broadcast.end()

    async def follow(self, topic: str, door: Door) -> None:
        """Tell the state now, and every newer one, until the reader leaves."""
        broadcast = await self.page(topic)
        try:
            await broadcast.hold(0, door)
        finally:
            if not broadcast.followed:
                broadcast.end()
                self._by_topic.pop(topic, None)


STATES = web.AppKey("states", States)


@routes.get("/updates")
async def updates(request: web.Request) -> web.StreamResponse:
    """For the page's own script."""
    only(request.query, "page")
    topic, states = once(request.query, "page") or "", request.app[STATES]
    if not known(site_of(request), topic):
        raise Problem(404, "there is no such page")
    answer = await begin(request)
    if request.method != "HEAD":
        with counted(request):
            await states.follow(topic, door_of(request))
    return answer
