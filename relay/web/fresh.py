"""An answer is made once for everyone, and sent only to who does not have it yet."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from aiohttp import web

from relay.web.rate import charge
from relay.web.site import base_url

T = TypeVar("T")

MOST = 32
"""Answers that are held: who varies what is asked for drives out others, no more."""


def fresh(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """The body with its ETag, or 304 to a reader that has exactly it. Text is in UTF-8."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    asked = request.if_none_match or ()
    headers = {
        "ETag": f'"{tag}"',
        "Cache-Control": "no-cache",
        "Content-Type": content_type,
    }
    if any(one.value in (tag, "*") for one in asked):
        del headers["Content-Type"]
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers)


class Shelf:
    """What was made of the relay's present state, for as long as that state lasts."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[object, Any]] = {}
        self._one = asyncio.Lock()

    def __contains__(self, name: object) -> bool:
        return name in self._kept

    async def get(self, name: Hashable, state: object, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` made in this state: once, however many ask for it at the same time."""
        async with self._one:
            known = self._kept.get(name)
            if known is None or known[0] != state:
                known = (state, await make())
            self._kept.pop(name, None)
            self._kept[name] = known
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            made: T = known[1]
            return made

    def last(self, name: Hashable, otherwise: T) -> T:
        """What was made before, of whatever state."""
        made: T = self._kept[name][1] if name in self._kept else otherwise
        return made


async def for_host(
    request: web.Request, name: str, state: object, make: Callable[[], Awaitable[bytes]]
) -> bytes:
    """What `make` made in this state for the address by which the relay was asked for. Whoever asks
    by a new one pays for it: anyone can think some up."""
    shelf, place = request.app[SHELF], (name, base_url(request))
    if place not in shelf:
        charge(request, ANEW)
    return await shelf.get(place, state, make)


SHELF = web.AppKey("shelf", Shelf)
"""Finished answers: one for each name by which the relay is asked for."""
FOLDS = web.AppKey("folds", Shelf)
"""What answers are made of, the same for everyone: nobody can drive it out."""
ANEW = 10
"""Requests that an answer counts as when it has to be made for a name that was not used before."""
