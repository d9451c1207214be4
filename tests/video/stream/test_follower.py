import asyncio
import itertools
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from relay.testing.broadcast import Broadcast, Channel
from relay.testing.clock import FakeClock
from relay.video.segment import Ring, Rung, Segment
from relay.video.stream.fetch import FetchFailed
from relay.video.stream.follower import FollowEnded, Follower
from relay.video.stream.loader import Feed

NOW = datetime(2026, 8, 6, 12, 0, 1, tzinfo=UTC)
BEGUN = NOW - timedelta(seconds=61)


class Stage:
    def __init__(self, **channel: float | int) -> None:
        self.clock = FakeClock(NOW)
        self.channel = Channel("one", BEGUN, **channel)  # type: ignore[arg-type]
        self.web = Broadcast(self.clock, self.channel)
        self.ring = Ring(seconds=180, size=1_000_000)
        self.told: list[tuple[Segment, datetime]] = []
        self.follower = Follower(Rung.HIGH, self.ring, self.clock, self._tell)

    def _tell(self, rung: Rung, segment: Segment) -> None:
        self.told.append((segment, self.clock.now()))

    def follow(self, address: str = "") -> "asyncio.Task[None]":
        feed = Feed(self.web, address or self.channel.address)
        return asyncio.create_task(self.follower.follow(feed))

    @asynccontextmanager
    async def following(self) -> AsyncIterator["asyncio.Task[None]"]:
        work = self.follow()
        await self.clock.asleep()
        yield work
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    async def ended(self, work: "asyncio.Task[None]", within: float) -> str:
        await self.clock.advance(within)
        assert work.done()
        problem = work.exception()
        assert isinstance(problem, FollowEnded)
        return str(problem)

    @property
    def numbers(self) -> list[int]:
        return [one.number for one in self.ring]

    @property
    def runs(self) -> list[int]:
        return [one.run for one in self.ring]


async def test_newest_comes_first_and_the_listed_ones_fill_in_behind() -> None:
    stage = Stage()
    async with stage.following():
        await stage.clock.advance(0)
        assert [one.number for one, _ in stage.told] == [130]
        assert stage.web.segments() == ["130.ts", "129.ts", "128.ts", "127.ts"]
        assert stage.numbers == [127, 128, 129, 130]
        assert len(set(stage.runs)) == 1


async def test_backlog_ends_at_a_discontinuity_and_after_90_seconds() -> None:
    stage = Stage(listed=100, number=200)
    stage.channel.breaks = {229}
    async with stage.following():
        await stage.clock.advance(0)
        assert stage.numbers == [229, 230]
    long = Stage(listed=100, number=200)
    async with long.following():
        await long.clock.advance(0)
        assert len(long.ring) == 45


async def test_each_segment_is_fetched_once_whatever_its_name() -> None:
    stage = Stage()
    async with stage.following():
        await stage.clock.advance(60)
    assert stage.numbers == list(range(127, 161))
    assert len(stage.web.segments()) == len(set(stage.web.segments())) == len(stage.numbers)


async def test_starts_are_the_streams_own_with_the_configured_offset() -> None:
    stage = Stage()
    stage.follower = Follower(Rung.HIGH, stage.ring, stage.clock, stage._tell, offset=1.5)
    async with stage.following():
        await stage.clock.advance(4)
    for one in stage.ring:
        assert one.exact
        published = stage.channel.published(one.number)
        assert one.start == published - timedelta(seconds=2) + timedelta(seconds=1.5)


async def test_starts_are_estimated_where_the_stream_says_none_and_stay_continuous() -> None:
    stage = Stage()
    stage.channel.timed = False
    async with stage.following():
        await stage.clock.advance(40)
    segments = list(stage.ring)
    assert not any(one.exact for one in segments)
    seams = [later.start - one.end for one, later in itertools.pairwise(segments)]
    assert max(seams) == timedelta(0)
    assert min(seams) > -timedelta(seconds=2)
    assert sum(seam < timedelta(0) for seam in seams) <= 4  # pulled back while phase is found
    newest = segments[-1]
    true = stage.channel.published(newest.number) - timedelta(seconds=2)
    assert timedelta(0) <= newest.start - true <= timedelta(seconds=0.25)


@pytest.mark.parametrize("length", [1.0, 2.0, 4.0, 6.0])
async def test_segments_are_in_the_ring_soon_after_they_are_published(length: float) -> None:
    stage = Stage(length=length)
    async with stage.following():
        await stage.clock.advance(60 * length)
    lags = [
        (when - stage.channel.published(one.number)).total_seconds() for one, when in stage.told
    ]
    assert statistics.median(lags[5:]) < 0.25
    loads = stage.web.asked.count(stage.channel.address)
    assert loads <= 62


