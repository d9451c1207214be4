"""The whole way: from a stream on loopback to pictures, clips and claims in the journal."""

import asyncio
import inspect
import itertools
import logging
import os
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import relay
from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.fusion import Fusion
from relay.core.media import MediaKind
from relay.core.milestone import Milestone, Standing, Trust
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity, Plan, Segment
from relay.core.standing import Fact
from relay.errors import VideoError
from relay.filming import Stage, open_footage
from relay.intake import Intake, Parse
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import Observations
from relay.journal.store import Store
from relay.plugins import Document, Footage
from relay.sources.captions import Captions
from relay.testing.clock import FakeClock
from relay.testing.hls.answers import cut, replaced, spoiled
from relay.testing.hls.ladder import Ladder
from relay.testing.hls.origin import Origin
from relay.testing.hls.recipe import Recipe
from relay.testing.hls.timemark import picture_time
from relay.video.section import VideoSection
from relay.video.timing import Timing
from relay.video.unfollowed import Unfollowed
from tests.video.cuts import shown
from tests.web.told import EVA, HATCH, at

RELAY = str(Path(relay.__file__).parent)
NOW = at("12:05")
RECIPE = Recipe(count=5, width=160, height=90, fps=5)
"""Ten seconds, again and again."""
SPOKEN = "THE HATCH IS NOW OPEN."
SPEAKING = replace(RECIPE, captions=((1.0, SPOKEN),))
OPENED = NOW + timedelta(seconds=1)
TOLD = replace(HATCH, occurred_at=OPENED)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A relay whose stream is followed, and the origin of that stream."""

    clock: FakeClock
    origin: Origin
    store: Store
    intake: Intake
    footage: Footage

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Let time pass, slowly enough for the loopback network."""
        for _ in range(4000):
            if is_so():
                return
            await self.clock.advance(0.05)
        raise AssertionError(f"it does not come: {self.footage.watching}")

    async def filled(self) -> None:
        """Follow until all that is listed has been fetched, and the newest is a picture."""
        await self.until(lambda: self.fetched(self.origin.air.count) >= 20)
        await self.until(lambda: self.footage.latest() is not None)

    def fetched(self, below: int) -> int:
        names = {f"high/{index}.ts" for index in range(below)}
        return len(names & {one.path for one in self.origin.asked})

    async def tell(self, event: Event) -> None:
        await self.intake.add(lambda: [event])

    async def media(self, count: int) -> AsyncGenerator[Event, None]:
        """So many events that tell of files, as soon as they come."""
        async for event in Journal(self.store).follow(0):
            if event and event.media:
                yield event
                count -= 1
            if not count:
                return

    async def written(self) -> None:
        """The board is ahead of the journal by one transaction."""
        async for event in Journal(self.store).follow(0):
            if event and event.milestone:
                return

    def shown(self) -> datetime:
        """When the newest picture was taken."""
        still = self.footage.latest()
        return still.at if still else self.origin.air.begin

    def facts(self) -> Mapping[Milestone, Fact]:
        walk = self.intake.board.find(EVA)
        return {
            milestone: fact for milestone in Milestone if walk and (fact := walk.fact(milestone))
        }

    def mark(self, instant: datetime | None) -> float:
        """The time that its picture carries, in milliseconds."""
        assert instant is not None
        return (instant - self.origin.air.begin).total_seconds() % 10 * 1000


@asynccontextmanager
async def broadcast(recipe: Recipe = RECIPE) -> AsyncIterator[tuple[FakeClock, Origin]]:
    clock = FakeClock(NOW)
    ladder = Ladder(parts=(recipe,), low=None)
    async with Origin(ladder, clock=clock, live=True, published=22) as origin:
        origin.air.window = 20
        yield clock, origin


def taking_in(store: Store) -> Intake:
    readers: dict[str, Parse] = {Captions.name: Captions.reader(), "plan": scheduled}
    return Intake(readers, Fusion(Board()), Journal(store), Documents(store, count=9, size=9999))


def scheduled(_: str, seen_at: datetime) -> list[Observation]:
    """EVA 95 is planned for noon."""
    claim = Observation(
        source="plan",
        trust=Trust.AUTOMATIC,
        kind=Topic.SCHEDULE,
        seen_at=seen_at,
        spacewalk=Identity(segment=Segment.US, number="95", near=at("12:00")),
        plan=Plan(start=at("12:00"), coverage=at("10:30")),
        planned=True,
        evidence=Evidence(address="https://plan.example/"),
    )
    return [claim]


