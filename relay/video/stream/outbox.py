"""Hands on what happens without holding up where it happens."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, NoReturn, TypeVar

Item = TypeVar("Item")


class Outbox(Generic[Item]):
    """Keeps at most `most` that are not handed on yet: the oldest give way."""

    def __init__(self, most: int) -> None:
        self._items: deque[Item] = deque(maxlen=most)
        self._there = asyncio.Event()

    def put(self, item: Item) -> None:
        """Hand it on as soon as its turn comes."""
        self._items.append(item)
        self._there.set()

    async def run(self, hand: Callable[[Item], Awaitable[None]]) -> NoReturn:
        """Hand on one after the other, for ever. Raises what `hand` raises."""
        while True:
            await self._there.wait()
            while self._items:
                await hand(self._items.popleft())
            self._there.clear()
