"""The load generator, compiled for this machine, and the talk with it."""

import json
import select
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCES = ("load.c", "subscribers.c", "frames.c", "phase.c")


def compiled(folder: Path) -> Path:
    """The program, made in `folder`. Ends the bench with what to install where that fails."""
    compiler = shutil.which("cc")
    if not compiler:
        raise SystemExit("the load generator is in C: apt-get install build-essential")
    here, program = Path(__file__).parent, folder / "load"
    subprocess.run([compiler, "-O2", "-o", program, *(here / name for name in SOURCES)], check=True)
    return program


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """What all subscribers together saw of some events."""

    complete: bool
    """Every subscriber has every event."""
    deliveries: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    """From the stamp in an event to its last byte, over all deliveries."""
    seconds: float
    """From the first stamp to the last delivery."""
    disordered: int
    closed: int
    """Subscribers that the server let go of, those that never read aside."""


class Load:
    """Subscribers of one stream, in a process of their own."""

    def __init__(self, program: Path, port: int, path: str) -> None:
        self._process = subprocess.Popen(
            [program, str(port), path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def connect(self, count: int) -> float:
        """Add subscribers. Returns the seconds until all of them have their response."""
        return float(self._asked(f"connect {count}")["seconds"])

    def stall(self, count: int) -> None:
        """Add some that never read what comes after the response head."""
        self._asked(f"stall {count}")

    def expect(self, events: int) -> None:
        """Begin a phase: what is stamped from now on counts."""
        self._asked(f"expect {events}")

    def phase(self, patience: float) -> Phase:
        """The phase when it is complete, or as it is after `patience` seconds."""
        found = self._line(patience) or self._asked("report")
        return Phase(**found)

    def resets(self) -> Mapping[str, Any]:
        """Of those that never read: `stalled`, `reset`, and `slowest_s` from the last byte that
        one took to its reset."""
        return self._asked("resets")

    def _asked(self, command: str) -> Mapping[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()
        answer = self._line(60)
        if answer is None:
            raise SystemExit(f"the load generator did not answer {command!r} within a minute")
        return answer

    def _line(self, patience: float) -> Mapping[str, Any] | None:
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], patience)[0]:
            return None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the load generator ended; it says why above")
        answer: Mapping[str, Any] = json.loads(line)
        return answer
