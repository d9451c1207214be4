"""One session of the gateway: its shard, its events by number, and the connection it has."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Iterable

from aiohttp import web

from relay.testing.discord.models import Json

DISPATCH = 0
KEPT = 1000
"""Events that a session can replay."""
INTENTS = {
    "GUILD_MEMBER_": 1 << 1,
    "GUILD_SCHEDULED_EVENT_": 1 << 16,
    "MESSAGE_": 1 << 9 | 1 << 12,
}
"""Which bit lets events through (https://discord.com/developers/docs/events/gateway#gateway-intents);
all others come with `guilds`."""


class Connection:
    """A WebSocket whose frames leave in order, without its sender waiting."""

    def __init__(self, request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._request = request
        self._frames: asyncio.Queue[str] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, **frame: object) -> None:
        """A frame of JSON."""
        self.raw(json.dumps(frame, separators=(",", ":")))

    def raw(self, frame: str) -> None:
        """Whatever it is."""
        self._frames.put_nowait(frame)

    async def flush(self) -> None:
        """Return when all is written, or nobody reads any more."""
        written = asyncio.ensure_future(self._frames.join())
        await asyncio.wait({written, self._writer}, return_when=asyncio.FIRST_COMPLETED)
        written.cancel()

    async def close(self, code: int, words: str = "") -> None:
        """End it as the gateway does."""
        await self.flush()
        await self.socket.close(code=code, message=words.encode(), drain=False)

    def drop(self) -> None:
        """End it as a broken line does."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def end(self) -> None:
        """It is over: the session may go on with another."""
        self._writer.cancel()
        await asyncio.wait({self._writer})
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    async def _write(self) -> None:
        while not self.socket.closed:
            frame = await self._frames.get()
            try:
                await self.socket.send_str(frame)
            except ConnectionError:
                return
            finally:
                self._frames.task_done()


class Session:
    """What RESUME takes up again."""

    def __init__(self, connection: Connection, identify: Json) -> None:
        self.id = secrets.token_hex(16)
        self.connection: Connection | None = connection
        self.ready = False
        """Whether all its guilds were sent."""
        shard: tuple[int, int] = identify.get("shard") or (0, 1)
        self.shard, self.shards = shard
        self._intents = int(identify.get("intents", 0))
        self._number = 0
        self._sent: deque[tuple[int, str]] = deque(maxlen=KEPT)

    def wants(self, name: str) -> bool:
        """Whether its intents let such an event through."""
        needed = (bits for start, bits in INTENTS.items() if name.startswith(start))
        return all(self._intents & bits for bits in needed)

    def concerns(self, guild: int) -> bool:
        """Whether events of that guild are its business; 0 stands for no guild."""
        return (guild >> 22) % self.shards == self.shard

    def push(self, name: str, data: Json) -> None:
        """The next event; who is not connected gets it with RESUME."""
        self._number += 1
        frame = {"op": DISPATCH, "s": self._number, "t": name, "d": data}
        text = json.dumps(frame, separators=(",", ":"))
        self._sent.append((self._number, text))
        if self.connection is not None:
            self.connection.raw(text)

    def missed(self, number: int) -> Iterable[str] | None:
        """The events after that one; None when they are forgotten, or there never was one."""
        first = self._sent[0][0] if self._sent else 1
        if not first - 1 <= number <= self._number:
            return None
        return [text for sent, text in self._sent if sent > number]
