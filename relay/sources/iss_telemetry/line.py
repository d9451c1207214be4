"""One connection to a Lightstreamer server, with one session, from its opening to its end."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import NoReturn

import aiohttp
from yarl import URL

from relay.errors import SourceChanged, SourceUnavailable
from relay.plugins import Http
from relay.sources.iss_telemetry.messages import (
    End,
    Loop,
    Message,
    Ready,
    Refused,
    Subscription,
    Update,
    Welcome,
)
from relay.sources.iss_telemetry.patience import LONGEST
from relay.sources.iss_telemetry.tlcp import (
    PROTOCOL,
    Interpreter,
    bind_session,
    create_session,
    subscribe,
    wsok,
)

AT_ONCE = 100
"""Updates of one frame before everything else in the program gets its turn."""
LARGEST_FRAME = 64 * 1024
"""Bytes; a frame of the station's feed has a few hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Whom to call, what to ask for, and how long to wait for an answer, in seconds."""

    url: str
    adapter_set: str
    subscriptions: tuple[Subscription, ...]
    allow_private: bool = False
    keepalive: float = 5.0
    """The silence that the server is asked not to exceed. It may decide on another one."""
    grace: float = 3.0
    """How late a sign of life may be."""
    opening: float = 5.0
    """For the connection, and for each answer until the session stands."""
    longest_silence: float = 60.0
    """Between signs of life, whatever longer time the server announces."""
    closing: float = 0.5
    """For the server's goodbye, where it is this side that ends the call."""


class Line:
    """A connection of its own for every call. Nothing of it is kept when it ends."""

    def __init__(self, http: Http, call: Call) -> None:
        self._http = http
        self._call = call
        self._interpreter = Interpreter(call.subscriptions)
        self._messages: Iterator[Message] = iter(())
        self._session: str | None = None
        self._silence = call.opening

    async def updates(self) -> AsyncGenerator[Update | None, None]:
        """Every update, the present state first, and None with each sign of life.

        It ends by SourceUnavailable alone: as soon as the connection is gone, or the session, or
        when nothing came for too long. Its `retry_after` is 0 where the server wants a new session
        at once, and LONGEST where it does not want this client.
        """
        async with self._opened() as socket:
            await self._say(socket, wsok())
            for number in count(1):
                update = await self._next(socket)
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)
                if update is not None or self._session is not None:
                    yield update

    async def _next(self, socket: aiohttp.ClientWebSocketResponse) -> Update | None:
        """The next update of the frame at hand; None when a new frame is at hand."""
        for message in self._messages:
            if isinstance(message, Update):
                return message
            await self._answer(socket, message)
        self._messages = self._understood(await self._frame(socket))
        return None

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, message: Message) -> None:
        call = self._call
        match message:
            case Ready():
                await self._say(socket, create_session(call.adapter_set, call.keepalive))
            case Welcome(session, keepalive):
                self._silence = min(keepalive, call.longest_silence) + call.grace
                if self._session is None:
                    await self._say(socket, subscribe(call.subscriptions))
                self._session = session
            case Loop() if self._session is not None:
                await self._say(socket, bind_session(self._session, call.keepalive))
            case End():
                words = f"the server ended the session ({message.code}: {message.words[:200]})"
                self._hang_up(words, 0.0 if message.renews else None)
            case Refused():
                words = f"the server refuses ({message.code}: {message.words[:200]})"
                self._hang_up(words, LONGEST if message.permanent else None)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        async with self._http.session(allow_private=self._call.allow_private) as client:
            with self._told():
                async with asyncio.timeout(self._call.opening):
                    socket = await client.ws_connect(
                        self._call.url,
                        protocols=(PROTOCOL,),
                        timeout=aiohttp.ClientWSTimeout(ws_close=self._call.closing),
                        max_msg_size=LARGEST_FRAME,
                    )
            async with socket:
                if socket.protocol != PROTOCOL:
                    self._hang_up(f"the server does not speak {PROTOCOL}")
                yield socket

    async def _say(self, socket: aiohttp.ClientWebSocketResponse, frame: str) -> None:
        with self._told():
            await socket.send_str(frame)

    async def _frame(self, socket: aiohttp.ClientWebSocketResponse) -> str:
        with self._told():
            message = await socket.receive(self._silence)
        if message.type is not aiohttp.WSMsgType.TEXT:
            self._hang_up(_ending(message, socket.close_code))
        return str(message.data)

    def _understood(self, frame: str) -> Iterator[Message]:
        try:
            yield from self._interpreter.read(frame)
        except SourceChanged as problem:
            raise SourceUnavailable(f"{self._place}: {problem}") from problem

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong on the network, in words."""
        try:
            yield
        except TimeoutError as problem:
            seconds = self._call.opening if self._session is None else self._silence
            words = f"nothing came for {seconds:g} s"
            raise SourceUnavailable(f"{self._place}: {words}") from problem
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise SourceUnavailable(f"{self._place}: {_why(problem)}") from problem

    def _hang_up(self, words: str, retry_after: float | None = None) -> NoReturn:
        raise SourceUnavailable(f"{self._place}: {words}", retry_after)

    @property
    def _place(self) -> str:
        """The address without what may be secret in it."""
        try:
            known = URL(self._call.url)
            return f"{known.scheme}://{known.host}{known.path}"
        except ValueError:
            return "an address that cannot be read"


def _ending(message: aiohttp.WSMessage, code: int | None) -> str:
    if message.type is aiohttp.WSMsgType.BINARY:
        return "the server sent bytes where text was due"
    if message.type is aiohttp.WSMsgType.ERROR:
        return f"the frames cannot be read ({message.data})"
    if message.type is aiohttp.WSMsgType.CLOSE:
        return f"the server closed the connection ({code})"
    return "the connection broke"


def _why(problem: Exception) -> str:
    if isinstance(problem, aiohttp.WSServerHandshakeError):
        return f"answered {problem.status}, which opens no WebSocket"
    if isinstance(problem, aiohttp.ClientConnectorError):
        return f"no connection ({problem.strerror or type(problem.os_error).__name__})"
    return f"the connection broke ({type(problem).__name__})"