async def test_discontinuity_and_gap_in_numbers_begin_new_runs() -> None:
    stage = Stage()
    stage.channel.breaks = {133}
    stage.channel.tags = {136: "#EXT-X-GAP\n"}
    async with stage.following():
        await stage.clock.advance(20)
    runs = dict(zip(stage.numbers, stage.runs, strict=True))
    assert runs[132] == runs[130] != runs[133] == runs[135]
    assert runs[137] not in (runs[135], runs[130])
    assert "136.ts" not in stage.web.segments()


async def test_a_new_header_begins_a_new_run_and_is_fetched_once() -> None:
    stage = Stage()
    for number in range(120, 150):
        name = "a" if number < 133 else "b"
        stage.channel.tags[number] = f'#EXT-X-MAP:URI="{name}.mp4"\n'
    async with stage.following():
        await stage.clock.advance(12)
    headers = {one.number: one.header for one in stage.ring}
    assert headers[132] == b"a.mp4"
    assert headers[133] == b"b.mp4"
    assert len(set(stage.runs)) == 2
    assert [one for one in stage.web.asked if one.endswith("mp4")] == [
        "http://one.example/a.mp4",
        "http://one.example/b.mp4",
    ]


async def test_segment_that_is_not_there_yet_is_asked_for_again() -> None:
    stage = Stage()
    gone = FetchFailed("not yet", 404)
    stage.web.instead["http://one.example/132.ts"] = [gone]
    async with stage.following():
        await stage.clock.advance(8)
    assert 132 in stage.numbers
    assert len(set(stage.runs)) == 1


async def test_segment_that_fails_twice_is_passed_over_and_leaves_a_seam() -> None:
    stage = Stage()
    cut = FetchFailed("5 of 10 bytes came")
    stage.web.instead["http://one.example/132.ts"] = [cut, cut]
    async with stage.following():
        await stage.clock.advance(8)
    assert 132 not in stage.numbers
    runs = dict(zip(stage.numbers, stage.runs, strict=True))
    assert runs[131] != runs[133]
    assert stage.web.segments().count("132.ts") == 2


async def test_numbers_that_begin_anew_are_followed() -> None:
    stage = Stage()
    async with stage.following():
        await stage.clock.advance(4)
        restart = stage.clock.now() + timedelta(seconds=3)
        stage.channel.begun, stage.channel.number = restart, 3
        await stage.clock.advance(12)
    after = [one for one in stage.ring if one.number < 100]
    assert [one.number for one in after] == sorted(one.number for one in after)
    assert after
    assert {one.run for one in after}.isdisjoint({one.run for one in stage.ring} - {after[0].run})


@pytest.mark.parametrize("timed", [True, False])
async def test_list_that_is_behind_is_waited_for(timed: bool) -> None:
    stage = Stage()
    stage.channel.timed = timed
    async with stage.following():
        await stage.clock.advance(4)
        old = stage.channel.playlist(stage.clock.now() - timedelta(seconds=6)).encode()
        stage.web.instead[stage.channel.address] = [old]
        await stage.clock.advance(10)
    assert stage.numbers == sorted(set(stage.numbers))
    assert len(set(stage.runs)) == 1


async def test_newly_signed_address_goes_on_without_a_seam() -> None:
    stage = Stage()
    async with stage.following():
        await stage.clock.advance(4)
        stage.follower.move(Feed(stage.web, stage.channel.address + "?token=2"))
        await stage.clock.advance(8)
    lists = [one for one in stage.web.asked if "m3u8" in one]
    assert lists[-1].endswith("?token=2")
    assert stage.numbers == list(range(127, stage.numbers[-1] + 1))
    assert stage.numbers[-1] >= 135
    assert len(set(stage.runs)) == 1


async def test_without_times_a_new_address_is_a_new_run() -> None:
    stage = Stage()
    stage.channel.timed = False
    async with stage.following():
        await stage.clock.advance(4)
        stage.follower.move(Feed(stage.web, stage.channel.address + "?token=2"))
        await stage.clock.advance(8)
    assert len(set(stage.runs)) == 2


async def test_other_stream_at_the_new_address_is_a_new_run() -> None:
    stage = Stage()
    other = Channel("two", BEGUN + timedelta(seconds=0.5), number=90)
    stage.web.channels["two.example"] = other
    async with stage.following():
        await stage.clock.advance(4)
        before = set(stage.runs)
        stage.follower.move(Feed(stage.web, other.address))
        await stage.clock.advance(8)
    assert len(before) == 1
    assert len(set(stage.runs)) == 2
    assert stage.numbers[-1] < 130


