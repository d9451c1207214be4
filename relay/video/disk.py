"""Whole files or none, and the disk's troubles in words."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relay.errors import VideoError

PART = ".part-"
"""How the name of a file begins that is being written."""

_FULL = "free some space there, or lower quota_mib in [video]"
_CLOSED = "let the relay write there, or name another folder in [video]"
_ADVICE = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
    errno.ENOTDIR: "a file lies in the way: move it, or name another folder in [video]",
    errno.EEXIST: "a file lies in the way: move it, or name another folder in [video]",
}


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turns what the system says of files in that folder into VideoError, with what to do."""
    try:
        yield
    except OSError as problem:
        advice = _ADVICE.get(problem.errno or 0, "look after that disk")
        raise VideoError(f"{folder}: {problem.strerror or problem}: {advice}") from problem


def write(path: Path, data: bytes, *, lasting: bool) -> None:
    """Put it there whole or not at all, also when the process is killed on the way; `lasting` waits
    until it has come through to the disk. Raises OSError."""
    part = new_part(path.parent)
    try:
        with part.open("xb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    if lasting:
        _settle(path.parent)


def new_part(folder: Path) -> Path:
    """A name in that folder for something unfinished, which nothing else has."""
    return folder / f"{PART}{secrets.token_hex(8)}"


def clear(folder: Path) -> None:
    """Remove what a crash left unfinished there. Raises OSError."""
    for part in folder.glob(f"{PART}*"):
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """A new name lasts when its folder has been written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
