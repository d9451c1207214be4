"""The gateway (https://discord.com/developers/docs/events/gateway): text frames, no compression."""

import asyncio
import json

from aiohttp import WSMsgType, web

from relay.testing.discord.models import Json
from relay.testing.discord.session import Connection, Session
from relay.testing.discord.shapes import ready_json
from relay.testing.discord.state import State

HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 1, 2, 6, 7, 9, 10, 11
SILENT = {3, 4, 8}
"""Presence, voice and members: nothing comes back."""
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
UNKNOWN_OP, NO_JSON, NOT_IDENTIFIED, NO_TOKEN, TWICE, NO_SHARD, NO_INTENTS = (
    *(4001, 4002, 4003, 4004, 4005, 4010, 4014),
)


class Gateway:
    """All connections of the bot."""

    def __init__(self, state: State) -> None:
        self.sessions: dict[str, Session] = {}
        """By id, also those without a connection."""
        self.identified: list[Json] = []
        """What each IDENTIFY said."""
        self.acknowledges = True
        """Set it False and heartbeats get no answer."""
        self.connections: list[Connection] = []
        self._state = state
        self._changed = asyncio.Event()
        state.world.announce = self.announce

    async def ready(self, sessions: int = 1) -> None:
        """Return when that many sessions are connected and have got their guilds."""
        while sum(one.ready and one.connection is not None for one in self.live) < sessions:
            self._changed.clear()
            await self._changed.wait()

    @property
    def live(self) -> list[Session]:
        """Sessions with a connection."""
        return [one for one in self.sessions.values() if one.connection is not None]

    def announce(self, name: str, data: Json) -> None:
        """An event, to the sessions that it concerns and whose intents let it through."""
        for session in self._concerned(name, data):
            if session.wants(name):
                session.push(name, data)

    async def dispatch(self, name: str, data: Json) -> None:
        """Like `announce`, whatever the intents; returns when it is written."""
        for session in self._concerned(name, data):
            session.push(name, data)
        await self.flush()

    def _concerned(self, name: str, data: Json) -> list[Session]:
        guild = data.get("id") if name in {"GUILD_CREATE", "GUILD_DELETE"} else None
        number = str(data.get("guild_id") or guild or 0)
        return [
            session
            for session in self.sessions.values()
            if session.concerns(int(number) if number.isdecimal() else 0)
        ]

    async def flush(self) -> None:
        """Return when everything is written."""
        for connection in list(self.connections):
            await connection.flush()

    async def raw(self, frame: str) -> None:
        """Send that text as it is, to every connection."""
        for connection in self.connections:
            connection.raw(frame)
        await self.flush()

    async def reconnect(self) -> None:
        """Ask every connection to come again (op 7)."""
        self._let_go()
        await self.raw(json.dumps({"op": RECONNECT, "d": None}))

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Say that the sessions are over (op 9)."""
        self._let_go()
        if not resumable:
            self.sessions.clear()
        await self.raw(json.dumps({"op": INVALID_SESSION, "d": resumable}))

    async def close(self, code: int = 1000) -> None:
        """End every connection with that code."""
        self._let_go()
        for connection in list(self.connections):
            await connection.close(code)

    def drop(self) -> None:
        """Break every connection."""
        self._let_go()
        for connection in list(self.connections):
            connection.drop()

    def _let_go(self) -> None:
        """From here on the sessions keep what happens until they are resumed."""
        for session in self.live:
            session.connection = None

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """A connection, to its end."""
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self.connections.append(connection)
        interval = int(self._state.limits.heartbeat_interval * 1000)
        connection.send(op=HELLO, d={"heartbeat_interval": interval}, s=None, t=None)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(connection, message.data)
        finally:
            self.connections.remove(connection)
            await connection.end()
            self._changed.set()
        return socket

    async def _take(self, connection: Connection, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            await connection.close(NO_JSON, "Decode error.")
            return
        operation, data = frame.get("op"), frame.get("d")
        if operation == HEARTBEAT:
            if self.acknowledges:
                connection.send(op=ACK)
        elif operation == IDENTIFY:
            await self._identify(connection, data)
        elif operation == RESUME:
            await self._resume(connection, data)
        elif operation not in SILENT:
            await connection.close(UNKNOWN_OP, "Unknown opcode.")
        elif connection.session is None:
            await connection.close(NOT_IDENTIFIED, "Not authenticated.")

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identified.append(data)
        self._state.counts.identifies += 1
        code = self._unfit(connection, data)
        if code:
            await connection.close(code, "No.")
            return
        session = connection.session = Session(connection, data)
        self.sessions[session.id] = session
        await self._welcome(session)

    def _unfit(self, connection: Connection, data: Json) -> int:
        shard, shards = data.get("shard") or (0, 1)
        checks = (
            (connection.session is None, TWICE),
            (data.get("token") == self._state.token, NO_TOKEN),
            (0 <= shard < shards, NO_SHARD),
            (not int(data.get("intents", 0)) & PRIVILEGED, NO_INTENTS),
        )
        return next((code for fine, code in checks if not fine), 0)

    async def _welcome(self, session: Session) -> None:
        world = self._state.world
        guilds = [
            guild
            for guild in world.guilds.values()
            if session.concerns(guild.id) and guild.refusal is None
        ]
        ready = ready_json(world.bot, world.application, guilds) | {
            "session_id": session.id,
            "resume_gateway_url": self._state.gateway_url,
            "shard": [session.shard, session.shards],
        }
        session.push("READY", ready)
        for guild in guilds:
            if guild.available:
                session.push("GUILD_CREATE", world.guild_created(guild))
                await asyncio.sleep(0)
        session.ready = True
        self._changed.set()

    async def _resume(self, connection: Connection, data: Json) -> None:
        self._state.counts.resumes += 1
        session = self.sessions.get(str(data.get("session_id")))
        missed = session.missed(int(data.get("seq") or 0)) if session else None
        if session is None or missed is None or data.get("token") != self._state.token:
            connection.send(op=INVALID_SESSION, d=False)
            return
        for frame in missed:
            connection.raw(frame)
        connection.session, session.connection = session, connection
        session.push("RESUMED", {"_trace": []})
        self._changed.set()
