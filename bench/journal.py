"""Appending to the journal, each append on disk before it returns; beside it the bare cost of it.

`python -m bench.journal [--quick]`
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import percentile, show
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Standing
from relay.journal.journal import Journal
from relay.journal.store import Store

EVENT = Event(
    type=EventType.MILESTONE_REACHED,
    spacewalk="us-eva-90",
    time=datetime(2024, 6, 24, 12, 50, tzinfo=UTC),
    milestone=Milestone.EVA_START,
    occurred_at=datetime(2024, 6, 24, 12, 46, tzinfo=UTC),
    standing=Standing.CONFIRMED,
)


async def appends(folder: Path, count: int) -> list[float]:
    """Milliseconds of each append of one event."""
    store = await Store.open(str(folder / "bench.db"))
    journal = Journal(store)
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        await journal.append([EVENT])
        taken.append((time.perf_counter() - start) * 1000)
    await store.close()
    return taken


def bare_sqlite(folder: Path, count: int) -> list[float]:
    """The same durability from sqlite3 alone."""
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT)")
    insert = "INSERT INTO events (body) VALUES (?)"
    taken = _timed(count, lambda: database.execute(insert, ("x" * 300,)))
    database.close()
    return taken


def bare_fsync(folder: Path, count: int) -> list[float]:
    """What the disk takes for one write that lasts."""
    file = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY)

    def once() -> None:
        os.write(file, b"x" * 300)
        os.fsync(file)

    taken = _timed(count, once)
    os.close(file)
    return taken


def _timed(count: int, once: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        once()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    """Measure all three in one run."""
    count = 500 if "--quick" in sys.argv else 5000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        found = {
            "journal.append": asyncio.run(appends(folder, count)),
            "sqlite3, WAL, FULL": bare_sqlite(folder, count),
            "write and fsync": bare_fsync(folder, count),
        }
    rows = [(n, percentile(v, 0.5), percentile(v, 0.99), max(v)) for n, v in found.items()]
    figures = {
        "append_p50_ms": round(rows[0][1], 3),
        "append_p99_ms": round(rows[0][2], 3),
        "sqlite_p99_ms": round(rows[1][2], 3),
        "fsync_p99_ms": round(rows[2][2], 3),
    }
    show(f"{count} appends", ["what", "p50 ms", "p99 ms", "max ms"], rows, figures)


if __name__ == "__main__":
    main()
