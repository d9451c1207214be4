"""From a web page to the playlist of the stream on it: by streamlink, in a thread."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from relay.errors import VideoError
from relay.video.stream.address import shown

DEADLINE = 20.0
"""Seconds for a page and what streamlink fetches behind it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A playlist, and the headers that its server wants."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Pages(Protocol):
    """Knows the pages of broadcasters."""

    async def find(self, address: str, *, private: bool) -> Found:
        """The playlist of the stream on that page; `private` lets it lie in the local network.
        Raises VideoError."""
        ...


class StreamlinkPages(Pages):
    """What streamlink has a plugin for. It is imported with the first page: 200 ms, 40 MB."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "streamlink")

    async def find(self, address: str, *, private: bool) -> Found:
        call = self._thread.submit(_find, address, private)
        try:
            async with asyncio.timeout(DEADLINE):
                return await asyncio.wrap_future(call)
        except TimeoutError as problem:
            # A thread cannot be ended: it runs into its own limits, and the next page gets another.
            self._thread.shutdown(wait=False)
            self._thread = ThreadPoolExecutor(1, "streamlink")
            raise VideoError(f"{shown(address)}: no stream was found in time") from problem


def _find(address: str, private: bool) -> Found:
    # With the first page only, and not on the event loop.
    from relay.video.stream import linking  # noqa: PLC0415

    return linking.find(address, private)
