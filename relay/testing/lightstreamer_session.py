"""A session and a connection of the loopback Lightstreamer server, with the ways they fail."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping

from aiohttp import WSMsgType, web

from relay.testing.lightstreamer_lines import Fields, Subscribed


class Connection:
    """One WebSocket. A stalled one neither sends any more nor says goodbye."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.ended = False
        self.idle_since = 0.0
        self._transport = request.transport
        self._socket = socket
        self._stalled = False
        self._released = asyncio.Event()

    async def send(self, *lines: str) -> None:
        """These lines, in one frame. A client that is gone is not told, and that is no error."""
        self.idle_since = asyncio.get_running_loop().time()
        if not lines or self._stalled or self.ended or self._socket.closed:
            return
        try:
            await self._socket.send_str("\r\n".join((*lines, "")))
        except ConnectionError:
            self.ended = True

    async def frames(self) -> AsyncIterator[str]:
        """What the client sends, to its end."""
        while not self.ended:
            message = await self._socket.receive()
            if message.type is WSMsgType.TEXT:
                yield message.data
            else:
                self.ended = True
        if self._stalled:
            await self._released.wait()

    def drop(self) -> None:
        """Break the TCP connection off, as a network does."""
        self.ended = True
        self._released.set()
        if self._transport is not None:
            self._transport.abort()

    async def close(self) -> None:
        """Close it as the WebSocket protocol has it."""
        await self._socket.close()

    def stall(self) -> None:
        """From now on the client gets nothing at all, though the connection stands."""
        self._stalled = True


class Session:
    """What a client was granted. It is bound to one connection, or for a moment to none."""

    def __init__(
        self, name: str, keepalive: float, state: Mapping[str, Fields], connection: Connection
    ) -> None:
        self.name = name
        self.keepalive = keepalive
        self.connection = connection
        self.subscriptions: dict[str, Subscribed] = {}
        self.over = False
        self.bound = True
        self._state = state
        self._prober = asyncio.create_task(self._keep_alive())

    async def send(self, *lines: str) -> None:
        """Any lines, as they stand."""
        await self.connection.send(*lines)

    def changes(self, item: str) -> Iterator[str]:
        """The lines that tell of a change of that item. An unbound session is told later."""
        subscriptions = self.subscriptions.values() if self.bound and not self.over else ()
        for subscription in subscriptions:
            if item in subscription.items:
                place = subscription.items.index(item) + 1
                yield subscription.line(place, self._state[item])

    async def bind(self, connection: Connection) -> None:
        """Go on over that connection, with what changed in the meantime."""
        self.connection, self.bound = connection, True
        await self.send(*self.granted())
        for subscription in self.subscriptions.values():
            await self.send(*subscription.news(self._state))

    def granted(self) -> tuple[str, ...]:
        """The lines with which a session begins, and goes on after it was bound again."""
        millis = round(self.keepalive * 1000)
        granted = f"CONOK,{self.name},50000,{millis},*"
        return (granted, "SERVNAME,Loopback server", "CLIENTIP,127.0.0.1", "CONS,unlimited")

    async def probe(self) -> None:
        """A sign of life."""
        await self.send("PROBE")

    async def loop(self) -> None:
        """Ask the client to bind the session again."""
        self.bound = False
        await self.send("LOOP,0")

    async def end(self, code: int, words: str = "over") -> None:
        """Close the session; the connection stays."""
        self.over = True
        self._prober.cancel()
        await self.send(f"END,{code},{words}")

    def drop(self) -> None:
        """Break the connection off; the session is not kept for it."""
        self.over = True
        self._prober.cancel()
        self.connection.drop()

    def stall(self) -> None:
        """The connection stands, but nothing comes any more."""
        self.connection.stall()

    async def _keep_alive(self) -> None:
        loop = asyncio.get_running_loop()
        while not self.connection.ended:
            left = self.connection.idle_since + self.keepalive - loop.time()
            if left <= 0 and self.bound:
                await self.probe()
            await asyncio.sleep(left if left > 0 else self.keepalive)
