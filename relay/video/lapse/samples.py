"""A picture every ten seconds of a spacewalk, kept on disk until its hyperlapse is made."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relay.core.text import plain
from relay.errors import VideoError
from relay.video.disk import clear, in_words, write

EVERY = 10
"""Seconds of the stream that one picture stands for."""
MOST = 4_320
"""Pictures of one spacewalk: 12 h, longer than any has ever been (8 h 56 min, STS-102 in 2001)."""
MOST_BYTES = 200 * 2**20
"""Of one spacewalk."""
KEPT = timedelta(days=7)
"""After the last picture of a spacewalk, where nobody made its hyperlapse."""

_SPACEWALK = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_NAME = re.compile(r"\d{8}t\d{6}-\d{3}z\.jpg")
_TIME = "%Y%m%dt%H%M%S-%fz"


class Samples:
    """One folder for each spacewalk, one file for each picture, named by its time: what has been
    added outlives the process, and what was being added when it died leaves no trace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, set[int]] = {}
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Remove what a crash left of an unfinished hyperlapse; before one is begun. Raises
        VideoError."""
        with in_words(self.folder):
            await asyncio.to_thread(clear, self.folder)

    async def add(self, spacewalk: str, at: datetime, jpeg: bytes) -> bool:
        """Keep it, made smaller, and say so; not where these ten seconds have one or 12 h are kept.

        Raises VideoError when it is no picture or the disk does not take it.
        """
        place = self._place(spacewalk)
        async with self._turn:
            if spacewalk not in self._held:
                self._held[spacewalk] = await asyncio.to_thread(self._opened, place)
            held, turn = self._held[spacewalk], _turn(at)
            if turn in held or len(held) >= MOST:
                return False
            await asyncio.to_thread(_keep, place, at, jpeg)
            held.add(turn)
            return True

    def read(self, spacewalk: str) -> Iterator[tuple[datetime, bytes]]:
        """All that is kept of it, oldest first; a failing disk may have cut a picture short.

        It reads the disk as it goes: for a thread or process of its own. Raises VideoError.
        """
        place = self._place(spacewalk)
        with in_words(place):
            for path in _pictures(place):
                yield _time(path), path.read_bytes()

    def count(self, spacewalk: str) -> int:
        """How many are there, from the disk. Raises VideoError."""
        place = self._place(spacewalk)
        with in_words(place):
            return len(_pictures(place))

    async def forget(self, spacewalk: str) -> None:
        """Remove them. Raises VideoError."""
        place = self._place(spacewalk)
        async with self._turn:
            self._held.pop(spacewalk, None)
            await asyncio.to_thread(_remove, place)

    async def forget_old(self, now: datetime) -> None:
        """Remove those of spacewalks that have had no new picture for seven days. Raises
        VideoError."""
        async with self._turn:
            for place in await asyncio.to_thread(self._old, now):
                self._held.pop(place.name, None)
                await asyncio.to_thread(_remove, place)

    def _place(self, spacewalk: str) -> Path:
        if not _SPACEWALK.fullmatch(spacewalk):
            raise VideoError(f"{plain(spacewalk, 60)!r} is no name of a spacewalk")
        return self.folder / spacewalk

    def _opened(self, place: Path) -> set[int]:
        with in_words(place):
            place.mkdir(parents=True, exist_ok=True)
            clear(place)
            return {_turn(_time(path)) for path in _pictures(place)}

    def _old(self, now: datetime) -> list[Path]:
        with in_words(self.folder):
            if not self.folder.exists():
                return []
            named = [one for one in self.folder.iterdir() if _SPACEWALK.fullmatch(one.name)]
            places = [one for one in named if one.is_dir() and not one.is_symlink()]
            newest = {place: max(_pictures(place), default=None) for place in places}
            return [place for place, last in newest.items() if last and now - _time(last) > KEPT]


def _keep(place: Path, at: datetime, jpeg: bytes) -> None:
    # A decoder comes with it, which a relay at rest does without.
    from relay.video.lapse.shrinking import shrunk  # noqa: PLC0415

    small = shrunk(jpeg, MOST_BYTES // MOST)
    with in_words(place):
        write(place / _named(at), small, lasting=False)


def _remove(place: Path) -> None:
    """Only what was put there: a folder that holds more stays."""
    with in_words(place):
        if not place.exists():
            return
        clear(place)
        for path in _pictures(place):
            path.unlink(missing_ok=True)
        if not any(place.iterdir()):
            shutil.rmtree(place)


def _pictures(place: Path) -> list[Path]:
    """Oldest first: their names sort by time."""
    if not place.exists():
        return []
    return sorted(path for path in place.iterdir() if _NAME.fullmatch(path.name))


def _named(at: datetime) -> str:
    there = at.astimezone(UTC)
    return f"{there:%Y%m%dt%H%M%S}-{there.microsecond // 1000:03d}z.jpg"


def _time(path: Path) -> datetime:
    return datetime.strptime(path.name.removesuffix(".jpg"), _TIME).replace(tzinfo=UTC)


def _turn(at: datetime) -> int:
    return int(at.timestamp() // EVERY)
