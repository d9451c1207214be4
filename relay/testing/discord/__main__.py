"""`python -m relay.testing.discord`: a Discord in a process of its own, for benches.

Prints one line of JSON when it is ready, and runs until it is told to end.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys

from relay.testing.discord.limits import Limits
from relay.testing.discord.models import NEWS, TEXT
from relay.testing.discord.server import TOKEN, Loopback


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="relay.testing.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--guilds", type=int, default=1)
    parser.add_argument("--channels", type=int, default=1, help="in each guild")
    parser.add_argument("--news", action="store_true", help="announcement channels")
    parser.add_argument("--per-second", type=int, default=50, help="0 is no limit")
    parser.add_argument("--rtt", type=float, default=0.0, help="seconds")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--no-buckets", action="store_true", help="only the global limit")
    parser.add_argument("--nonce-memory", type=float, default=300.0, help="seconds")
    return parser


def _limits(given: argparse.Namespace) -> Limits:
    kept = {
        "per_second": given.per_second or None,
        "rtt": given.rtt,
        "shards": given.shards,
        "nonce_memory": given.nonce_memory,
    }
    return Limits.off(**kept) if given.no_buckets else Limits(**kept)


async def _run(given: argparse.Namespace) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with Loopback(_limits(given), token=given.token, port=given.port) as discord:
        for _ in range(given.guilds):
            guild = discord.world.add_guild(channels=0)
            for _ in range(given.channels):
                discord.world.add_channel(guild, NEWS if given.news else TEXT)
        sys.stdout.write(json.dumps(_address(discord)) + "\n")
        sys.stdout.flush()
        await ended.wait()


def _address(discord: Loopback) -> dict[str, object]:
    return {
        "api_url": discord.api_url,
        "gateway_url": discord.gateway_url,
        "aside_url": discord.aside_url,
        "channels": [str(channel) for channel in discord.world.channels],
        "guilds": [str(guild) for guild in discord.world.guilds],
    }


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(_parser().parse_args()))
