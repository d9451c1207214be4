"""Kills a real relay again and again and counts what its receivers got in the end."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from random import Random

from relay.testing.receiver import Post, Receiver
from relay.testing.story import recorded, story

DESTINATIONS = 20
TASKS = 12
ANSWERS_AFTER = 0.005
"""Seconds; so a good part of a run is spent in the middle of telling."""
MOST_KILLS = 10
"""Of one journal, before it may run to its end."""


@dataclass(slots=True)
class Tally:
    """What the kills did to the messages; all but the first two and the last must be 0."""

    kills: int = 0
    runs: int = 0
    """Journals that were carried through to the end of the recording."""
    lost: int = 0
    """Messages that never arrived."""
    repeated: int = 0
    """Messages under an id that an unharmed run does not use: nobody could tell them apart."""
    changed: int = 0
    """Messages that came again with another body than before."""
    disordered: int = 0
    """Destinations that heard things in another order than they happened."""
    came_again: int = 0
    """Same id and same body: the relay was killed before it could note that they had arrived."""
    killed_after: list[float] = field(default_factory=list)
    """Seconds after the start of the process."""

    def figures(self) -> dict[str, int]:
        """The counts by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "killed_after"}


async def kill_again_and_again(kills: int, seed: int, folder: Path) -> Tally:
    """Replay a recording to webhooks and kill the process that often, anywhere in its run."""
    chance, tally = Random(seed), Tally()
    recording = recorded(folder / "recording", story(tasks=TASKS))
    async with Receiver(ANSWERS_AFTER) as receiver:
        config = _config(folder, receiver)
        began = time.monotonic()
        await ends_well(await started(recording, config, folder / "unharmed.db"))
        length = time.monotonic() - began
        expected = dict(receiver.posts)
        while tally.kills < kills:
            receiver.posts.clear()
            database = folder / f"{tally.runs}.db"
            for left in reversed(range(1 + min(MOST_KILLS, kills - tally.kills))):
                process = await started(recording, config, database)
                limit = chance.uniform(0, length) if left else None
                if not await killed(process, limit):
                    break
                tally.kills += 1
                tally.killed_after.append(limit or 0)
            tally.runs += 1
            for path, posts in expected.items():
                _count(posts, receiver.posts.get(path, []), tally)
    return tally


def _config(folder: Path, receiver: Receiver) -> Path:
    config = folder / "config.toml"
    places = (
        f'[[destinations]]\nid = "d{n}"\nplatform = "webhook"\naddress = "{receiver.url(f"/d{n}")}"'
        for n in range(DESTINATIONS)
    )
    config.write_text("\n".join(["[bots.webhook]\nallow_private = true", *places]))
    return config


async def started(
    recording: Path, config: Path, database: Path, **environment: str
) -> asyncio.subprocess.Process:
    """A relay that replays the recording as fast as it can, with more in its environment."""
    command = [sys.executable, "-m", "relay", "replay", str(recording), "--speed", "max"]
    return await asyncio.create_subprocess_exec(
        *command,
        *("--db", str(database), "--config", str(config)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | environment,
    )


async def ends_well(process: asyncio.subprocess.Process) -> None:
    """Return at its end. Raises AssertionError, with what it said, when that is no good one."""
    _, said = await process.communicate()
    if process.returncode:
        raise AssertionError(f"the relay ended with {process.returncode}: {said.decode()}")


async def killed(process: asyncio.subprocess.Process, after: float | None) -> bool:
    """Kill it after so many seconds unless it has come to its end by then; None lets it end."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ends_well(process), after)
        return False
    # Not `process.kill()`, which would take the exit code of one that has just ended.
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    if await process.wait() == -signal.SIGKILL:
        return True
    await ends_well(process)
    return False


def _count(expected: Sequence[Post], got: Sequence[Post], tally: Tally) -> None:
    bodies: dict[str, bytes] = {}
    for post in got:
        tally.came_again += post.id in bodies
        first = bodies.setdefault(post.id, post.body)
        tally.changed += first != post.body
    due = {post.id: post.body for post in expected}
    tally.lost += len(due.keys() - bodies.keys())
    tally.repeated += len(bodies.keys() - due.keys())
    tally.changed += sum(bodies.get(name, body) != body for name, body in due.items())
    tally.disordered += [n for n in due if n in bodies] != [n for n in bodies if n in due]


def last_line(tally: Tally, seed: int) -> str:
    """The figures as one JSON object."""
    return json.dumps({"seed": seed, **tally.figures()})
