"""The intake: whatever comes, it is in order, kept where it is broken, and never lost."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.fusion import Fusion
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation
from relay.core.spacewalk import Identity
from relay.errors import SourceChanged
from relay.intake import LARGE, RETRY, Intake, Parse
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.plugins import Document, find_sources
from relay.testing.story import START, scheduled, stated, story

MINUTE = timedelta(minutes=1)


def changed(text: str, at: datetime) -> list[Observation]:
    raise SourceChanged("odd: not of the known form\x1b[31m")


def buggy(text: str, at: datetime) -> list[Observation]:
    raise ValueError("a bug of the parser")


@dataclass
class Desk:
    """An intake with its store."""

    store: Store
    parsers: dict[str, Parse]
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep
    intake: Intake = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.store)
        self.documents = Documents(self.store, count=10, size=100_000)
        self.intake = Intake(self.parsers, Fusion(Board()), self.journal, self.documents, self.wait)

    async def told(self) -> list[str]:
        return [event.note or event.type.value for event in await self.journal.events()]

    async def kept(self) -> list[str]:
        return [one.problem for one in await self.documents.all()]


@pytest.fixture
def desk(store: Store) -> Desk:
    parsers: dict[str, Parse] = {name: one.parse for name, one in find_sources().items()}
    return Desk(store, parsers | {"changed": changed, "buggy": buggy})


async def test_the_order_is_kept(desk: Desk) -> None:
    await desk.intake.take(scheduled(START - MINUTE, START))
    await desk.intake.take(stated(START, "eva_start"))
    tasks = [stated(START + n * MINUTE, "task", f"Task {n}") for n in range(1, 20)]
    async with asyncio.TaskGroup() as group:
        for document in tasks:
            group.create_task(desk.intake.take(document))

    assert [f"Task {n}" for n in range(1, 20)] == (await desk.told())[2:]


@pytest.mark.parametrize(
    ("source", "problem", "logged"),
    [
        ("changed", "odd: not of the known form", "changed: odd: not of the known form; the docu"),
        ("buggy", "the parser failed; see the traceback in the log", "a bug of the parser"),
    ],
)
async def test_a_broken_document_is_kept_and_told_and_the_next_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture, source: str, problem: str, logged: str
) -> None:
    await desk.intake.take(Document(source, START, "odd words"))
    await desk.intake.take(scheduled(START, START + 60 * MINUTE))

    assert [problem] == await desk.kept()
    assert ["odd words"] == [one.document.text for one in await desk.documents.all()]
    assert logged in caplog.text
    assert ("Traceback" in caplog.text) is (source == "buggy")
    assert ["spacewalk_announced"] == await desk.told()


async def test_a_source_that_is_not_installed_is_told_of_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        await desk.intake.take(Document("telescope", START, str(number)))

    assert 1 == caplog.text.count("there is no source 'telescope'")


async def test_a_claim_of_an_unknown_spacewalk_is_told_of_once(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def parse(text: str, at: datetime) -> list[Observation]:
        who = Identity(crew=frozenset({"Nobody"}))
        return [
            Observation(
                source="s",
                trust=Trust.AGENCY,
                spacewalk=who,
                kind=Milestone.HATCH_OPEN,
                seen_at=at,
                evidence=Evidence(words="The hatch\x1b[31m is open."),
            )
        ]

    desk = Desk(store, {"s": parse})
    for minute in range(3):
        await desk.intake.take(Document("s", START + minute * MINUTE, "text"))

    told = "of no known spacewalk: s says hatch_open: 'The hatch is open.'"
    assert [told] == [record.getMessage() for record in caplog.records]
    assert [] == await desk.told()


async def test_a_large_document_is_parsed_beside_the_loop(store: Store) -> None:
    threads: list[bool] = []

    def parse(text: str, at: datetime) -> list[Observation]:
        threads.append(threading.current_thread() is threading.main_thread())
        return []

    desk = Desk(store, {"s": parse})
    await desk.intake.take(Document("s", START, "x" * (LARGE - 1)))
    await desk.intake.take(Document("s", START, "x" * LARGE))

    assert [True, False] == threads


class FullDisk:
    """Makes the database refuse to grow, and gives room again after some waits."""

    def __init__(self, store: Store, waits: int) -> None:
        self.waited: list[float] = []
        self.store = store
        self._waits = waits

    async def limit(self, pages: int) -> None:
        for connection in [await self.store.engine.connect() for _ in range(4)]:
            await connection.execute(sa.text(f"PRAGMA max_page_count={pages}"))
            await connection.close()

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) == self._waits:
            await self.limit(1_000_000)
        await asyncio.sleep(0)


async def test_a_full_disk_loses_nothing(
    store: Store, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    disk = FullDisk(store, waits=4)
    full = Desk(store, desk.parsers, disk.wait)
    await full.intake.take(scheduled(START - 60 * MINUTE, START))
    await disk.limit(1)
    documents = [stated(START, "eva_start")]
    long = "x" * 400
    documents += [stated(START + n * MINUTE, "task", f"Task {n} {long}") for n in range(1, 30)]
    async with asyncio.TaskGroup() as group:
        for document in documents:
            group.create_task(full.intake.take(document))

    assert [RETRY] * 4 == disk.waited
    told = (await full.told())[2:]
    assert [f"Task {n} " for n in range(1, 30)] == [note.split("x")[0] for note in told]
    seqs = [event.seq for event in await full.journal.events()]
    assert list(range(1, len(seqs) + 1)) == seqs
    errors = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert 4 == len(errors)
    assert "the disk is full: free some space" in errors[0]


async def test_what_could_not_be_taken_in_is_found_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    append = desk.journal.append
    failures = [ValueError("a bug of the journal")]

    async def fail_once(*arguments: object) -> list[Event]:
        if failures:
            raise failures.pop()
        return await append(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.journal, "append", fail_once)
    await desk.intake.take(scheduled(START, START + 60 * MINUTE))
    assert "a bug of the journal" in caplog.text
    assert ["taking it in failed; see the traceback in the log"] == await desk.kept()

    await desk.intake.take(stated(START + 55 * MINUTE, "depress_start"))

    assert [
        EventType.SPACEWALK_ANNOUNCED,
        EventType.MILESTONE_REACHED,
    ] == [event.type for event in await desk.journal.events()]


async def test_the_same_documents_again_change_nothing(desk: Desk) -> None:
    for document in story():
        await desk.intake.take(document)
    once = await desk.told()
    for document in story():
        await desk.intake.take(document)

    assert once == await desk.told()


async def test_what_is_due_is_asked_for_when_its_turn_comes(desk: Desk) -> None:
    seen: list[int] = []

    def due() -> list[Event]:
        seen.append(len(desk.intake.board.spacewalks))
        return []

    async with asyncio.TaskGroup() as group:
        group.create_task(desk.intake.take(scheduled(START, START + 60 * MINUTE)))
        group.create_task(desk.intake.add(due))

    assert [1] == seen
