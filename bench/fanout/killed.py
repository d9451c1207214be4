"""Kills a relay in the middle of telling many Discord channels, and looks what they have got.

Two things keep a message from being posted twice: its nonce, which Discord knows for a few minutes,
and, for what is older, a look at the channel's last messages. Each is tried without the other.
"""

import asyncio
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.fanout.loopback import Address, discord
from bench.fanout.ours import destination
from relay.journal.destinations import Destinations
from relay.journal.store import Store
from relay.testing.discord.server import TOKEN
from relay.testing.killing import MOST_KILLS, ends_well, killed, started
from relay.testing.story import recorded, story

EMPTY = "empty.db"
KINDS = ("hatch_open", "eva_start")
FORGOTTEN = timedelta(days=2)
"""What is that old was told long before the relay starts; what is as far ahead, after it."""
PATIENCE, LOOK = 60.0, 0.02
"""Seconds for a relay to say its first word, and between two looks whether it has."""

Messages = Counter[tuple[str, str]]
"""How often a title stands in a channel."""


@dataclass(slots=True)
class Tally:
    """What the kills did to the messages; `lost` and `repeated` must be 0."""

    kills: int = 0
    runs: int = 0
    """Journals that were carried through to the end of the recording."""
    in_the_middle: int = 0
    """Kills after which some messages stood on the server and others did not."""
    lost: int = 0
    repeated: int = 0
    """Messages beyond those of a run without kills, by channel and title."""
    nonces_twice: int = 0
    """Messages of one channel under a nonce that an earlier one has."""
    deduplicated: int = 0
    """Messages that were sent again and found by their nonce."""

    def __add__(self, other: "Tally") -> "Tally":
        names = [one.name for one in fields(self)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class Setting:
    """What is started, again and again."""

    there: Address
    folder: Path
    recording: Path
    config: Path

    async def prepare(self) -> None:
        """Write a journal in which nothing happened, but all channels want `KINDS`."""
        store = await Store.open(str(self.folder / EMPTY))
        kept = Destinations(store)
        for channel in self.there.channels:
            wanted = replace(destination(channel), kinds=frozenset(KINDS), made_in_chat=True)
            await kept.put(replace(wanted, options={"card": "no"}))
        await store.close()

    async def start(self, database: str) -> asyncio.subprocess.Process:
        """The real program, on that database; a new one is as `prepare` wrote it."""
        path = self.folder / database
        if not path.exists():
            await asyncio.to_thread(shutil.copy, self.folder / EMPTY, path)
        token = {"SPACEWALK_RELAY__BOTS__DISCORD__TOKEN": TOKEN}
        return await started(self.recording, self.config, path, **token)


async def kill_again_and_again(
    kills: int, channels: int, seed: int, *, rate: float = 2000.0, nonces: bool = True
) -> Tally:
    """Kill it so often while it tells `KINDS` to that many channels at `rate` messages a second.

    Without `nonces` Discord forgets them at once, and what is told is old when the relay starts.
    """
    chance, tally = Random(seed), Tally()
    memory = "300" if nonces else "0"
    start = datetime.now(UTC).replace(microsecond=0) + (FORGOTTEN if nonces else -FORGOTTEN)
    with (
        tempfile.TemporaryDirectory() as scratch,
        discord(channels, "--no-buckets", "--nonce-memory", memory, rtt=0.0, allowed=0) as there,
    ):
        folder = Path(scratch)
        recording = recorded(folder / "recording", story(start, tasks=1))
        setting = Setting(there, folder, recording, _config(folder, there, rate))
        await setting.prepare()
        expected, window = await _unharmed(setting)
        while tally.kills < kills:
            await asyncio.to_thread(there.forget)
            await _one_journal(setting, chance, window, tally, kills)
            _count(await asyncio.to_thread(there.state), expected, tally)
    return tally


def _config(folder: Path, there: Address, rate: float) -> Path:
    bot = (
        f'[bots.discord]\napi_url = "{there.api_url}"\ngateway_url = "{there.gateway_url}"\n'
        f"allow_private = true\nrequests_per_second = {rate}\n"
    )
    config = folder / "config.toml"
    config.write_text(bot)
    return config


async def _unharmed(setting: Setting) -> tuple[Messages, tuple[float, float]]:
    """What is told without kills; and from when to when, in seconds after the start."""
    began = datetime.now(UTC).timestamp()
    await ends_well(await setting.start("unharmed.db"))
    state = await asyncio.to_thread(setting.there.state)
    expected = _messages(state["messages"])
    assert len(expected) == expected.total() == len(KINDS) * len(setting.there.channels), expected
    at = [message["at"] - began for message in state["messages"]]
    return expected, (min(at), max(at))


async def _one_journal(
    setting: Setting, chance: Random, window: tuple[float, float], tally: Tally, kills: int
) -> None:
    """Start the relay on it until a run comes to its end."""
    there, whole = setting.there, len(KINDS) * len(setting.there.channels)
    told = 0
    for left in reversed(range(1 + min(MOST_KILLS, kills - tally.kills))):
        process = await setting.start(f"{tally.runs}.db")
        limit = await _instant(there, chance, window, told / whole) if left else None
        if not await killed(process, limit):
            break
        told = len((await asyncio.to_thread(there.state))["messages"])
        tally.kills += 1
        tally.in_the_middle += 0 < told < whole
    tally.runs += 1


async def _instant(
    there: Address, chance: Random, window: tuple[float, float], done: float
) -> float:
    """Seconds from now: after the first message; of a run that has one, in the share to be done."""
    first, last = window
    if done:
        return first + chance.uniform(0, 1 - done) * (last - first)
    await asyncio.to_thread(_first_message, there)
    return chance.uniform(0, last - first)


def _first_message(there: Address) -> None:
    """Return when it has come. Raises TimeoutError."""
    given_up = time.monotonic() + PATIENCE
    while not there.state()["messages"]:
        if time.monotonic() > given_up:
            raise TimeoutError("the relay says nothing")
        time.sleep(LOOK)


def _messages(told: Iterable[Any]) -> Messages:
    return Counter((one["channel"], one["embeds"][0]["title"]) for one in told)


def _count(state: Any, expected: Messages, tally: Tally) -> None:
    got = _messages(state["messages"])
    tally.lost += (expected - got).total()
    tally.repeated += (got - expected).total()
    nonces = Counter((one["channel"], one["nonce"]) for one in state["messages"])
    tally.nonces_twice += nonces.total() - len(nonces)
    tally.deduplicated += state["counts"]["deduplicated"]
