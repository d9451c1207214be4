"""The gallery on disk: pictures, clips and hyperlapses, the oldest of which give way."""

import asyncio
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from relay.core.media import MediaKind
from relay.core.text import plain
from relay.errors import VideoError
from relay.video.disk import clear, in_words, write

NAME = re.compile(r"[a-z0-9-]{1,180}\.(?:jpg|mp4)")
"""The only names that are ever opened."""
_DATED = re.compile(r"[a-z0-9-]+-\d{8}t\d{6}z-[a-z0-9-]+\.(?:jpg|mp4)")
"""Names that `media_name` makes: anything else in the folder is someone else's and stays."""
T = TypeVar("T")


def media_name(spacewalk: str, at: datetime, kind: MediaKind, salt: str) -> str:
    """`us-eva-95-20260806t123456z-hatch-open-1a2b.jpg`: a spacewalk's names sort by time.

    `salt` makes it the only one; it may say more, like a milestone. Whatever the texts hold, the
    name is one that `Files` takes.
    """
    ending = "jpg" if kind is MediaKind.PICTURE else "mp4"
    return f"{_safe(spacewalk)}-{at.astimezone(UTC):%Y%m%dt%H%M%Sz}-{_safe(salt)}.{ending}"


def _safe(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:60].strip("-") or "unknown"


class _Held(NamedTuple):
    written: int
    """Nanoseconds since 1970, by the file's own time."""
    name: str
    size: int


class Files:
    """One folder, written by one process. It is made when the first file comes."""

    def __init__(self, folder: Path, quota_bytes: int) -> None:
        """The quota counts the files that are named as `media_name` does it."""
        self._folder = folder
        self._quota = quota_bytes
        self._names: dict[str, None] | None = None
        """In their order, oldest first."""
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Remove what a crash left unfinished and learn what is there: until then `has` and
        `names` know of nothing. Raises VideoError when the folder cannot be used."""
        async with self._turn:
            await self._opened()

    async def put(self, name: str, data: bytes) -> None:
        """Keep it; it is on the disk when this returns, and the oldest gave way to it.

        A name is given once: the same content again changes nothing. Raises VideoError, with what
        to do, when the name is not one or is taken, or when the disk does not take it.
        """
        if not NAME.fullmatch(name):
            raise VideoError(f"{plain(name, 60)!r} is no name of a picture or clip")
        if len(data) > self._quota:
            size = f"{len(data) / 2**20:.1f} MiB"
            raise VideoError(f"{name} has {size}, more than all files may: raise [video] quota_mib")
        async with self._turn:
            await self._opened()
            self._names = dict.fromkeys(await asyncio.to_thread(self._kept, name, data))

    async def read(self, name: str) -> bytes | None:
        """None where nothing has that name, or it is none. Raises VideoError when the disk does not
        give it."""
        return await self._of(name, Path.read_bytes)

    async def size(self, name: str) -> int | None:
        """In bytes, without reading it; None and VideoError as of `read`."""
        return await self._of(name, lambda path: path.stat().st_size)

    async def part(self, name: str, start: int, stop: int) -> bytes | None:
        """The bytes from `start` to before `stop`, fewer at its end; None and VideoError as of
        `read`."""
        return await self._of(name, lambda path: _part(path, start, stop))

    async def _of(self, name: str, get: Callable[[Path], T]) -> T | None:
        if not NAME.fullmatch(name):
            return None
        with in_words(self._folder), suppress(FileNotFoundError):
            return await asyncio.to_thread(_of_file, self._folder / name, get)
        return None

    def has(self, name: str) -> bool:
        """At once, from memory."""
        return name in (self._names or {})

    def names(self) -> tuple[str, ...]:
        """Oldest first, from memory."""
        return tuple(self._names or ())

    async def _opened(self) -> None:
        if self._names is None:
            self._names = dict.fromkeys(await asyncio.to_thread(self._found))

    def _found(self) -> tuple[str, ...]:
        with in_words(self._folder):
            if not self._folder.exists():
                return ()
            clear(self._folder)
            return tuple(one.name for one in _scan(self._folder))

    def _kept(self, name: str, data: bytes) -> tuple[str, ...]:
        with in_words(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / name
            if not path.exists():
                write(path, data, lasting=True)
            elif path.read_bytes() != data:
                raise VideoError(f"{name} is taken: two files would have one name")
            return self._make_room(name)

    def _make_room(self, newest: str) -> tuple[str, ...]:
        there = _scan(self._folder)
        ours = [one for one in there if _DATED.fullmatch(one.name)]
        over = sum(one.size for one in ours) - self._quota
        gone = set()
        for one in ours:
            if over > 0 and one.name != newest:
                (self._folder / one.name).unlink(missing_ok=True)
                gone.add(one.name)
                over -= one.size
        return tuple(one.name for one in there if one.name not in gone)


def _of_file(path: Path, get: Callable[[Path], T]) -> T | None:
    """Nothing through a link, which may lead out of the folder."""
    return get(path) if stat.S_ISREG(path.lstat().st_mode) else None


def _part(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(stop - start)


def _scan(folder: Path) -> list[_Held]:
    """The gallery's files, oldest first. One that goes meanwhile is left out."""
    held = []
    for path in folder.iterdir():
        if NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with suppress(FileNotFoundError):
                state = path.stat()
                held.append(_Held(state.st_mtime_ns, path.name, state.st_size))
    return sorted(held)
