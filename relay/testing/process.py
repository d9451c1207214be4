"""Runs the program as a process of its own, with its public sources on loopback."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relay.clock import WallClock
from relay.testing.feed import Answer, Asked, FakeFeed
from relay.testing.story import scheduled

HEAVY = 20
"""Seconds after which a test gives up; the machine may be busy."""


def tomorrow() -> str:
    """What Launch Library would say: something is planned for a day ahead."""
    now = datetime.now(UTC).replace(microsecond=0)
    return scheduled(now, now + timedelta(hours=20)).text


def sound(asked: Asked) -> Answer:
    """What sources say that are well."""
    if "events" in asked.path:
        return Answer(tomorrow())
    return Answer("[]")


@asynccontextmanager
async def feeding(
    folder: Path, answer: Callable[[Asked], Answer], more: str = ""
) -> AsyncIterator[FakeFeed]:
    """A config.toml in that folder, whose sources get that answer; `more` is added to it."""
    async with FakeFeed(WallClock(), answer) as feed:
        sources = "\n".join(
            f'[sources.{name}]\nurl = "{feed.url}"\nallow_private = true'
            for name in ("launch_library", "nasa_plus")
        )
        silent = ("station_blog", "iss_telemetry")
        others = "\n".join(f"[sources.{name}]\nenabled = false" for name in silent)
        page = "[web]\nport = 0\n[video]\nenabled = false"
        (folder / "config.toml").write_text(f"{sources}\n{others}\n{page}\n{more}")
        yield feed


@asynccontextmanager
async def started(
    folder: Path, *words: str, how: tuple[str, str] = ("-m", "relay")
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program with that command, in that folder; it is killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *how, *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def says(process: asyncio.subprocess.Process, words: str) -> None:
    """Wait until its log says that."""
    assert process.stderr is not None
    async with asyncio.timeout(HEAVY):
        while words not in (line := (await process.stderr.readline()).decode()):
            assert line, f"it ended without saying {words!r}"


async def ended(process: asyncio.subprocess.Process, within: float = HEAVY) -> tuple[int, str, str]:
    """Its exit code, and what was left to read of its two outputs."""
    async with asyncio.timeout(within):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()
