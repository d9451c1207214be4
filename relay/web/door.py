"""One connection: how long it may take, what it may send, and how it is refused or ended."""

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web

from relay.web.doors import GONE, Doors
from relay.web.problem import CONTENT_TYPE, SORRY, Problem, body
from relay.web.security import SECURITY

WAITING = 15.0
"""Seconds that a connection may stand open without a complete request."""
REFUSED = 1.0
"""Seconds that a refused connection is given to read why."""
LONGEST_LINE = 4096
"""Bytes of the request line, and of each header."""

FULL = {
    429: "your address has too many connections open: close some, then try again",
    503: "too many readers are connected: try again later",
}

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER on, 0 s: closing drops what is unsent and frees the memory of it at once."""

log = logging.getLogger(__name__)


class Door(web.RequestHandler):
    """One connection."""

    __slots__ = ("_address", "_doors", "_loop_time", "_refused", "_wire", "refill")

    def __init__(self, server: web.Server, doors: Doors, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            server,
            loop=loop,
            keepalive_timeout=WAITING,
            access_log=None,  # type: ignore[arg-type]
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            max_headers=64,
            lingering_time=0,
            read_bufsize=4096,
        )
        self._doors = doors
        self._address = ""
        self._refused = False
        self._loop_time = loop.time
        self._wire: asyncio.Transport | None = None
        self.refill: Callable[[], None] | None = None
        """Called when the connection takes more."""

    @property
    def left(self) -> int:
        """Bytes that wait to be sent."""
        return self._wire.get_write_buffer_size() if self._wire else 0

    @property
    def ready(self) -> bool:
        """Whether all that was written has been taken, and more may come."""
        wire = self._wire
        return wire is not None and not wire.is_closing() and not wire.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Send, when `ready`; what is not taken at once waits, and `refill` is called after it."""
        assert self._wire
        self._wire.write(data)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        peer = transport.get_extra_info("peername")
        address = peer[0] if peer else GONE
        status = self._doors.enter(address)
        self._wire = transport
        if status is not None:
            self._refuse(transport, status)
            return
        self._address = address
        # What cannot be sent at once is known at once: so nothing is queued for a slow reader.
        transport.set_write_buffer_limits(high=0)
        super().connection_made(transport)

    def _refuse(self, transport: asyncio.Transport, status: int) -> None:
        """Say why, and hang up a little later: closed at once, the words might not arrive."""
        if not self._doors.refuse():
            self.reset()
            return
        self._refused = True
        self._loop.call_later(REFUSED, transport.abort)
        transport.write(_refusal(status))
        with contextlib.suppress(OSError):
            transport.write_eof()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._refused:
            self._doors.refuse_done()
        if self._address:
            self._doors.leave(self._address)
            self._doors.quick(self)
            super().connection_lost(exc)
        self._wire = None

    def data_received(self, data: bytes) -> None:
        if self._address:
            super().data_received(data)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._doors.slow(self, self.left, self._loop_time())

    def resume_writing(self) -> None:
        super().resume_writing()
        self._doors.quick(self)
        # Not at once: a write that fails here would end a connection that is just being ended.
        self._loop.call_soon(self._refill)

    def _refill(self) -> None:
        if self.refill:
            self.refill()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - its words may repeat what came from outside
    ) -> web.Response:
        """What is no HTTP, or too long, is told so; nothing of ours is shown."""
        if isinstance(exc, ConnectionError):
            raise exc
        if status >= 500:
            log.error("answering a request failed", exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer had begun; the connection is closed")
        said = "this is not a request that can be read: mend its first line or its headers"
        answer = Problem(status, said if status < 500 else SORRY).response()
        answer.headers.update(SECURITY)
        answer.force_close()
        return answer

    def reset(self) -> None:
        """End it at once, dropping what is unsent."""
        if self._wire:
            plug: socket.socket = self._wire.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self._wire.abort()


def _refusal(status: int) -> bytes:
    words = body(status, FULL[status])
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {CONTENT_TYPE}",
        f"Content-Length: {len(words)}",
        "Retry-After: 60",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + words
