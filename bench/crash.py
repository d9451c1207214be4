"""How many messages are lost or told twice when the relay is killed in the middle of its work."""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from relay.testing.killing import Tally, kill_again_and_again, last_line

KILLS, QUICK = 200, 15


def main() -> None:
    """Kill, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--quick", action="store_true", help=f"only {QUICK} kills")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    kills = QUICK if given.quick else given.kills
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(kill_again_and_again(kills, given.seed, Path(folder)))
    Console().print(_table(tally, time.monotonic() - began))
    print(last_line(tally, given.seed))


def _table(tally: Tally, seconds: float) -> Table:
    table = Table("what", "count", title=f"Killed at random instants, {seconds:.0f} s in all")
    for name, count in tally.figures().items():
        table.add_row(name.replace("_", " "), str(count))
    earliest, latest = min(tally.killed_after), max(tally.killed_after)
    table.add_row("seconds after the start", f"{earliest:.2f} to {latest:.2f}")
    return table


if __name__ == "__main__":
    main()