def staged(clock: FakeClock, store: Store, intake: Intake, **timing: bool) -> Stage:
    return Stage(
        Journal(store),
        lambda: intake.board,
        Timing(clock.now, clock.now, **timing),
        intake.add,
        intake.take,
        clock,
    )


@asynccontextmanager
async def filming(
    store: Store, folder: Path, recipe: Recipe = RECIPE, *, walk: bool = True
) -> AsyncIterator[Scene]:
    async with broadcast(recipe) as (clock, origin):
        intake = taking_in(store)
        if walk:
            await intake.take(Document("plan", NOW, ""))
        section = VideoSection(
            addresses=(origin.url,), allow_private=True, folder=str(folder / "media")
        )
        async with open_footage(section, store, staged(clock, store, intake)) as footage:
            yield Scene(clock=clock, origin=origin, store=store, intake=intake, footage=footage)


async def test_a_milestone_gets_its_picture_and_its_clip(store: Store, tmp_path: Path) -> None:
    async with filming(store, tmp_path) as scene:
        await scene.filled()
        await scene.until(lambda: scene.shown() > OPENED + timedelta(seconds=20))
        await scene.tell(TOLD)
        told = [event async for event in scene.media(2)]
        assert {one.milestone for one in told} == {Milestone.HATCH_OPEN}
        assert {one.type for one in told} == {EventType.PICTURE_TAKEN, EventType.CLIP_READY}
        made = {one.media.kind: one.media for one in told if one.media}

        picture = made[MediaKind.PICTURE]
        jpeg = await scene.footage.file(picture.name)
        assert jpeg is not None
        assert picture_time(jpeg) == pytest.approx(scene.mark(picture.at), abs=1)
        assert timedelta(0) <= picture.at - OPENED <= timedelta(seconds=2)

        clip = made[MediaKind.CLIP]
        mp4 = await scene.footage.file(clip.name)
        assert mp4 is not None
        assert mp4[4:8] == await scene.footage.part(clip.name, 4, 8)
        assert len(mp4) == await scene.footage.size(clip.name) == clip.size
        marks = shown(mp4)
        assert marks[0] == pytest.approx(scene.mark(clip.at), abs=1)
        assert {(later - one) % 10_000 for one, later in itertools.pairwise(marks)} == {200}
        assert timedelta(0) <= OPENED - timedelta(seconds=10) - clip.at <= timedelta(seconds=2)
        assert clip.length == timedelta(seconds=len(marks) * 0.2)
        assert timedelta(seconds=30) <= clip.length <= timedelta(seconds=33)

        walk = scene.intake.board.find(EVA)
        assert walk is not None
        assert walk.picture == picture
        assert {one.name for one in await scene.footage.gallery(EVA)} == {clip.name, picture.name}


async def test_what_is_said_stands_in_the_transcript_and_is_a_claim(
    store: Store, tmp_path: Path
) -> None:
    async with filming(store, tmp_path, SPEAKING) as scene:
        await scene.until(lambda: Milestone.HATCH_OPEN in scene.facts())
        await scene.written()
        said = await scene.footage.said(EVA, "hatch", 9)
        assert {one.text for one in said} == {SPOKEN}
        known = await Observations(store).all()
        (claim, *_) = [one for one in known if one.observation.source == Captions.name]
        at_once = claim.observation.occurred_at
        assert (claim.spacewalk, claim.observation.kind) == (EVA, Milestone.HATCH_OPEN)
        assert at_once in {one.at for one in said}
        # It is typed for two seconds, from the first one of every ten.
        assert 1000 <= scene.mark(at_once) <= 4500
        assert scene.facts()[Milestone.HATCH_OPEN].standing is Standing.REPORTED


async def test_a_picture_for_who_asks_while_nobody_walks(store: Store, tmp_path: Path) -> None:
    async with filming(store, tmp_path, walk=False) as scene:
        await scene.clock.advance(60)
        assert scene.origin.asked == []
        asked = asyncio.create_task(scene.footage.snapshot())
        await scene.until(asked.done)
        still = await asked
        assert picture_time(still.jpeg) == pytest.approx(scene.mark(still.at), abs=1)
        assert scene.clock.now() - still.at <= timedelta(seconds=10)
        assert scene.footage.watching.title

        # Three minutes later nothing is asked for any more.
        await scene.clock.advance(181)
        assert not scene.footage.watching.title
        before = len(scene.origin.asked)
        await scene.clock.advance(120)
        assert len(scene.origin.asked) == before
        assert scene.footage.latest() is None


