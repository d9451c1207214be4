"""Telling many Discord channels: how long, what gets lost, what it costs, and what a crash does.

`python -m bench.fanout [--quick] [--guilds] [--kills N] [--seed N]`. Everything goes to a loopback
Discord in a process of its own, which answers after 80 ms and takes 50 requests in any second;
whoever tells has a process of its own too. `--quick` takes fewer channels, as the table says.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator, Sequence

from bench.fanout import guilds, ours
from bench.fanout.apart import apart
from bench.fanout.killed import Tally, kill_again_and_again
from bench.fanout.loopback import discord
from bench.fanout.scenes import FAR, QUICK, RELAY, WHOLE, Row, measured, print_rows
from bench.figures import show

KILLS, QUICK_KILLS = 100, 2
QUICK_ENOUGH = 26
"""Seconds after which a quick run leaves the kills out: they take some 15 more."""


def killing(kills: int, seed: int) -> Tally:
    """Half of them while Discord knows the nonces, half when it has forgotten them."""
    half = kills // 2
    by_look = asyncio.run(kill_again_and_again(half, 1_000, seed, nonces=False))
    return by_look + asyncio.run(kill_again_and_again(kills - half, 1_000, seed + 1))


def crash_figures(tally: Tally | None) -> dict[str, object]:
    """Null is not measured."""
    return {
        "kills": tally.kills if tally else None,
        "crash_lost": tally.lost if tally else None,
        "crash_repeated": max(tally.repeated, tally.nonces_twice) if tally else None,
    }


def connected() -> guilds.Connected:
    """The gateway's connection in a world of many servers."""
    many = ("--guilds", str(guilds.GUILDS), "--shards", str(guilds.SHARDS))
    with discord(guilds.CHANNELS, *many, allowed=0) as there:
        return apart(guilds.connect, there)


def figures(rows: Sequence[Row], overtaken: ours.Overtaken) -> dict[str, object]:
    """Those of the relay; what must be 0 is counted over all its fan-outs."""
    own = [row for row in rows if row.fan.who == RELAY]
    near, far = own[0], next(row for row in own if row.fan.rtt == FAR)
    most = max(own, key=lambda row: row.fan.channels)
    return {
        "channels": most.fan.channels,
        "ratio_to_limit": round(most.ratio, 4),
        "lost": sum(row.got.lost for row in own),
        "repeated": sum(row.got.repeated for row in own),
        "http_429": sum(row.got.limited for row in own),
        "cpu_ms_per_message": round(most.cpu_ms, 3),
        "ratio_1000": round(near.ratio, 4) if near.fan.channels == 1_000 else None,
        "ratio_rtt300": round(far.ratio, 4),
        "alert_first_s": round(overtaken.seconds, 3),
    }


def other_rows(
    overtaken: ours.Overtaken, tally: Tally | None, world: guilds.Connected | None
) -> Iterator[Sequence[object]]:
    """What is no fan-out, in words."""
    yield f"an alert behind {overtaken.waiting} edits of cards, s", overtaken.seconds
    if tally:
        yield "kills", tally.kills
        yield "of which in the middle of telling", tally.in_the_middle
        yield "journals carried to their end", tally.runs
        yield "messages lost by them", tally.lost
        yield "messages repeated, by title", tally.repeated
        yield "messages repeated, by nonce", tally.nonces_twice
        yield "sent again and found by their nonce", tally.deduplicated
    if world:
        yield f"{world.guilds} servers with {world.channels} channels known after, s", world.ready_s
        yield "memory before and after, MB", f"{world.mb_before:.0f}, {world.mb:.0f}"
        yield "processor time for it, s", world.cpu_s


def world_figures(world: guilds.Connected | None) -> dict[str, object]:
    """Only where it was asked for."""
    if world is None:
        return {}
    return {
        "guilds_rss_mb": round(world.mb, 1),
        "guilds_rss_before_mb": round(world.mb_before, 1),
        "guilds_ready_s": round(world.ready_s, 1),
        "guilds_cpu_s": round(world.cpu_s, 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.fanout")
    parser.add_argument("--quick", action="store_true", help="fewer channels, within 45 s")
    parser.add_argument("--guilds", action="store_true", help="connect to 2,500 servers as well")
    parser.add_argument("--kills", type=int, default=KILLS, help="0 for none")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began, scenes = time.monotonic(), QUICK if given.quick else WHOLE
    rows, overtaken = measured(scenes, at_once=given.quick)
    print_rows(rows)
    tally = None
    if not given.quick:
        tally = killing(given.kills, given.seed) if given.kills else None
    elif time.monotonic() - began < QUICK_ENOUGH:
        tally = asyncio.run(kill_again_and_again(QUICK_KILLS, 100, given.seed, rate=200))
    else:
        print("the kills are left out: this machine is too slow today", file=sys.stderr)
    world = connected() if given.guilds else None
    found = figures(rows, overtaken) | crash_figures(tally) | world_figures(world)
    show("And besides", ("what", "measured"), other_rows(overtaken, tally, world), found)


if __name__ == "__main__":
    main()
