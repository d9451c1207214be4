"""What is asked of the stream's last minutes, over segments that a test puts there by hand."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relay.core.media import Caption, MediaKind
from relay.core.standing import Spacewalk
from relay.errors import VideoError
from relay.journal.store import Store
from relay.journal.transcript import Transcript
from relay.plugins import Clip
from relay.testing.broadcast import Broadcast
from relay.testing.clock import FakeClock
from relay.testing.hls.making import Recipe
from relay.testing.hls.timemark import picture_time
from relay.video import studio as module
from relay.video.archive import Archive
from relay.video.developing import Developing
from relay.video.files import Files
from relay.video.lapse.samples import Samples
from relay.video.segment import Rung, Segment
from relay.video.stream.resolve import Resolver
from relay.video.stream.watcher import Watcher
from relay.video.studio import NOT_YET, Studio
from relay.video.timing import Timing
from tests.video.cuts import NOON, after, every, segments, shown
from tests.web.told import EVA, HATCH, PLANNED, walk_of

SMALL = Recipe(count=6, width=160, height=90, fps=5)
"""Twelve seconds."""
MUCH = 10**7
WALK = walk_of(PLANNED, HATCH)


class Room:
    """A studio whose stream comes from the hand of a test."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.clock = FakeClock(after(12))
        self.web = Broadcast(self.clock)
        self.heard: list[Caption] = []
        self.archive = Archive(
            Files(folder / "media", 10**8), Samples(folder / "samples"), Transcript(store)
        )
        self.timing = timing = Timing(self.clock.now, self.clock.now)
        self.developing = Developing("NASA", self.archive, lambda: None, timing, self.heard.append)
        self.watcher = Watcher(
            candidates=lambda: (),
            resolver=Resolver(self.web),
            web=self.web,
            clock=self.clock,
            segment=self.developing.take,
            changed=lambda _: asyncio.sleep(0),
        )
        self.studio = self.at(timing)

    def at(self, timing: Timing) -> Studio:
        return Studio(self.watcher, self.developing, self.archive, self.find, timing)

    def find(self, name: str) -> Spacewalk | None:
        return WALK if name == EVA else None

    async def show(self, some: Iterable[Segment]) -> None:
        for segment in some:
            self.watcher.rings[Rung.HIGH].add(segment)
            await self.developing.take(Rung.HIGH, segment)


@pytest.fixture
async def room(store: Store, tmp_path: Path) -> AsyncIterator[Room]:
    made = Room(store, tmp_path)
    await made.archive.open()
    yield made
    await made.developing.close()


async def test_the_picture_of_an_instant_is_the_first_one_from_then_on(room: Room) -> None:
    await room.show(segments(SMALL))
    still, there = await room.studio.still_at(after(3), 0)
    assert (there, still.at, picture_time(still.jpeg)) == (True, after(4), 4000)


async def test_a_picture_that_is_still_to_come_is_waited_for(room: Room) -> None:
    await room.show(segments(SMALL)[:2])
    asked = asyncio.create_task(room.studio.still_at(after(5), 60))
    await asyncio.sleep(0)
    await room.show(segments(SMALL)[2:3])
    assert not asked.done()
    await room.show(segments(SMALL)[3:4])
    still, there = await asked
    assert (there, picture_time(still.jpeg)) == (True, 6000)


async def test_without_patience_the_newest_picture_is_given(room: Room) -> None:
    await room.show(segments(SMALL)[:2])
    still, there = await room.studio.still_at(after(5), 0)
    assert (there, still.at) == (False, after(2))


@pytest.mark.parametrize("seconds", [-31, -3600])
async def test_a_picture_of_long_after_is_not_said_to_be_of_that_instant(
    room: Room, seconds: int
) -> None:
    await room.show(segments(SMALL))
    still, there = await room.studio.still_at(after(seconds), 0)
    assert (there, still.at) == (False, after(10))