async def test_it_is_followed_as_long_as_somebody_walks(store: Store, tmp_path: Path) -> None:
    async with filming(store, tmp_path) as scene:
        await scene.filled()
        await scene.clock.advance(60)
        asked = len(scene.origin.asked)
        await scene.until(lambda: len(scene.origin.asked) > asked + 3)
        assert scene.footage.watching.title


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (spoiled(), "damaged|cannot be decoded"),
        (cut(0.1, honest=True), "damaged|cannot be decoded|no picture"),
        (replaced(b"\x00" * 5000), "neither MPEG-TS nor MP4"),
        (replaced(b"#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n"), "neither MPEG-TS nor MP4"),
        (replaced(b""), "is empty"),
    ],
    ids=["spoiled", "cut", "zeros", "playlist", "empty"],
)
async def test_damaged_segments_are_told_and_outlived(
    store: Store,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    answer: object,
    why: str,
) -> None:
    async with filming(store, tmp_path) as scene:
        await scene.filled()
        scene.origin.fail(answer, times=0)  # type: ignore[arg-type]
        await scene.until(lambda: bool(scene.footage.watching.problem))
        assert scene.footage.watching.title
        assert scene.footage.watching.lost_since is None
        await scene.until(lambda: scene.footage.watching.lost_since is not None)
        watching = scene.footage.watching
        assert re.search(why, watching.problem)
        assert scene.footage.latest() is None
        warned = [one for one in caplog.records if one.levelno >= logging.WARNING]
        assert 1 <= len(warned) <= 2
        assert "of the high rung" in warned[0].getMessage()
        with pytest.raises(VideoError, match=why):
            await scene.footage.clip(None, timedelta(seconds=9), 10**7)

        scene.origin.heal()
        await scene.until(lambda: scene.footage.latest() is not None)
        assert scene.footage.watching == replace(watching, problem="", lost_since=None)
        await scene.tell(replace(TOLD, time=scene.shown(), occurred_at=None))
        (event,) = [event async for event in scene.media(1)]
        assert event.type is EventType.PICTURE_TAKEN


async def refused(footage: Footage) -> str:
    with pytest.raises(VideoError) as problem:
        await footage.snapshot()
    return str(problem.value)


async def test_nothing_is_followed_where_it_is_switched_off(store: Store, tmp_path: Path) -> None:
    clock, intake = FakeClock(NOW), taking_in(store)
    folder = tmp_path / "media"
    of_a_replay = staged(clock, store, intake, staged=True)
    for section, stage in (
        (VideoSection(enabled=False, folder=str(folder)), staged(clock, store, intake)),
        (VideoSection(folder=str(folder)), of_a_replay),
        (VideoSection(folder=str(folder)), None),
    ):
        async with open_footage(section, store, stage) as footage:
            assert isinstance(footage, Unfollowed)
            assert "switched off" in await refused(footage)
    assert not folder.exists()


async def test_a_folder_that_cannot_be_used(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "media").write_text("a file lies in the way")
    stage = staged(FakeClock(NOW), store, taking_in(store))
    section = VideoSection(folder=str(tmp_path / "media"))
    async with open_footage(section, store, stage) as footage:
        assert isinstance(footage, Unfollowed)
        assert "name another folder in [video]" in footage.watching.problem
        assert await refused(footage) == footage.watching.problem
    (error,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert error.getMessage() == f"the live stream is not followed: {footage.watching.problem}"


def children() -> set[str]:
    """Processes that this one has begun and that have not ended."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {pid for one in listed for pid in one.read_text().split()}


def at_work() -> set[str]:
    """What runs in the tasks of the relay."""
    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    return {
        one.__qualname__
        for one in coroutines
        if inspect.iscoroutine(one) and inspect.getfile(one.cr_code).startswith(RELAY)
    }


async def test_at_the_end_nothing_goes_on(store: Store, tmp_path: Path) -> None:
    before = children()
    async with filming(store, tmp_path) as scene:
        await scene.filled()
        # A clip that waits for what the stream has not shown yet.
        await scene.tell(replace(TOLD, occurred_at=NOW + timedelta(seconds=60)))
        await scene.until(lambda: "_or_not" in at_work())
        assert {"keep_going", "Search.run", "Outbox.run"} <= at_work()
        assert len(children() - before) == 1
    assert children() == before
    assert at_work() - {"Origin._serve"} == set()
