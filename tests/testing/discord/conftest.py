"""A loopback Discord whose clock stands still, and a bare client of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from relay.testing.clock import FakeClock
from relay.testing.discord import Limits, Loopback

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Got:
    """An answer, read."""

    status: int
    headers: Any
    kind: str
    data: Any
    text: str


class Client:
    """Says what a test says, and nothing of its own."""

    def __init__(self, discord: Loopback, session: aiohttp.ClientSession) -> None:
        self.discord = discord
        self.session = session

    async def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **more: Any
    ) -> Got:
        headers = {"Authorization": f"Bot {token or self.discord.token}", **more.pop("headers", {})}
        if body is not None:
            more["json"] = body
        url = self.discord.api_url + path
        async with self.session.request(method, url, headers=headers, **more) as answer:
            text = await answer.text()
            parsed = await answer.json() if answer.content_type == "application/json" else None
            kind = answer.headers.get("Content-Type", "")
            return Got(answer.status, answer.headers, kind, parsed, text)

    async def say(self, channel: int, content: str = "hello", **more: Any) -> Got:
        return await self("POST", f"/channels/{channel}/messages", {"content": content, **more})


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


Serve = Callable[..., Awaitable[Client]]


@pytest.fixture
async def serve(clock: FakeClock) -> AsyncIterator[Serve]:
    """Starts a Discord with these limits, without any where none are given."""
    open_: list[Any] = []

    async def start(limits: Limits | None = None) -> Client:
        discord = await Loopback(limits or Limits.off(), clock=clock).__aenter__()
        session = aiohttp.ClientSession()
        open_.append((discord, session))
        return Client(discord, session)

    yield start
    for discord, session in open_:
        await session.close()
        await discord.__aexit__(None, None, None)
