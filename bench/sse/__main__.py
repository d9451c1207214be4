"""The stream beside nginx with nchan: delay, bursts, memory, and readers that stall.

`python -m bench.sse [--quick]`. One load generator in C counts what reaches each subscriber, the
same for both servers. Each server is one process that starts anew for every row; they take turns.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import show
from bench.sse import nchan, ours
from bench.sse.limits import allow_open_files
from bench.sse.load import compiled
from bench.sse.measure import STALLING, FanOut, Given, Stalled, Start, fan_out, stalled

QUICK_ENOUGH = 32
"""Seconds after which a quick run leaves the stalled readers out: they take 11 more."""


def fanned(starts: Sequence[Start], program: Path, quick: bool) -> Iterator[FanOut]:
    """Every server at every size, side by side."""
    sizes = (5_000,) if quick else (1_000, 5_000, 10_000)
    for subscribers in sizes:
        for start in starts:
            with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as server:
                paced, bursts = (8, 1) if quick else (20, 3)
                yield fan_out(server, program, subscribers, paced=paced, bursts=bursts)


def beside_stalled(starts: Sequence[Start], program: Path, quick: bool) -> Iterator[Stalled]:
    """The same with readers that stall; quickly only the relay, with few readers."""
    runs = (Given(200, 400, 100),) if quick else (Given(200, 500, 100), Given(1000, 250, 50))
    for given in runs:
        for start in starts[-1:] if quick else starts:
            with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as server:
                yield stalled(server, program, given)


def figures(fans: Sequence[FanOut], stalls: Sequence[Stalled]) -> Mapping[str, object]:
    """Those of the largest size, and of the relay beside stalled readers; null is not measured."""
    relay = [fan for fan in fans if fan.server == ours.Relay.name][-1]
    other = next((fan for fan in reversed(fans) if fan.server == nchan.Nchan.name), None)
    stall = next((one for one in stalls if one.server == ours.Relay.name), None)
    return {
        "subscribers": relay.subscribers,
        "p99_ms": round(relay.paced.p99_ms, 1),
        "nchan_p99_ms": round(other.paced.p99_ms, 1) if other else None,
        "burst_s": round(relay.burst_s, 3),
        "nchan_burst_s": round(other.burst_s, 3) if other else None,
        "kb_per_subscriber": round(relay.kb_each, 1),
        "nchan_kb_per_subscriber": round(other.kb_each, 1) if other else None,
        "healthy_p99_ms": round(stall.alone.p99_ms, 1) if stall else None,
        "stalled_p99_ms": round(stall.beside.p99_ms, 1) if stall else None,
        "stalled": stall.stalled if stall else None,
        "stalled_reset": stall.reset if stall else None,
        "reset_s": round(stall.reset_s, 2) if stall and stall.reset else None,
        "stalled_mb": round(stall.mb_more, 1) if stall else None,
    }


def show_fans(fans: Sequence[FanOut]) -> None:
    """A row for each server and size."""
    head = ("server", "readers", "connect s", "p50 ms", "p99 ms", "max ms", "burst s", "KB each")
    table = Table(*head, title="Events one a second, then 100 at once")
    for one in fans:
        measured = (one.connect_s, one.paced.p50_ms, one.paced.p99_ms, one.paced.max_ms)
        cells = [f"{value:.2f}" for value in (*measured, one.burst_s, one.kb_each)]
        table.add_row(one.server, str(one.subscribers), *cells)
    Console(width=100).print(table)


def stalled_rows(stalls: Sequence[Stalled]) -> Iterator[tuple[object, ...]]:
    """A row for each server and size."""
    for one in stalls:
        delays = [f"{when.p50_ms:.1f}, {when.p99_ms:.1f}" for when in (one.alone, one.beside)]
        resets = f"{one.reset} of {one.stalled}"
        yield one.server, one.subscribers, *delays, resets, one.reset_s, one.mb_more


def main() -> None:
    """Measure and print."""
    quick, began = "--quick" in sys.argv, time.monotonic()
    allow_open_files(10_000 + STALLING)
    starts: list[Start] = [ours.running]
    if nchan.module():
        starts.insert(0, nchan.running)
    else:
        print(nchan.INSTALL, file=sys.stderr)
    stalls: list[Stalled] = []
    with tempfile.TemporaryDirectory() as scratch:
        program = compiled(Path(scratch))
        fans = list(fanned(starts, program, quick))
        if not quick or time.monotonic() - began < QUICK_ENOUGH:
            stalls.extend(beside_stalled(starts, program, quick))
        else:
            print("stalled readers are left out: this machine is too slow today", file=sys.stderr)
    show_fans(fans)
    head = ("server", "readers", "p50, p99 ms", "beside them", "reset", "after s", "MB more")
    show("Beside 20 that never read", head, stalled_rows(stalls), figures(fans, stalls))


if __name__ == "__main__":
    main()
