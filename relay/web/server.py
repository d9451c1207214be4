"""Serves the relay's own page, its stream and its feeds."""

import asyncio
import contextlib
import functools
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from relay.supervisor import keep_going
from relay.web.application import build
from relay.web.door import Door
from relay.web.doors import DOORS
from relay.web.events import EVENTS
from relay.web.frames import heartbeat
from relay.web.listening import ACCEPTED, BACKLOG, address_of, allow_files, listen
from relay.web.section import WebSection
from relay.web.site import SITE, Site
from relay.web.states import STATES

TICK = 0.5
"""Seconds between looks for readers who have stalled."""
LEAVING = 2.0
"""Seconds that answers in hand are given at the end."""


@contextlib.asynccontextmanager
async def serving(section: WebSection, site: Site) -> AsyncIterator[str]:
    """Serve until the end of the block; gives the address, like `http://127.0.0.1:8080`.

    Raises ConfigError when the port is not to be had.
    """
    plug = listen(section.host, section.port)
    possible = allow_files(section.connections)
    section = section.model_copy(update={"connections": possible})
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(plug.close)
        app = build(section, site)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=LEAVING)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        loop, server, doors = asyncio.get_running_loop(), runner.server, app[DOORS]
        assert server
        accept = functools.partial(Door, server, doors, loop)
        listening = await loop.create_server(accept, sock=plug, backlog=ACCEPTED)
        plug.listen(BACKLOG)
        stack.callback(listening.close)
        for name, work in _tasks(app).items():
            stack.callback(asyncio.create_task(keep_going(name, work)).cancel)
        yield address_of(plug)


def _tasks(app: web.Application) -> dict[str, Callable[[], Awaitable[None]]]:
    site, told, shown = app[SITE], app[EVENTS], app[STATES]

    async def follow() -> None:
        async for event in site.journal.follow(told.head):
            if event:
                told.add(event)
            if event and event.for_everyone:
                shown.look(event)

    async def beat() -> None:
        for turn in itertools.count():
            await asyncio.sleep(TICK)
            moment = asyncio.get_running_loop().time()
            app[DOORS].drop_stalled(moment)
            shown.glance(moment)
            beats = max(1, round(site.heartbeat / TICK))
            data = heartbeat(site.now(), site.rate())
            told.beat(data, turn % beats, beats)
            shown.beat(data, turn % beats, beats)
            if turn % beats == 0:
                shown.look()

    return {"the event stream": follow, "the pages": shown.run, "heartbeats": beat}
