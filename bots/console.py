"""Tells the terminal: the bot that needs no account, and the shape of every other."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar, TextIO

import rich.console
from pydantic import Field
from rich.text import Text

from relay.clock import Clock
from relay.core.notice import Notice
from relay.core.text import plain
from relay.core.voice import Voice, said
from relay.errors import DeliveryRefused
from relay.plugins import Bot, Destination, Finding, Http, Receipt, Settings

LONGEST_TITLE = 200
LONGEST_TEXT = 2_000
LONGEST_ADDRESS = 500
LONGEST_FILE = 200


class Config(Settings):
    """How notices are printed."""

    as_json: bool = Field(default=False, alias="json")
    """One JSON object a line, for other programs."""


class Console(Bot):
    """Standard output. The address of a destination means nothing here."""

    name: ClassVar[str] = "console"
    Config: ClassVar[type[Settings]] = Config

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:
        if not isinstance(config, Config):
            raise TypeError("the console is configured by its own Config")
        self._as_json = config.as_json
        self._one_at_a_time = asyncio.Lock()
        self._stdout: TextIO | None = None

    async def start(self) -> None:
        self._stdout = sys.stdout
        self._console = rich.console.Console(file=self._stdout)

    async def deliver(
        self,
        destination: Destination,
        notice: Notice,
        key: str,
        posted: Receipt | None,
    ) -> Receipt:
        """Print it; what is printed cannot be edited, so a correction is marked as one."""
        text = _json_line(notice) if self._as_json else self._coloured(notice, destination)
        async with self._one_at_a_time:
            # In a thread: a terminal that is stopped stops nothing else.
            await asyncio.to_thread(self._write, text)
        return Receipt(message=key)

    async def close(self) -> None:
        self._stdout = None

    async def check(self, destinations: Sequence[Destination]) -> list[Finding]:
        return [Finding(part="console", works=True, says="prints to standard output")]

    def _coloured(self, notice: Notice, destination: Destination) -> str:
        line = Text.assemble(
            (f"{notice.time.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z  ", "dim"),
            (f"{notice.event.spacewalk}  ", "cyan"),
            (_corrected(destination.language) if notice.correction else "", "bold yellow"),
            (plain(notice.title, LONGEST_TITLE), "bold"),
        )
        file = notice.media.name if notice.media else ""
        below = (
            (notice.text, LONGEST_TEXT),
            (notice.address, LONGEST_ADDRESS),
            (file, LONGEST_FILE),
        )
        for words in (plain(text, limit) for text, limit in below):
            if words:
                line.append(f"\n    {words}")
        with self._console.capture() as capture:
            self._console.print(line, soft_wrap=True, highlight=False)
        return capture.get()

    def _write(self, text: str) -> None:
        if self._stdout is None:
            raise DeliveryRefused("standard output is closed: start the relay anew to read on")
        encoding = self._stdout.encoding or "utf-8"
        try:
            self._stdout.write(text.encode(encoding, "replace").decode(encoding))
            self._stdout.flush()
        except BrokenPipeError as problem:
            _discard(self._stdout)
            self._stdout = None
            raise DeliveryRefused("nobody reads standard output any more") from problem


def _json_line(notice: Notice) -> str:
    event = notice.event
    line = {
        "time": _instant(notice.time),
        "spacewalk": event.spacewalk,
        "kind": notice.kind,
        "key": notice.key,
        "revision": notice.revision,
        "correction": notice.correction,
        "standing": event.standing,
        "occurred_at": event.occurred_at and _instant(event.occurred_at),
        "title": plain(notice.title, LONGEST_TITLE),
        "text": plain(notice.text, LONGEST_TEXT),
        "address": plain(notice.address, LONGEST_ADDRESS),
        "file": plain(notice.media.name, LONGEST_FILE) if notice.media else None,
    }
    return json.dumps(line) + "\n"


def _corrected(language: str) -> str:
    return f"{said(Voice(language), 'correction')}: "


def _discard(stdout: TextIO) -> None:
    """Let the interpreter's last flush, at exit, go nowhere instead of failing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stdout.fileno())
    os.close(nowhere)


def _instant(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