async def test_no_picture_at_all_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0)
    assert room.studio.latest() is None
    for asked in (room.studio.still_at(NOON, 0), room.studio.clip_at(NOON, timedelta(0), MUCH)):
        with pytest.raises(VideoError, match="no stream gives a picture"):
            await asked
    with pytest.raises(VideoError) as problem:
        await room.studio.clip(None, timedelta(seconds=10), MUCH)
    assert str(problem.value) == NOT_YET


async def test_a_picture_that_came_long_ago_is_not_of_now(room: Room) -> None:
    await room.show(segments(SMALL))
    newest = room.studio.latest()
    assert newest is not None
    assert newest.at == after(10)
    await room.clock.advance(31)
    assert room.studio.latest() is None


async def test_a_clip_is_cut_when_the_stream_has_shown_it_all(room: Room) -> None:
    await room.show(segments(SMALL)[:2])
    asked = asyncio.create_task(room.studio.clip_at(after(2), timedelta(seconds=6), MUCH))
    await asyncio.sleep(0)
    await room.show(segments(SMALL)[2:4])
    assert not asked.done()
    await room.show(segments(SMALL)[4:5])
    made = await asked
    assert (made.at, made.length, made.credit) == (after(2), timedelta(seconds=6), "NASA")
    assert shown(made.mp4) == every(2, 8)


async def test_the_rest_of_a_clip_that_does_not_come_is_not_waited_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0)
    await room.show(segments(SMALL)[:2])
    made = await room.studio.clip_at(after(1), timedelta(seconds=6), MUCH)
    assert shown(made.mp4) == every(0, 4)


async def test_a_damaged_segment_leaves_the_others_as_they_are(room: Room) -> None:
    first, second, third, *_ = segments(SMALL)
    await room.show([first, replace(second, data=b"\x00" * 9000), third])
    still, there = await room.studio.still_at(after(1), 0)
    assert (there, picture_time(still.jpeg)) == (True, 4000)
    made = await room.studio.clip(NOON, timedelta(seconds=6), MUCH)
    assert shown(made.mp4) == [*every(0, 2), *every(4, 6)]


async def test_what_is_kept_stands_in_the_gallery_while_it_is_there(room: Room) -> None:
    await room.show(segments(SMALL))
    still, _ = await room.studio.still_at(after(3), 0)
    picture = await room.studio.keep(WALK, MediaKind.PICTURE, still, still.at, "hatch-open")
    clip = Clip(mp4=b"film", at=after(2), length=timedelta(seconds=30), credit="NASA")
    film = await room.studio.keep(WALK, MediaKind.CLIP, clip, clip.at, "hatch-open")
    assert picture.name.startswith("us-eva-95-20260806t120004z-hatch-open-")
    assert (picture.at, picture.size, picture.length) == (after(4), len(still.jpeg), None)
    assert (film.at, film.size, film.length) == (after(2), 4, timedelta(seconds=30))
    assert await room.studio.file(film.name) == b"film"

    gone = replace(film, name="us-eva-95-20260806t120000z-gone.mp4")
    walk = replace(WALK, gallery=(gone, film, picture))
    room.find = lambda name: walk if name == EVA else None  # type: ignore[method-assign]
    studio = room.at(room.timing)
    assert await studio.gallery(EVA) == [film, picture]
    assert await studio.file(gone.name) is None
    assert await studio.gallery("us-eva-99") == ()
    assert await studio.said("us-eva-99", "hatch", 9) == ()


async def test_in_a_replay_what_is_seen_is_of_the_relays_time(room: Room) -> None:
    past = timedelta(days=700)
    await room.show(segments(SMALL))
    then = Timing(lambda: room.clock.now() - past, room.clock.now, staged=True)
    newest = room.at(then).latest()
    assert newest is not None
    assert newest.at == after(10) - past
    made = await room.at(then).clip(None, timedelta(seconds=4), MUCH)
    assert made.at == after(8) - past