async def test_stream_that_stands_still_ends_after_three_target_durations() -> None:
    stage = Stage()
    work = stage.follow()
    await stage.clock.advance(4)
    stage.channel.stopped = stage.clock.now()
    await stage.clock.advance(5)
    assert not work.done()
    assert "nothing new came" in await stage.ended(work, 3)


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_playlist_that_is_gone_ends_at_once(status: int) -> None:
    stage = Stage()
    work = stage.follow()
    await stage.clock.advance(4)
    stage.channel.status = status
    assert str(status) in await stage.ended(work, 3)


async def test_playlist_that_fails_now_and_then_is_loaded_again() -> None:
    stage = Stage()
    async with stage.following() as work:
        stage.web.instead[stage.channel.address] = [FetchFailed("busy", 503), b"\x00\xff"]
        await stage.clock.advance(12)
        assert not work.done()
    assert stage.numbers == list(range(127, stage.numbers[-1] + 1))
    assert stage.numbers[-1] >= 135
    assert len(set(stage.runs)) == 1


async def test_end_of_the_stream_is_told_after_its_last_segment() -> None:
    stage = Stage()
    work = stage.follow()
    await stage.clock.advance(4)
    stage.channel.ended = True
    stage.channel.stopped = stage.clock.now() + timedelta(seconds=2)
    last = stage.channel.newest(stage.channel.stopped)
    await stage.clock.advance(1)
    assert "ended" in await stage.ended(work, 4)
    assert stage.numbers[-1] in (last, last - 1)


async def test_recording_is_no_live_stream() -> None:
    stage = Stage()
    stage.channel.ended = True
    assert "ended" in await stage.ended(stage.follow(), 1)
    assert not stage.told


async def test_encrypted_stream_is_refused() -> None:
    stage = Stage()
    stage.channel.tags = {127: '#EXT-X-KEY:METHOD=AES-128,URI="key"\n'}
    assert "encrypted" in await stage.ended(stage.follow(), 1)
    assert stage.web.segments() == []


async def test_stream_that_is_encrypted_from_some_time_on_is_followed_until_then() -> None:
    stage = Stage()
    work = stage.follow()
    await stage.clock.advance(4)
    stage.channel.tags = {134: '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="key"\n'}
    assert "encrypted" in await stage.ended(work, 6)
    assert stage.numbers == list(range(127, 134))
    assert "134.ts" not in stage.web.segments()


@pytest.mark.parametrize(
    ("tag", "end"), [("#EXT-X-GAP", ""), ("#EXT-X-KEY:METHOD=AES-128", "#EXT-X-KEY:METHOD=NONE")]
)
async def test_backlog_ends_at_what_is_not_there_or_encrypted(tag: str, end: str) -> None:
    stage = Stage()
    stage.channel.tags = {128: f"{tag}\n", 129: f"{end}\n"}
    async with stage.following():
        await stage.clock.advance(0)
        assert stage.numbers == [129, 130]
        assert stage.web.segments() == ["130.ts", "129.ts"]


@pytest.mark.parametrize("status", [403, 410])
async def test_segment_that_is_refused_ends_it(status: int) -> None:
    stage = Stage()
    no = FetchFailed(f"one.example answered {status}", status)
    stage.web.instead["http://one.example/132.ts"] = [no, no]
    assert str(status) in await stage.ended(stage.follow(), 6)
    assert 132 not in stage.numbers


async def test_playlist_that_names_nothing_usable_says_why() -> None:
    stage = Stage()
    work = stage.follow()
    await stage.clock.advance(4)
    hostile = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n"
    stage.web.instead[stage.channel.address] = [hostile] * 20
    assert "only http and https are fetched, not 'file'" in await stage.ended(work, 10)


async def test_ring_keeps_what_came_before_the_stream_was_followed_again() -> None:
    stage = Stage()
    work = stage.follow()
    await stage.clock.advance(4)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    had = stage.numbers
    await stage.clock.advance(30)
    async with stage.following():
        await stage.clock.advance(2)
    assert stage.numbers[: len(had)] == had
    assert len(set(stage.runs)) == 2
    starts = [one.start for one in stage.ring]
    assert starts == sorted(starts)


async def test_numbers_near_the_limit_of_64_bits() -> None:
    stage = Stage(number=2**62)
    async with stage.following():
        await stage.clock.advance(6)
    assert stage.numbers[-1] > 2**62
