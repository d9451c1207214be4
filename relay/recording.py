"""Recordings: the raw documents that the sources returned, with the time of each.

A folder with `recording.toml` (title, spacewalk, note, what is real and what is made) and
`documents.jsonl`, one object a line in the order of time: `{"at", "source", "document"}`.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from relay.core.text import plain
from relay.errors import RecordingError
from relay.plugins import Document

ABOUT = "recording.toml"
DOCUMENTS = "documents.jsonl"
LONGEST_TITLE = 200
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""A time outside these is a mistake, and would overflow where times are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording, read whole."""

    title: str
    spacewalk: str
    documents: tuple[Document, ...]


def read(folder: Path) -> Recording:
    """Raises RecordingError that names the file and line which cannot be read."""
    about = _about(folder / ABOUT)
    documents = tuple(_documents(folder / DOCUMENTS))
    if not documents:
        raise RecordingError(f"{folder / DOCUMENTS} has no documents: there is nothing to replay")
    return Recording(
        title=_words(about, "title") or folder.name,
        spacewalk=_words(about, "spacewalk"),
        documents=documents,
    )


def _about(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RecordingError(f"{path} is missing: name the folder of a recording") from None
    except (OSError, ValueError, RecursionError) as problem:
        raise RecordingError(f"{path} cannot be read: {plain(str(problem), 200)}") from problem


def _words(about: dict[str, Any], key: str) -> str:
    value = about.get(key)
    return plain(value, LONGEST_TITLE) if isinstance(value, str) else ""


def _documents(path: Path) -> Iterator[Document]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise RecordingError(f"{path} cannot be read: {problem}") from problem
    last: datetime | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = _document(json.loads(line))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as problem:
            why = plain(str(problem), 200)
            raise RecordingError(f"{path}, line {number}: not a document: {why}") from problem
        if last and document.at < last:
            raise RecordingError(f"{path}, line {number}: earlier than the line before")
        last = document.at
        yield document


def _document(line: dict[str, str]) -> Document:
    at = datetime.fromisoformat(line["at"])
    if at.tzinfo is None:
        raise ValueError(f"the time {line['at']!r} has no zone; write it like 2026-08-06T12:35:00Z")
    if not EARLIEST <= at < LATEST:
        raise ValueError(f"the time {line['at']!r} is not one at which a source was asked")
    source, text = line["source"], line["document"]
    if not all(isinstance(part, str) for part in (source, text)):
        raise TypeError("source and document are texts")
    return Document(source, at.astimezone(UTC), text)


class Recorder:
    """Writes documents down as they come. Every line is on its way to disk when `add` returns."""

    def __init__(self, folder: Path, title: str) -> None:
        """Raises RecordingError when there is a recording already, or the folder cannot be made."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            quoted = json.dumps(plain(title, LONGEST_TITLE), ensure_ascii=False)
            about = f'title = {quoted}\nspacewalk = ""\nnote = ""\nreal = "all"\n'
            with (folder / ABOUT).open("x", encoding="utf-8") as file:
                file.write(about)
            # A lone surrogate becomes "\\udXXX", which JSON reads as the same again.
            self._file: IO[str] = (folder / DOCUMENTS).open(
                "x", encoding="utf-8", errors="backslashreplace", newline="\n"
            )
        except FileExistsError:
            raise RecordingError(
                f"{folder} holds a recording already; name another folder"
            ) from None
        except OSError as problem:
            raise RecordingError(f"{folder} cannot be written: {problem}") from problem

    def add(self, document: Document) -> None:
        """Write one document. Raises RecordingError when the disk does not take it."""
        try:
            self._file.write(line(document) + "\n")
            self._file.flush()
        except OSError as problem:
            raise RecordingError(f"the recording cannot be written: {problem}") from problem

    def close(self) -> None:
        """Nothing more is to come. Raises RecordingError when the disk does not take the rest."""
        try:
            self._file.close()
        except OSError as problem:
            raise RecordingError(f"the recording cannot be written: {problem}") from problem


def line(document: Document) -> str:
    """One line of `documents.jsonl`."""
    at = document.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    content = {"at": at, "source": document.source, "document": document.text}
    return json.dumps(content, ensure_ascii=False)
