"""A loopback Discord in a process of its own, and what it has got in the end."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

RTT = 0.08
"""Seconds that every answer is late, as from a data centre in Europe to Discord's."""
ALLOWED = 50
"""Requests of one bot in any second (Discord's documentation, "Rate Limits", August 2026)."""

FIRST = -10
"""Its priority; lowest goes first, 0 is everyone's."""


@dataclass(frozen=True, slots=True)
class Got:
    """What stands on the server."""

    last: float
    """When the last message came in, in seconds since 1970."""
    messages: int
    lost: int
    """Channels without a message."""
    repeated: int
    """Messages beyond the first of a channel."""
    limited: int
    """Answers of 429."""


@dataclass(frozen=True, slots=True)
class Address:
    """How it is reached, also from other processes."""

    api_url: str
    gateway_url: str
    aside_url: str
    channels: tuple[str, ...]

    def state(self) -> Any:
        """Counts and messages, as `relay.testing.discord.onlooker` gives them."""
        with urllib.request.urlopen(self.aside_url + "state", timeout=60) as answer:
            return json.load(answer)

    def forget(self) -> None:
        """Messages, counts and what was taken of the limits."""
        url = self.aside_url + "forget"
        with urllib.request.urlopen(url, data=b"{}", timeout=60) as answer:
            answer.read()

    def got(self) -> Got:
        """What a fan-out of one message to every channel has left."""
        state = self.state()
        there = Counter(message["channel"] for message in state["messages"])
        return Got(
            last=max((message["at"] for message in state["messages"]), default=0.0),
            messages=there.total(),
            lost=len(set(self.channels) - there.keys()),
            repeated=there.total() - len(there),
            limited=state["counts"]["statuses"].get("429", 0),
        )


@contextlib.contextmanager
def discord(
    channels: int, *more: str, rtt: float = RTT, allowed: int = ALLOWED
) -> Iterator[Address]:
    """It runs until the block ends; `allowed` 0 is no limit, `more` are further options.

    Where the system lets it, it goes before whoever else wants the processor, as Discord does not
    share one with the bot: a request that waits there counts as one that came too early.
    """
    words = ("--channels", str(channels), "--rtt", str(rtt), "--per-second", str(allowed), *more)
    process = subprocess.Popen(
        [sys.executable, "-m", "relay.testing.discord", *words], stdout=subprocess.PIPE, text=True
    )
    try:
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, process.pid, FIRST)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise SystemExit("the loopback Discord ended; it says why above")
        said = json.loads(line)
        yield Address(
            said["api_url"], said["gateway_url"], said["aside_url"], tuple(said["channels"])
        )
    finally:
        process.kill()
        process.communicate()
