"""How an origin answers where it does not do what it should."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True)
class Reply:
    """What a sound origin would answer."""

    body: bytes
    media_type: str

    def sent(self) -> web.Response:
        """As it is."""
        return web.Response(body=self.body, content_type=self.media_type)


Answer = Callable[[web.Request, Reply], Awaitable[web.StreamResponse]]
"""May look at the request and at what would be sent."""


def status(code: int) -> Answer:
    """No body worth reading."""

    async def answer(_: web.Request, __: Reply) -> web.StreamResponse:
        return web.Response(status=code, text="not this time")

    return answer


def redirected(location: str, code: int = 302) -> Answer:
    """To anywhere, whatever it is."""

    async def answer(_: web.Request, __: Reply) -> web.StreamResponse:
        return web.Response(status=code, headers={"Location": location})

    return answer


def replaced(body: bytes, media_type: str = "application/octet-stream") -> Answer:
    """Something else in its place."""

    async def answer(_: web.Request, __: Reply) -> web.StreamResponse:
        return Reply(body, media_type).sent()

    return answer


def dropped() -> Answer:
    """The connection is reset before a word is said."""

    async def answer(request: web.Request, _: Reply) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    return answer


def cut(share: float, *, honest: bool = False) -> Answer:
    """Only that share of the body. Content-Length says so where it is `honest`; else it promises
    the whole, and the connection ends too early."""

    async def answer(request: web.Request, reply: Reply) -> web.StreamResponse:
        part = reply.body[: int(len(reply.body) * share)]
        if honest:
            return Reply(part, reply.media_type).sent()
        response = web.StreamResponse(headers={"Content-Length": str(len(reply.body))})
        await response.prepare(request)
        await response.write(part)
        if request.transport is not None:
            request.transport.close()
        return response

    return answer


def spoiled(every: int = 997) -> Answer:
    """One byte in so many has other bits; the length is right."""

    async def answer(_: web.Request, reply: Reply) -> web.StreamResponse:
        body = bytearray(reply.body)
        body[every // 2 :: every] = bytes(x ^ 0x5A for x in body[every // 2 :: every])
        return Reply(bytes(body), reply.media_type).sent()

    return answer


def endless(more: bytes = bytes(65_536)) -> Answer:
    """The body, and then more and more of it, until the other side hangs up."""

    async def answer(request: web.Request, reply: Reply) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": reply.media_type})
        await response.prepare(request)
        try:
            for part in itertools.chain((reply.body,), itertools.repeat(more)):
                await response.write(part)
        except ConnectionResetError:
            return response
        return response

    return answer


def held(until: asyncio.Event) -> Answer:
    """The right answer, but not before that."""

    async def answer(_: web.Request, reply: Reply) -> web.StreamResponse:
        await until.wait()
        return reply.sent()

    return answer
