"""The stream that is followed, from a process of its own: 720p at 30 frames a second, 5 Mbit/s."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from relay.testing.hls.timemark import picture_time

LOOP = 8
"""Segments of two seconds that are repeated."""
SECONDS = LOOP * 2.0
COMMAND = (
    *("-m", "relay.testing.hls", "--loop", str(LOOP), "--captions"),
    *("--size", "1280x720", "--fps", "30", "--bitrate", "5000000", "--low", "780000"),
    *("--grain", "40"),
)


@dataclass(frozen=True, slots=True)
class Stream:
    """Its master playlist, and when its first picture was taken."""

    url: str
    begin: datetime

    def age(self, jpeg: bytes) -> float:
        """Seconds since that picture was taken, by the time that is written on it."""
        passed = (datetime.now(UTC) - self.begin).total_seconds()
        return (passed - picture_time(jpeg) / 1000) % SECONDS


@contextlib.contextmanager
def streaming() -> Iterator[Stream]:
    """It is made first, which takes a while."""
    process = subprocess.Popen([sys.executable, *COMMAND], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        said = json.loads(process.stdout.readline())
        yield Stream(said["video"], datetime.fromisoformat(said["begin"]))
    finally:
        process.terminate()
        process.wait()
