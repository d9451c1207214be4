"""A picture and a clip of what happens: of the right instant, once, and never in the way."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relay.core.event import Event, EventType
from relay.core.media import Media, MediaKind
from relay.core.milestone import Milestone, Standing
from relay.core.standing import Spacewalk
from relay.errors import VideoError
from relay.plugins import Clip, Still
from relay.supervisor import cancel
from relay.testing.site import Stage, stage
from relay.video.moments import BEFORE, LENGTH, Camera, Moments
from relay.video.timing import Timing
from tests.web.told import BEGUN, ENDED, EVA, HATCH, PLANNED, SUMMED, TASK, at, planned, reached

JPEG, MP4 = b"a picture", b"a clip"


class FakeCamera(Camera):
    """Has a picture of every instant, but for what a test takes away."""

    def __init__(self) -> None:
        self.asked: list[datetime] = []
        self.clips: list[tuple[datetime, timedelta]] = []
        self.there = self.kept = True
        self.problem = ""
        self.lapses = 0
        self.forgotten: list[str] = []

    async def still_at(self, at: datetime, patience: float) -> tuple[Still, bool]:
        self._may(patience)
        self.asked.append(at)
        return Still(jpeg=JPEG, at=at, credit="NASA"), self.there

    async def clip_at(self, start: datetime, length: timedelta, most: int) -> Clip:
        self._may(most)
        self.clips.append((start, length))
        return Clip(mp4=MP4, at=start, length=length, credit="NASA")

    async def hyperlapse(self, walk: Spacewalk, most: int) -> Clip:
        self._may(most)
        self.lapses += 1
        return Clip(mp4=MP4, at=at("12:06"), length=timedelta(seconds=70))

    def has_kept(self, walk: Spacewalk) -> bool:
        return self.kept and walk.origin not in self.forgotten

    async def forget(self, walk: Spacewalk) -> None:
        self.forgotten.append(walk.origin)

    async def keep(
        self, walk: Spacewalk, kind: MediaKind, made: Still | Clip, at: datetime, what: str
    ) -> Media:
        data = made.jpeg if isinstance(made, Still) else made.mp4
        return Media(name=f"{walk.id}-{what}-{kind}.jpg", kind=kind, at=at, size=len(data))

    def _may(self, most: float) -> None:
        assert most > 0
        if self.problem:
            raise VideoError(self.problem)


class Scene:
    """Moments over a real journal, whose events are told by hand."""

    def __init__(self, made: Stage) -> None:
        self.stage = made
        self.camera = FakeCamera()
        self.filmed = EVA
        timing = Timing(lambda: made.now, lambda: made.now)
        self.moments = Moments(
            made.site.journal,
            lambda: made.board,
            lambda: made.board.find(self.filmed),
            self.camera,
            timing,
            self._add,
        )

    async def _add(self, due: Callable[[], Sequence[Event]]) -> None:
        await self.stage.tell(due())

    async def told(self, *events: Event) -> list[Event]:
        """What was made of these, and of whatever is told besides."""
        running = asyncio.create_task(self.moments.run())
        await asyncio.sleep(0)
        before = asyncio.all_tasks()
        for event in events:
            self.stage.now = event.time
            await self.stage.tell([event])
        for _ in range(10):
            await asyncio.sleep(0)
        await asyncio.gather(*(asyncio.all_tasks() - before))
        await cancel(running)
        every = await self.stage.site.journal.events()
        return [one for one in every if one.media]


@asynccontextmanager
async def filming(*before: Event) -> AsyncIterator[Scene]:
    async with stage(before, at("11:00")) as made:
        yield Scene(made)


def kinds(events: Sequence[Event]) -> list[tuple[MediaKind, Milestone | None]]:
    return sorted((one.media.kind, one.milestone) for one in events if one.media)


async def test_a_milestone_has_a_picture_and_a_clip_around_its_own_time() -> None:
    async with filming(PLANNED) as scene:
        made = await scene.told(HATCH)
        both = [(kind, Milestone.HATCH_OPEN) for kind in (MediaKind.CLIP, MediaKind.PICTURE)]
        assert both == kinds(made)
        assert [at("12:04")] == scene.camera.asked
        assert [(at("12:04") - BEFORE, LENGTH)] == scene.camera.clips
        walk = scene.stage.board.find(EVA)
        assert walk is not None
        assert walk.picture == next(m.media for m in made if m.type is EventType.PICTURE_TAKEN)


async def test_a_picture_that_came_too_late_is_not_said_to_be_of_the_milestone() -> None:
    async with filming(PLANNED) as scene:
        scene.camera.there = False
        made = await scene.told(HATCH)
        assert (MediaKind.PICTURE, None) in kinds(made)


async def test_a_milestone_of_no_known_time_has_a_picture_of_now_and_no_clip() -> None:
    async with filming(PLANNED) as scene:
        unknown = reached(Milestone.EGRESS)
        assert [(MediaKind.PICTURE, None)] == kinds(await scene.told(unknown))
        assert [unknown.time] == scene.camera.asked


async def test_a_task_has_a_picture_only() -> None:
    async with filming(PLANNED, BEGUN) as scene:
        assert [(MediaKind.PICTURE, Milestone.TASK)] == kinds(await scene.told(TASK))


@pytest.mark.parametrize(
    "event",
    [
        replace(HATCH, type=EventType.MILESTONE_CONFIRMED, revision=2),
        replace(HATCH, type=EventType.MILESTONE_CORRECTED, standing=Standing.RETRACTED),
        replace(HATCH, scope="discord:1"),
    ],
    ids=["confirmed", "retracted", "of one community"],
)
async def test_no_picture_of_what_is_not_news_for_everyone(event: Event) -> None:
    async with filming(PLANNED) as scene:
        assert [] == await scene.told(event)


async def test_no_picture_of_a_spacewalk_that_is_not_followed() -> None:
    async with filming(PLANNED, planned(at("12:00"), spacewalk="us-2026-09-01")) as scene:
        assert [] == await scene.told(replace(HATCH, spacewalk="us-2026-09-01"))
        scene.filmed = ""
        assert [] == await scene.told(HATCH)


async def test_without_a_stream_everything_else_goes_on() -> None:
    async with filming(PLANNED) as scene:
        scene.camera.problem = "no stream gives a picture"
        assert [] == await scene.told(HATCH)
        scene.camera.problem = ""
        assert [
            (MediaKind.CLIP, Milestone.EVA_START),
            (MediaKind.PICTURE, Milestone.EVA_START),
        ] == (kinds(await scene.told(BEGUN)))


def lapses(events: Sequence[Event]) -> int:
    return sum(one.media is not None and one.media.kind is MediaKind.HYPERLAPSE for one in events)


async def test_the_hyperlapse_is_made_once_however_late_the_end_is_known() -> None:
    async with filming(PLANNED, HATCH, BEGUN, ENDED, SUMMED) as scene:
        scene.stage.now = at("20:00")
        scene.filmed = ""
        await scene.moments.settle()
        await scene.stage.tell([replace(SUMMED, revision=2)])
        await scene.moments.settle()
        assert 1 == lapses(await scene.told())
        assert ([EVA], 1) == (scene.camera.forgotten, scene.camera.lapses)


async def test_an_end_that_nobody_confirms_is_waited_for() -> None:
    unsure = replace(ENDED, firm=False, standing=Standing.REPORTED)
    async with filming(PLANNED, HATCH, BEGUN, unsure, SUMMED) as scene:
        scene.stage.now = at("19:00")
        await scene.moments.settle()
        assert 0 == scene.camera.lapses
        await scene.stage.tell([replace(ENDED, type=EventType.MILESTONE_CONFIRMED, revision=2)])
        await scene.moments.settle()
        assert 1 == scene.camera.lapses


async def test_a_hyperlapse_that_fails_is_tried_again_after_a_while() -> None:
    async with filming(PLANNED, HATCH, BEGUN, ENDED, SUMMED) as scene:
        scene.stage.now, scene.camera.problem = at("19:00"), "the disk is full"
        await scene.moments.settle()
        scene.camera.problem = ""
        await scene.moments.settle()
        assert 0 == scene.camera.lapses
        scene.stage.now = at("19:11")
        await scene.moments.settle()
        assert 1 == scene.camera.lapses


async def test_what_was_not_kept_makes_no_hyperlapse() -> None:
    async with filming(PLANNED, HATCH, BEGUN, ENDED, SUMMED) as scene:
        scene.stage.now, scene.camera.kept = at("19:00"), False
        await scene.moments.settle()
        assert 0 == scene.camera.lapses
