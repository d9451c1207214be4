"""The whole spacewalk in about a minute."""

import asyncio
import json
import logging
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypedDict

from relay.errors import VideoError
from relay.plugins import Clip
from relay.video.disk import in_words, new_part
from relay.video.lapse.samples import Samples

MOST = 10 * 2**20
"""Bytes: what chat platforms take without more."""
PATIENCE = 600.0
"""Real seconds after which it is given up; 6.5 h take about half a minute on two cores."""
FASTEST, SLOWEST, SHORTEST = 30, 5, 10
"""Frames a second; fewer where it would be shorter than so many seconds."""
"""Frames a second: five minutes of a spacewalk."""

FILM = "film.mp4"

log = logging.getLogger(__name__)

Told = Callable[[float], None]


class Order(TypedDict):
    """What the encoder is told."""

    folder: str
    spacewalk: str
    start: str | None
    most: int
    rate: int
    """Frames a second."""
    bench: str
    """A folder of its own to work in."""


async def encode(
    samples: Samples,
    spacewalk: str,
    start: datetime | None,
    most: int = MOST,
    progress: Told | None = None,
    *,
    credit: str = "",
    patience: float = PATIENCE,
) -> Clip:
    """What was kept of it as H.264, 960 × 540, at most 30 frames a second, the time since `start`
    burnt in, within `most` bytes; `progress` is told which part of the work is done, from 0 to 1.

    A process beside the relay does it. Raises VideoError when nothing was kept, when it cannot be
    so small, or when the disk or the encoder fail.
    """
    bench = new_part(samples.folder)
    order: Order = {
        "folder": str(samples.folder),
        "spacewalk": spacewalk,
        "start": start.isoformat() if start else None,
        "most": most,
        "rate": max(SLOWEST, min(FASTEST, samples.count(spacewalk) // SHORTEST)),
        "bench": str(bench),
    }
    with in_words(samples.folder):
        await asyncio.to_thread(bench.mkdir, parents=True)
        try:
            made = await _worked(json.dumps(order), progress or (lambda _: None), patience)
            mp4 = await asyncio.to_thread((bench / FILM).read_bytes)
        finally:
            await asyncio.to_thread(shutil.rmtree, bench)
    if made["passed_over"]:
        log.warning("hyperlapse of %s: %d pictures unreadable", spacewalk, made["passed_over"])
    length = timedelta(seconds=made["frames"] / order["rate"])
    return Clip(mp4=mp4, at=datetime.fromisoformat(made["began"]), length=length, credit=credit)


async def _worked(order: str, progress: Told, patience: float) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "relay.video.lapse.encoding", order]
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE)
    except OSError as problem:
        raise VideoError(f"the encoder cannot be started: {problem}") from problem
    assert process.stdout
    try:
        async with asyncio.timeout(patience):
            said = await _heard(process.stdout, progress)
            code = await process.wait()
    except TimeoutError:
        raise VideoError(f"the hyperlapse took longer than {patience:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if "problem" in said:
        raise VideoError(said["problem"])
    if code or "frames" not in said:
        raise VideoError(f"the encoder ended with {code}: see what it said on standard error")
    progress(1.0)
    return said


async def _heard(lines: asyncio.StreamReader, progress: Told) -> dict[str, Any]:
    """Its last word, which is no share of the work; nothing when it died without one."""
    async for line in lines:
        said: dict[str, Any] = json.loads(line)
        if "share" not in said:
            return said
        progress(said["share"])
    return {}
