"""`check`: one finding for each part, whatever its state, and what to do about it."""

import asyncio
import dataclasses
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from relay import examine as examining
from relay.config import Configuration, load
from relay.core.observation import Observation
from relay.errors import ConfigError, SourceChanged, SourceUnavailable
from relay.examine import examine, table
from relay.journal.store import Store
from relay.plugins import Destination, Document, Finding, Settings
from relay.testing.bots import FakeBot

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


class Feed:
    """A source that gives what a test says, and remembers that it was let go of."""

    def __init__(self, *found: object) -> None:
        self.found = found
        self.closed = False

    async def documents(self) -> AsyncIterator[Any]:
        try:
            for one in self.found:
                if isinstance(one, ValueError):
                    raise one
                yield one
            await asyncio.Event().wait()
        finally:
            self.closed = True

    @staticmethod
    def parse(text: str, at: datetime) -> list[Observation]:
        if text == "odd":
            raise SourceChanged("feed: odd")
        return []


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    path = tmp_path / "config.toml"
    path.write_text(f'[relay]\ndatabase = "{tmp_path / "relay.db"}"\n[web]\nport = 0\n')
    return dataclasses.replace(load(path, {}), bots={})


async def found(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch, feed: Feed
) -> dict[str, Finding]:
    monkeypatch.setattr(examining, "build_sources", lambda _: {"feed": feed})
    monkeypatch.setattr(examining, "find_sources", lambda: {"feed": feed})
    monkeypatch.setattr(examining, "PATIENCE", 0.05)
    findings = {one.part: one for one in await examine(configuration)}
    assert feed.closed
    return findings


@pytest.mark.parametrize(
    ("answer", "works", "says"),
    [
        (Document("feed", NOON, "[]"), True, "answers; 0 observations in it"),
        (Document("feed", NOON, "odd"), False, "feed: odd; please report it"),
        (SourceUnavailable("no route"), False, "no route; it is tried again while running"),
        (None, False, "no answer within 0 s; try again"),
        (ValueError("a bug"), False, "it failed: ValueError('a bug'); please report it"),
    ],
)
async def test_what_a_source_answers(
    configuration: Configuration,
    monkeypatch: pytest.MonkeyPatch,
    answer: object,
    works: bool,
    says: str,
) -> None:
    feed = Feed(answer) if answer else Feed()
    told = (await found(configuration, monkeypatch, feed))["feed"]

    assert (works, says) == (told.works, told.says)


async def test_a_journal_that_is_in_use(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await Store.open(configuration.relay.database)
    told = (await found(configuration, monkeypatch, Feed()))["database"]
    await store.close()

    assert told.works
    assert told.says.endswith("a relay runs on it")


async def test_a_bot_that_cannot_work(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(FakeBot):
        async def start(self) -> None:
            raise ConfigError("bots.fake.token: set it")

    monkeypatch.setattr(examining, "find_bots", lambda: {"fake": lambda *_: Broken()})
    there = Destination(id="there", platform="fake", address="")
    wanted = dataclasses.replace(configuration, bots={"fake": Settings()}, destinations=(there,))
    told = (await found(wanted, monkeypatch, Feed()))["fake"]

    assert (False, "bots.fake.token: set it") == (told.works, told.says)


def test_the_table_obeys_nothing() -> None:
    hostile = Finding(part="[red]x[/red]", works=False, says="\x1b[2J\u202eodd [bold]")

    shown = [str(cell) for column in table([hostile]).columns for cell in column.cells]
    assert ["[red]x[/red]", "no", "odd [bold]"] == shown


async def test_a_port_that_another_program_has_is_found_out(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plug:
        web = configuration.web.model_copy(update={"port": plug.getsockname()[1]})
        taken = dataclasses.replace(configuration, web=web)

        findings = await found(taken, monkeypatch, Feed(Document("feed", NOON, "")))

    assert not findings["page"].works
    assert "set another port in [web]" in findings["page"].says


async def test_a_page_that_is_switched_off_is_in_order(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = configuration.web.model_copy(update={"enabled": False})
    off = dataclasses.replace(configuration, web=web)

    findings = await found(off, monkeypatch, Feed(Document("feed", NOON, "")))

    assert findings["page"] == Finding(part="page", works=True, says="switched off")


@pytest.mark.parametrize(
    ("section", "works", "says"),
    [
        ("enabled = false", True, "switched off"),
        ('folder = "FILE"', False, "a file lies in the way"),
        ('addresses = ["http://127.0.0.1:1/a.m3u8"]', False, "is not a public address"),
    ],
)
async def test_the_stream_is_tried_as_it_would_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, section: str, works: bool, says: str
) -> None:
    (tmp_path / "there").touch()
    path = tmp_path / "config.toml"
    words = section.replace("FILE", str(tmp_path / "there"))
    path.write_text(
        f'[relay]\ndatabase = "{tmp_path / "relay.db"}"\n[web]\nport = 0\n[video]\n{words}\n'
    )
    configuration = dataclasses.replace(load(path, {}), bots={})
    feed = Feed(Document("feed", NOON, "[]"))
    video = (await found(configuration, monkeypatch, feed))["video"]
    assert (works, True) == (video.works, says in video.says)
