"""A program that follows the event stream, as a user would write one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

PATIENCE = 20.0
"""Seconds after which a test gives up; the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Told:
    """One frame of the stream. `kind` is empty for an event of the journal."""

    id: str
    kind: str
    data: Any


class Follower:
    """An open stream."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self, *, beats: bool = False) -> Told:
        """The next frame; signs of life are passed over unless `beats`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await self._frame()
                if "data" in told and (beats or told.get("event") != "heartbeat"):
                    data = json.loads(told["data"])
                    return Told(told.get("id", ""), told.get("event", ""), data)

    async def seqs(self, count: int) -> list[int]:
        """The numbers of the next events; a gap among them is a mistake."""
        found = []
        for _ in range(count):
            told = await self.next()
            assert not told.kind, told
            found.append(int(told.data["seq"]))
        return found

    async def ended(self) -> bool:
        """Whether nothing more comes, because the server ended the stream."""
        async with asyncio.timeout(PATIENCE):
            while line := await self.answer.content.readline():
                assert not line.startswith(b"id:"), line
        return True

    async def _frame(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        while (line := (await self.answer.content.readline()).decode()) not in ("\n", ""):
            name, _, value = line.rstrip("\n").partition(": ")
            fields[name] = value
        assert line, "the stream ended"
        return fields


@contextlib.asynccontextmanager
async def following(url: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[Follower]:
    """Follow that address."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session,
        session.get(url, headers=headers) as answer,
    ):
        assert answer.status == 200, await answer.text()
        yield Follower(answer)
