"""What moderators say, from their word to the journal, on a real store."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from relay import past
from relay.core.board import fold
from relay.core.event import Event, EventType
from relay.core.fusion import Fusion
from relay.core.marks import FIRST
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.statement import Statement
from relay.errors import StatementRefused, StoreError
from relay.intake import Intake
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import Observations
from relay.journal.store import Store
from relay.moderation import Moderation
from relay.plugins import find_sources
from relay.testing.story import SPACEWALK, START, scheduled

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ADA, GRACE = "discord:1", "discord:2"
HERE, THERE = "discord:100", "discord:200"


@dataclass
class Desk:
    """A relay without its edges: Ada is trusted, Grace is not."""

    store: Store
    now: datetime = START
    changes: int = 0
    moderation: Moderation = field(init=False)

    async def open(self) -> "Desk":
        self.journal = Journal(self.store)
        known = [(one.spacewalk, one.observation) for one in await Observations(self.store).all()]
        fusion = Fusion(fold(await self.journal.events()), known)
        parsers = {name: source.parse for name, source in find_sources().items()}
        documents = Documents(self.store, count=10, size=100_000)
        self.intake = Intake(parsers, fusion, self.journal, documents, self.wait)
        self.moderation = Moderation(self.intake, lambda: self.now, [ADA], self.change)
        return self

    async def wait(self, _: float) -> None:
        await asyncio.sleep(0)

    def change(self) -> None:
        self.changes += 1

    async def says(
        self, author: str, milestone: M, at: datetime | None, where: str = HERE, **more: Any
    ) -> list[Event]:
        said = Statement(
            author=author,
            by="Ada" if author == ADA else "Grace",
            community=where,
            spacewalk=SPACEWALK,
            milestone=milestone,
            occurred_at=at,
        )
        return await self.moderation.observe(replace(said, **more))


@pytest.fixture
async def desk(store: Store) -> Desk:
    desk = await Desk(store).open()
    await desk.intake.take(scheduled(START - 60 * MINUTE, START))
    return desk


async def lines(desk: Desk) -> list[tuple[str, str, str, str]]:
    return [
        (one.type.value, str(one.milestone), one.by, one.scope)
        for one in (await desk.journal.events())[1:]
    ]


async def test_who_is_trusted_makes_a_fact_for_everyone_under_a_line_of_audit(desk: Desk) -> None:
    (told,) = await desk.says(ADA, M.HATCH_OPEN, START - MINUTE, note="seen on the stream")

    assert await lines(desk) == [
        ("statement", "hatch_open", "Ada", ""),
        ("milestone_reached", "hatch_open", "Ada", ""),
    ]
    assert (told.standing, told.firm, told.revision) == (Standing.CONFIRMED, True, 1)
    (_, audit, _) = await desk.journal.events()
    assert (audit.author, audit.note, audit.time) == (ADA, "seen on the stream", START)
    assert audit.occurred_at == START - MINUTE
    (kept,) = [o.observation for o in await Observations(desk.store).all() if o.observation.author]
    assert (kept.author, kept.evidence.by, kept.source) == (ADA, "Ada", "moderator")
    assert desk.changes == 1


async def test_anyone_else_marks_for_their_own_community(desk: Desk) -> None:
    (told,) = await desk.says(GRACE, M.HATCH_OPEN, START - MINUTE)

    assert await lines(desk) == [
        ("statement", "hatch_open", "Grace", HERE),
        ("milestone_reached", "hatch_open", "Grace", HERE),
    ]
    assert (told.standing, told.firm, told.revision) == (Standing.REPORTED, False, FIRST)
    (walk,) = desk.intake.board.spacewalks.values()
    assert walk.fact(M.HATCH_OPEN) is None
    assert walk.seen_by(HERE).fact(M.HATCH_OPEN)
    assert walk.seen_by(THERE).fact(M.HATCH_OPEN) is None


async def test_two_communities_mark_apart_and_a_fact_replaces_both(desk: Desk) -> None:
    (one,) = await desk.says(GRACE, M.HATCH_OPEN, START - 2 * MINUTE)
    (other,) = await desk.says(GRACE, M.HATCH_OPEN, START - MINUTE, THERE)
    (fact,) = await desk.says(ADA, M.HATCH_OPEN, START)

    assert [one.revision, other.revision, fact.revision] == [FIRST, FIRST, 1]
    (walk,) = desk.intake.board.spacewalks.values()
    assert walk.seen_by(HERE) == walk.seen_by(THERE) == replace(walk, marks={})
    assert await desk.says(GRACE, M.HATCH_OPEN, START) == []
    with pytest.raises(StatementRefused, match="a trusted person can correct it"):
        await desk.says(GRACE, M.HATCH_OPEN, START - MINUTE)


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_said_again_nothing_is_written(desk: Desk, author: str) -> None:
    await desk.says(author, M.HATCH_OPEN, START)
    before = await desk.journal.events()

    assert await desk.says(author, M.HATCH_OPEN, START + timedelta(seconds=30)) == []
    assert await desk.journal.events() == before
    assert desk.changes == 1


async def test_what_fails_on_its_way_is_not_said_to_stand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = desk.journal.append

    async def broken(*what: Any) -> list[Event]:
        raise RuntimeError("a bug")

    monkeypatch.setattr(desk.journal, "append", broken)
    with pytest.raises(StatementRefused, match="taken down, but nothing follows from it"):
        await desk.says(ADA, M.HATCH_OPEN, START)
    monkeypatch.setattr(desk.journal, "append", append)

    assert await lines(desk) == []


async def test_of_what_cannot_be_read_the_line_of_audit_is_left_and_that_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await Desk(store).open()
    await desk.intake.take(scheduled(START - 60 * MINUTE, START))
    monkeypatch.setattr("relay.moderation.written", lambda *_: "no statement")

    with pytest.raises(StatementRefused, match="the log may say why"):
        await desk.says(ADA, M.HATCH_OPEN, START)

    assert await lines(desk) == [("statement", "hatch_open", "Ada", "")]


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_taken_back_by_many_at_once_it_is_taken_back_once(desk: Desk, author: str) -> None:
    await desk.says(author, M.HATCH_OPEN, START)
    asked = (desk.says(author, M.HATCH_OPEN, START, retracts=True) for _ in range(4))

    outcomes = await asyncio.gather(*asked, return_exceptions=True)

    (told,) = (events for events in outcomes if not isinstance(events, BaseException))
    refusals = [str(one) for one in outcomes if isinstance(one, StatementRefused)]
    assert [event.standing for event in told] == [Standing.RETRACTED]
    assert len(refusals) == 3
    assert all("does not stand" in one for one in refusals)


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_said_by_many_at_once_it_is_told_once(desk: Desk, author: str) -> None:
    told = await asyncio.gather(*(desk.says(author, M.HATCH_OPEN, START) for _ in range(8)))

    assert sum(len(events) for events in told) == 1
    assert len(await lines(desk)) == 2


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_corrected_taken_back_and_told_again(desk: Desk, author: str) -> None:
    """Also with the very words of the first time."""
    told = []
    for at, more in (
        (START - 5 * MINUTE, {}),
        (START - 3 * MINUTE, {"note": "by the clock"}),
        (START - 5 * MINUTE, {}),
        (None, {"retracts": True, "note": "another hatch"}),
        (START - 5 * MINUTE, {}),
    ):
        desk.now += MINUTE
        told += await desk.says(author, M.HATCH_OPEN, at, **more)

    assert [(e.occurred_at and (START - e.occurred_at) // MINUTE, e.standing) for e in told] == [
        (5, Standing.CONFIRMED if author == ADA else Standing.REPORTED),
        *[(3, Standing.CORRECTED), (5, Standing.CORRECTED)],
        *[(5, Standing.RETRACTED), (5, Standing.CORRECTED)],
    ]
    first = 1 if author == ADA else FIRST
    assert [e.revision for e in told] == list(range(first, first + 5))


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_a_task_is_taken_back_by_its_words(desk: Desk, author: str) -> None:
    await desk.says(author, M.EVA_START, START)
    for note in ("Bolt out", "Panel off"):
        desk.now += MINUTE
        await desk.says(author, M.TASK, START, note=note)
    (gone,) = await desk.says(author, M.TASK, None, note="Bolt out", retracts=True)

    assert (gone.standing, gone.note) == (Standing.RETRACTED, "Bolt out")
    seen = desk.intake.board.spacewalks[SPACEWALK].seen_by(HERE)
    assert [f.note for f in seen.standing_facts() if f.milestone is M.TASK] == ["Panel off"]


async def test_a_scrub_days_ahead_takes_the_plan_away_for_everyone(store: Store) -> None:
    desk = await Desk(store, now=START - timedelta(hours=60)).open()
    await desk.intake.take(scheduled(desk.now - MINUTE, START))
    (told,) = (e for e in await desk.says(ADA, M.SCRUBBED, desk.now) if e.milestone)

    walk = desk.intake.board.spacewalks[SPACEWALK]
    assert told.milestone is M.SCRUBBED
    assert walk.plan
    assert walk.plan.start is None


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_what_is_refused_leaves_no_trace(desk: Desk, author: str) -> None:
    before = await desk.journal.events()
    with pytest.raises(StatementRefused, match="has not come yet"):
        await desk.says(author, M.HATCH_OPEN, START + 3 * MINUTE)

    assert (await desk.journal.events(), desk.changes) == (before, 0)


async def test_who_is_trusted_is_a_matter_of_the_account_alone(desk: Desk) -> None:
    assert desk.moderation.trusts(ADA)
    assert not any(desk.moderation.trusts(one) for one in (GRACE, "", "Ada", "discord:11"))
    (told,) = await desk.says(GRACE, M.HATCH_OPEN, START, by="Ada")
    assert told.scope == HERE


async def test_a_restart_changes_nothing(desk: Desk) -> None:
    await desk.says(GRACE, M.HATCH_OPEN, START - MINUTE)
    await desk.says(ADA, M.EVA_START, START)
    again = await Desk(desk.store).open()

    assert again.intake.board == desk.intake.board
    assert await again.intake.catch_up(START) == []
    assert await again.says(GRACE, M.HATCH_OPEN, START - MINUTE) == []
    assert await again.says(ADA, M.EVA_START, START) == []
    (told,) = await again.says(GRACE, M.HATCH_OPEN, START - 2 * MINUTE)
    assert told.revision == FIRST + 1


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_who_gives_up_waiting_is_still_heard(
    desk: Desk, author: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board and the journal agree, also while the database takes nothing."""
    append, tries = desk.journal.append, 0

    async def full(*what: Any) -> list[Event]:
        nonlocal tries
        tries += 1
        if tries < 5:
            raise StoreError("the disk is full")
        return await append(*what)

    monkeypatch.setattr(desk.journal, "append", full)
    saying = asyncio.create_task(desk.says(author, M.HATCH_OPEN, START))
    while tries < 2:  # noqa: ASYNC110 - the intake tries again without waiting
        await asyncio.sleep(0)
    saying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saying
    async with asyncio.timeout(20):
        while desk.changes < 1:  # noqa: ASYNC110 - the threads of the store are at work
            await asyncio.sleep(0)

    assert len(await lines(desk)) == 2
    assert fold(await desk.journal.events()) == desk.intake.board


