"""One GET of a playlist or a piece of video: every hop checked, bounded in size and time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Protocol

import aiohttp
from yarl import URL

from relay.errors import VideoError
from relay.http import ForbiddenAddress
from relay.plugins import Http
from relay.video.stream.address import checked, host, shown

MOST_HOPS = 5
"""Redirects that are followed for one address."""

NO_HEADERS: Mapping[str, str] = MappingProxyType({})

_MOVED = frozenset({301, 302, 303, 307, 308})
_PERSONAL = frozenset({"authorization", "cookie"})
"""Headers that are for one server alone."""


class FetchFailed(VideoError):
    """It did not come, or not whole. `status` is the server's answer, None where there is none."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class _Dropped(FetchFailed):
    """The connection ended too early: a second try on a new one is in order."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file, in bytes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Body:
    """What came."""

    data: bytes
    address: str
    """Where it came from in the end, behind redirects: what it names is named from here."""


class Fetch(Protocol):
    """Gets one file."""

    async def get(
        self,
        address: str,
        *,
        most: int,
        seconds: float,
        headers: Mapping[str, str] = NO_HEADERS,
        span: Span | None = None,
    ) -> Body:
        """The whole of it, or of its `span`, of at most `most` bytes and within that time, second
        try and redirects included. Raises FetchFailed, and VideoError for a refused address."""
        ...


class Web(Protocol):
    """Where files are got from."""

    def open(self, *, private: bool) -> AbstractAsyncContextManager[Fetch]:
        """Connections that are kept until the end of the block; `private` lets them lead to
        addresses of the local network."""
        ...


class SafeWeb(Web):
    """The network, by the relay's own rules of safety."""

    def __init__(self, http: Http) -> None:
        self._http = http

    @asynccontextmanager
    async def open(self, *, private: bool) -> AsyncIterator[Fetch]:
        async with self._http.session(allow_private=private) as session:
            yield _HttpFetch(session)


class _HttpFetch(Fetch):
    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def get(
        self,
        address: str,
        *,
        most: int,
        seconds: float,
        headers: Mapping[str, str] = NO_HEADERS,
        span: Span | None = None,
    ) -> Body:
        wanted = _headers(headers, span)
        try:
            async with asyncio.timeout(seconds):
                try:
                    return await self._follow(checked(address), most, wanted, span)
                except _Dropped:
                    return await self._follow(checked(address), most, wanted, span)
        except TimeoutError as problem:
            raise FetchFailed(f"{shown(address)}: no answer in time") from problem

    async def _follow(
        self, address: str, most: int, headers: Mapping[str, str], span: Span | None
    ) -> Body:
        for _ in range(MOST_HOPS + 1):
            answer = await self._ask(address, most, headers, span)
            if isinstance(answer, bytes):
                return Body(answer, address)
            if host(answer) != host(address):
                headers = {k: v for k, v in headers.items() if k.lower() not in _PERSONAL}
            address = answer
        raise FetchFailed(f"{shown(address)}: more than {MOST_HOPS} redirects")

    async def _ask(
        self, address: str, most: int, headers: Mapping[str, str], span: Span | None
    ) -> bytes | str:
        """The body, or the address that it has moved to."""
        try:
            async with self._session.get(
                URL(address, encoded=True),
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(),
            ) as response:
                if response.status in _MOVED:
                    return checked(response.headers.get("Location", ""), address)
                if response.status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                    answered = f"{shown(address)} answered {response.status}"
                    raise FetchFailed(answered, response.status)
                return _part(await _read(response, most), response.status, span, address)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError) as problem:
            raise _Dropped(f"{shown(address)}: the connection ended too early") from problem
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            kind = _Dropped if _is_dropped(problem) else FetchFailed
            raise kind(f"{shown(address)}: {_why(problem)}") from problem


def _headers(headers: Mapping[str, str], span: Span | None) -> dict[str, str]:
    if span is None:
        return {**headers}
    part = f"bytes={span.start}-{span.start + span.length - 1}"
    return {**headers, "Range": part, "Accept-Encoding": "identity"}


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    announced = response.content_length
    if announced is not None and announced > most:
        raise FetchFailed(f"{shown(str(response.url))}: {announced} bytes are too many")
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > most:
            raise FetchFailed(f"{shown(str(response.url))}: more than {most} bytes")
        chunks.append(chunk)
    if announced is not None and size < announced and "Content-Encoding" not in response.headers:
        raise _Dropped(f"{shown(str(response.url))}: {size} of {announced} bytes came")
    return b"".join(chunks)


def _part(data: bytes, status: int, span: Span | None, address: str) -> bytes:
    """What was asked for of it: a server may give the whole file (RFC 9110, 14.2)."""
    if span is None:
        return data
    if status == HTTPStatus.OK:
        data = data[span.start : span.start + span.length]
    if len(data) != span.length:
        raise FetchFailed(f"{shown(address)}: {len(data)} of {span.length} bytes came")
    return data


def _is_dropped(problem: Exception) -> bool:
    return isinstance(problem, OSError) and not isinstance(problem, aiohttp.ClientConnectorError)


def _why(problem: Exception) -> str:
    cause = problem.os_error if isinstance(problem, aiohttp.ClientConnectorError) else problem
    if isinstance(cause, ForbiddenAddress):
        return cause.strerror or "not a public address"
    if isinstance(problem, aiohttp.ClientConnectorError):
        return f"no connection ({type(cause).__name__})"
    return f"the answer cannot be read ({type(problem).__name__})"
