"""A Lightstreamer server on loopback. It does what a test tells it and remembers who asked what.

It speaks TLCP 2.5.0 over WebSockets, in MERGE mode, well enough for the official client library.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import count, islice
from types import TracebackType

from aiohttp import web
from aiohttp.test_utils import TestServer

from relay.testing.lightstreamer_lines import Fields, Request, Subscribed, requests
from relay.testing.lightstreamer_session import Connection, Session

PROTOCOL = "TLCP-2.5.0.lightstreamer.com"


class Lightstreamer:
    """Serves one adapter set, in which every item exists. Use it as an async context manager.

    `keepalive`, in seconds, is decided by the clients where it is not given.
    """

    def __init__(self, adapter_set: str = "ISSLIVE", keepalive: float | None = None) -> None:
        self.asked: list[Request] = []
        """Every request, in the order of arrival."""
        self.sessions: list[Session] = []
        """Every session that was granted, the newest last."""
        self.connections: list[Connection] = []
        self.most_open = 0
        """How many connections were open at once at most."""
        self.refusals: deque[int] = deque()
        """Codes with which the next who ask for a session are refused, one each."""
        self.refused_items: dict[str, int] = {}
        """Items that cannot be subscribed to, with the code that says so."""
        self.state: dict[str, dict[str, str | None]] = {}
        """The fields of every item that has any."""
        self._adapter_set = adapter_set
        self._keepalive = keepalive
        self._changed = asyncio.Event()
        self._names = map("S{}".format, count(1))
        app = web.Application()
        app.router.add_get("/lightstreamer", self._serve)
        self._server = TestServer(app)

    @property
    def url(self) -> str:
        """Where it takes WebSockets."""
        return str(self._server.make_url("/lightstreamer")).replace("http", "ws", 1)

    async def __aenter__(self) -> "Lightstreamer":
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in self.sessions:
            session.drop()
        for connection in self.connections:
            connection.drop()
        await self._server.close()

    async def session(self, number: int = 1) -> Session:
        """That session, counted from 1, as soon as it has a subscription."""
        while len(self.sessions) < number or not self.sessions[number - 1].subscriptions:
            await self.change()
        return self.sessions[number - 1]

    async def change(self) -> None:
        """Return when the next frame was answered, or the next connection has ended."""
        self._changed.clear()
        await self._changed.wait()

    async def update(self, item: str, **fields: str | None) -> None:
        """The item changes in these fields, of which everyone who subscribed to it is told."""
        await self.play([(item, fields)])

    async def play(self, updates: Iterable[tuple[str, Fields]], together: int = 1) -> None:
        """Update after update, as fast as the clients read, that many of them in a frame."""
        rest = iter(updates)
        while group := list(islice(rest, together)):
            for session, lines in self._lines(group).items():
                await session.send(*lines)

    def _lines(self, updates: Iterable[tuple[str, Fields]]) -> dict[Session, list[str]]:
        lines: dict[Session, list[str]] = {session: [] for session in self.sessions}
        for item, fields in updates:
            self.state.setdefault(item, {}).update(fields)
            for session, waiting in lines.items():
                waiting.extend(session.changes(item))
        return lines

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if PROTOCOL not in request.headers.get("Sec-WebSocket-Protocol", ""):
            raise web.HTTPBadRequest(text=f"speak {PROTOCOL}")
        socket = web.WebSocketResponse(protocols=(PROTOCOL,), autoclose=False)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self.connections.append(connection)
        self.most_open = max(self.most_open, sum(not one.ended for one in self.connections))
        async for frame in connection.frames():
            for asked in requests(frame):
                self.asked.append(asked)
                await self._answer(connection, asked)
            self._changed.set()
        self._changed.set()
        return socket

    async def _answer(self, connection: Connection, asked: Request) -> None:
        match asked.name:
            case "wsok":
                await connection.send("WSOK")
            case "create_session":
                await self._create(connection, asked)
            case "bind_session":
                await self._bind(connection, asked)
            case "control":
                await self._control(connection, asked)
            case "heartbeat":
                pass
            case _:
                await connection.send("ERROR,67,no such request")

    async def _create(self, connection: Connection, asked: Request) -> None:
        code = self._refusal(connection, asked)
        if code is not None:
            await connection.send(f"CONERR,{code},not now%2C not so")
            return
        wished = float(asked.get("LS_keepalive_millis") or 5000) / 1000
        session = Session(next(self._names), self._keepalive or wished, self.state, connection)
        self.sessions.append(session)
        await session.send(*session.granted())

    def _refusal(self, connection: Connection, asked: Request) -> int | None:
        if self.refusals:
            return self.refusals.popleft()
        if not asked.get("LS_cid"):
            return 71
        if asked.get("LS_adapter_set") != self._adapter_set:
            return 2
        return 69 if self._bound(connection) else None

    async def _bind(self, connection: Connection, asked: Request) -> None:
        mine = [one for one in self.sessions if one.name == asked.get("LS_session")]
        if not mine or mine[0].over:
            await connection.send("CONERR,20,no such session")
        else:
            await mine[0].bind(connection)

    async def _control(self, connection: Connection, asked: Request) -> None:
        session = self._bound(connection)
        number = asked.get("LS_reqId")
        if session is None:
            await connection.send(f"REQERR,{number},20,no session")
            return
        code = self._unfit(asked)
        if code is not None:
            await connection.send(f"REQERR,{number},{code},not this one")
            return
        if asked.get("LS_ack") != "false":
            await connection.send(f"REQOK,{number}")
        match asked.get("LS_op"):
            case "add":
                await session.send(*self._added(session, asked))
            case "delete":
                del session.subscriptions[asked.get("LS_subId")]
                await session.send(f"UNSUB,{asked.get('LS_subId')}")
            case "force_rebind":
                await session.loop()
            case "destroy":
                await session.end(31, "destroyed")

    def _unfit(self, asked: Request) -> int | None:
        operation = asked.get("LS_op")
        if operation not in {"add", "delete", "destroy", "force_rebind", "constrain", "reconf"}:
            return 67
        if operation == "add" and asked.get("LS_mode") != "MERGE":
            return 24
        items = asked.get("LS_group").split()
        return next((self.refused_items[i] for i in items if i in self.refused_items), None)

    def _added(self, session: Session, asked: Request) -> Iterator[str]:
        items, fields = asked.get("LS_group").split(), asked.get("LS_schema").split()
        subscription = Subscribed(asked.get("LS_subId"), items, fields)
        session.subscriptions[subscription.id] = subscription
        yield f"SUBOK,{subscription.id},{len(items)},{len(fields)}"
        yield f"CONF,{subscription.id},unlimited,filtered"
        if asked.get("LS_snapshot") == "true":
            yield from subscription.news(self.state)

    def _bound(self, connection: Connection) -> Session | None:
        mine = [s for s in self.sessions if s.connection is connection and s.bound and not s.over]
        return mine[0] if mine else None