async def test_the_history_says_who_said_what(desk: Desk, tmp_path: Path) -> None:
    await desk.says(GRACE, M.HATCH_OPEN, START - MINUTE, note="by\x1b[31m ear")
    await desk.says(ADA, M.EVA_START, START)
    await desk.says(ADA, M.EVA_START, None, retracts=True)
    place = str(tmp_path / "relay.db")

    told = await past.lines(place, SPACEWALK, as_json=False)
    assert told[-4:] == [
        "Said by moderators:",
        "2026-08-06 12:00Z Grace (discord:2) says for discord:100: hatch_open, "
        "2026-08-06 11:59Z: by ear",
        "2026-08-06 12:00Z Ada (discord:1) says for everyone: eva_start, 2026-08-06 12:00Z",
        "2026-08-06 12:00Z Ada (discord:1) takes back for everyone: eva_start, 2026-08-06 12:00Z",
    ]
    as_json = [json.loads(line) for line in await past.lines(place, SPACEWALK, as_json=True)]
    authors = [one["author"] for one in as_json if one["type"] == EventType.STATEMENT]
    assert authors == [GRACE, ADA, ADA]


@pytest.mark.parametrize("author", [ADA, GRACE])
async def test_what_follows_is_what_was_said_to_follow(desk: Desk, author: str) -> None:
    steps = [(M.EVA_START, False), (M.EGRESS, False), (M.EVA_END, False), (M.EVA_START, True)]
    for number, (milestone, retracts) in enumerate(steps):
        desk.now = START + (number + 1) * HOUR
        when = None if retracts else desk.now - MINUTE
        said = Statement(
            author=author,
            by="Ada",
            community=HERE,
            spacewalk=SPACEWALK,
            milestone=milestone,
            occurred_at=when,
            retracts=retracts,
        )
        head = desk.journal.head
        announced = desk.moderation.consequences(said)

        assert desk.journal.head == head
        told = await desk.moderation.observe(said)
        assert facts(announced) == facts(told) != []


def facts(events: list[Event]) -> list[tuple[Any, ...]]:
    return [(e.type, e.milestone, e.attempt, e.occurrence, e.standing) for e in events]
