"""The relay's own stream, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Relay:
    """A running `bench.sse.served`."""

    name = "relay"
    path = "/events"

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid
        self.port = int(self._line())

    def publish(self, count: int) -> None:
        """Append events in one transaction. They are on disk when it returns."""
        assert self._process.stdin
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        self._line()

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the relay's server ended; it says why above")
        return line


@contextmanager
def running(folder: Path) -> Iterator[Relay]:
    """Start it with its journal in `folder`, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sse.served", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        server = Relay(process)
        server.publish(1)
        yield server
        process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
