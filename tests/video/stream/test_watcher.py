import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from relay.core.spacewalk import Stream
from relay.plugins import Watching
from relay.testing.broadcast import Broadcast, Channel
from relay.testing.clock import FakeClock
from relay.video.segment import Rung, Segment
from relay.video.stream.health import Candidate, Change
from relay.video.stream.pages import Found, Pages
from relay.video.stream.resolve import Resolver
from relay.video.stream.watcher import Watcher

NOW = datetime(2026, 8, 6, 12, 0, 1, tzinfo=UTC)
BEGUN = NOW - timedelta(seconds=61)


class Stage:
    def __init__(self, *names: str) -> None:
        self.clock = FakeClock(NOW)
        self.channels = [Channel(name, BEGUN) for name in names]
        self.web = Broadcast(self.clock, *self.channels)
        self.candidates = [
            Candidate(Stream(url=one.address, title=one.name.title())) for one in self.channels
        ]
        self.segments: list[tuple[Rung, Segment]] = []
        self.changes: list[tuple[str, str, float]] = []
        self.watcher = self.watching()

    def watching(self, pages: Pages | None = None) -> Watcher:
        return Watcher(
            candidates=lambda: self.candidates,
            resolver=Resolver(self.web, pages=pages),
            web=self.web,
            clock=self.clock,
            segment=self._segment,
            changed=self._changed,
        )

    async def _segment(self, rung: Rung, segment: Segment) -> None:
        self.segments.append((rung, segment))

    async def _changed(self, change: Change) -> None:
        at = (self.clock.now() - NOW).total_seconds()
        self.changes.append((change.kind, change.stream.title, at))

    @asynccontextmanager
    async def running(self, seconds: float = 3600) -> AsyncIterator[None]:
        work = asyncio.create_task(self.watcher.run())
        if seconds:
            self.watcher.want(self.clock.now() + timedelta(seconds=seconds))
        await self.clock.advance(0)
        yield
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    def stop(self, place: int = 0) -> None:
        self.channels[place].stopped = self.clock.now()

    def start(self, place: int = 0) -> None:
        self.channels[place].stopped = None

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind, title) for kind, title, _ in self.changes]

    @property
    def came(self) -> list[int]:
        return [one.number for rung, one in self.segments if rung is Rung.HIGH]


async def test_nothing_is_done_while_nobody_wants_a_stream() -> None:
    stage = Stage("one")
    async with stage.running(seconds=0):
        await stage.clock.advance(3600)
        assert stage.web.asked == []
        assert stage.clock.next_due is None
        assert stage.watcher.watching == Watching()


async def test_follows_until_it_is_no_longer_wanted_and_forgets() -> None:
    stage = Stage("one")
    async with stage.running(seconds=30):
        await stage.clock.advance(20)
        stage.watcher.want(NOW + timedelta(seconds=60))
        stage.watcher.want(NOW + timedelta(seconds=10))
        await stage.clock.advance(39)
        assert stage.watcher.watching.title == "One"
        assert stage.watcher.watching.player == "", "it is not of https"
        assert len(stage.watcher.rings[Rung.HIGH]) > 25
        await stage.clock.advance(10)
        asked = len(stage.web.asked)
        await stage.clock.advance(600)
        assert len(stage.web.asked) == asked
        assert stage.clock.next_due is None
        assert len(stage.watcher.rings[Rung.HIGH]) == 0
        assert stage.watcher.watching == Watching()
        stage.watcher.want(stage.clock.now() + timedelta(seconds=30))
        await stage.clock.advance(5)
        assert stage.watcher.watching.title == "One"


async def test_live_is_told_once_it_has_held() -> None:
    stage = Stage("one")
    async with stage.running():
        await stage.clock.advance(4)
        assert stage.changes == []
        await stage.clock.advance(120)
    assert stage.kinds == [("live", "One")]
    assert 5 <= stage.changes[0][2] <= 8


async def test_failover_down_and_back_keeps_the_ring() -> None:
    stage = Stage("one", "two")
    async with stage.running():
        await stage.clock.advance(20)
        before = [one.number for one in stage.watcher.rings[Rung.HIGH]]
        stage.stop()
        await stage.clock.advance(40)
        assert stage.watcher.watching.title == "Two"
        assert stage.kinds == [("live", "One"), ("changed", "Two")]
        ring = stage.watcher.rings[Rung.HIGH]
        assert [one.number for one in ring][: len(before)] == before
        assert len({one.run for one in ring}) >= 2
        stage.start()
        await stage.clock.advance(150)
        assert stage.watcher.watching.title == "One"
    assert stage.kinds[-1] == ("changed", "One")
    assert "lost" not in dict(stage.kinds)


async def test_begins_with_the_best_stream_each_time() -> None:
    stage = Stage("one", "two")
    stage.stop()
    async with stage.running(seconds=30):
        await stage.clock.advance(25)
        assert stage.watcher.watching.title == "Two"
        await stage.clock.advance(10)
        stage.start()
        stage.watcher.want(stage.clock.now() + timedelta(seconds=30))
        await stage.clock.advance(3)
        assert stage.watcher.watching.title == "One"


async def test_better_stream_that_only_stands_is_not_gone_back_to() -> None:
    stage = Stage("one", "two")
    stage.stop()
    async with stage.running():
        await stage.clock.advance(400)
        assert stage.watcher.watching.title == "Two"
        looked = stage.web.asked.count(stage.channels[0].address)
        await stage.clock.advance(600)
        assert stage.web.asked.count(stage.channels[0].address) - looked < 30
    assert stage.kinds == [("live", "Two")]
    assert len({one.run for _, one in stage.segments}) == 2


async def test_same_source_is_resolved_again_before_the_next_is_taken() -> None:
    stage = Stage("one", "two")
    async with stage.running():
        await stage.clock.advance(40)
        stage.channels[0].status = 403
        await stage.clock.advance(3)
        stage.channels[0].status = 200
        await stage.clock.advance(3)
    resolved = [one for one in stage.web.asked if one.startswith("http://two")]
    assert len(resolved) <= 12
    assert ("lost", "One") not in stage.kinds


async def test_short_interruption_says_nothing() -> None:
    stage = Stage("one")
    async with stage.running():
        await stage.clock.advance(20)
        stage.stop()
        await stage.clock.advance(22)
        stage.start()
        await stage.clock.advance(60)
    assert stage.kinds == [("live", "One")]


async def test_lost_is_told_after_half_a_minute_and_live_when_it_is_back() -> None:
    stage = Stage("one")
    async with stage.running():
        await stage.clock.advance(200)
        stage.stop()
        await stage.clock.advance(28)
        assert stage.kinds == [("live", "One")]
        await stage.clock.advance(60)
        assert stage.kinds == [("live", "One"), ("lost", "One")]
        lost = stage.watcher.watching
        assert lost.lost_since is not None
        assert lost.problem
        assert lost.title == ""
        stage.start()
        await stage.clock.advance(90)
        assert stage.watcher.watching.lost_since is None
        assert stage.watcher.watching.problem == ""
    assert stage.kinds == [("live", "One"), ("lost", "One"), ("live", "One")]


async def test_flapping_repeats_no_alert_within_two_minutes() -> None:
    stage = Stage("one")
    async with stage.running():
        for _ in range(12):
            await stage.clock.advance(20)
            stage.stop()
            await stage.clock.advance(40)
            stage.start()
    for kind in ("live", "lost"):
        times = [at for told, _, at in stage.changes if told == kind]
        assert all(later - one >= 120 for one, later in itertools.pairwise(times))
    assert len(stage.changes) >= 4


async def test_all_sources_fail_and_are_tried_again_more_and_more_rarely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    stage = Stage("one", "two")
    for one in stage.channels:
        one.status = 404
    async with stage.running():
        await stage.clock.advance(600)
        assert 18 <= len(stage.web.asked) <= 40
        assert "404" in stage.watcher.watching.problem
        lines = [one for one in caplog.records if one.name.startswith("relay.video")]
        assert len(lines) <= 11
        for one in stage.channels:
            one.status = 200
        await stage.clock.advance(70)
        assert stage.watcher.watching.title == "One"


async def test_no_stream_is_known_until_one_is() -> None:
    stage = Stage("one")
    known, stage.candidates = stage.candidates, []
    async with stage.running():
        await stage.clock.advance(30)
        assert stage.watcher.watching.problem == "no stream is known"
        stage.candidates = known
        await stage.clock.advance(20)
        assert stage.watcher.watching.title == "One"


async def test_better_stream_that_is_new_in_the_list_is_taken() -> None:
    stage = Stage("one", "two")
    all_of_them, stage.candidates = stage.candidates, stage.candidates[1:]
    async with stage.running():
        await stage.clock.advance(30)
        assert stage.watcher.watching.title == "Two"
        stage.candidates = all_of_them
        await stage.clock.advance(30)
        assert stage.watcher.watching.title == "One"


class Signing(Pages):
    """Signs the same address anew each time, for 100 s."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.asked: list[float] = []

    async def find(self, address: str, *, private: bool) -> Found:
        now = self._stage.clock.now()
        self.asked.append((now - NOW).total_seconds())
        until = int((now + timedelta(seconds=100)).timestamp())
        return Found(f"{self._stage.channels[0].address}?n={len(self.asked)}&exp={until}")


async def test_addresses_are_renewed_before_they_expire_without_a_seam() -> None:
    stage = Stage("one")
    pages = Signing(stage)
    stage.candidates = [Candidate(Stream(url="http://page.example/", title="One"), trusted=True)]
    stage.watcher = stage.watching(pages)
    async with stage.running():
        await stage.clock.advance(79)
        assert pages.asked == [0.0]
        assert stage.watcher.watching.player == ""
        await stage.clock.advance(8)
        assert pages.asked == [0.0, 80.0]
        ring = list(stage.watcher.rings[Rung.HIGH])
    lists = [one for one in stage.web.asked if "m3u8" in one]
    assert "?n=2&" in lists[-1]
    assert len({one.run for one in ring}) == 1
    numbers = [one.number for one in ring]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))


async def test_callback_that_takes_its_time_does_not_hold_up_following() -> None:
    stage = Stage("one")
    held = asyncio.Event()

    async def slow(rung: Rung, segment: Segment) -> None:
        await held.wait()
        stage.segments.append((rung, segment))

    stage.watcher._segment = slow
    async with stage.running():
        await stage.clock.advance(120)
        assert len(stage.watcher.rings[Rung.HIGH]) > 55
        held.set()
        await stage.clock.advance(0)
        assert len(stage.segments) <= 26
        assert stage.came[-1] == list(stage.watcher.rings[Rung.HIGH])[-1].number


async def test_error_in_a_callback_is_not_swallowed() -> None:
    stage = Stage("one")

    async def broken(rung: Rung, segment: Segment) -> None:
        raise ZeroDivisionError

    stage.watcher._segment = broken
    stage.watcher.want(NOW + timedelta(seconds=30))
    work = asyncio.create_task(stage.watcher.run())
    await stage.clock.advance(3)
    with pytest.raises(ExceptionGroup) as caught:
        await work
    assert caught.group_contains(ZeroDivisionError)


async def test_all_rungs_of_a_master_are_followed() -> None:
    stage = Stage("high", "low", "text")
    master = (
        "#EXTM3U\n"
        '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="en",LANGUAGE="en",'
        'URI="http://text.example/live.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=5000000,CODECS="avc1.64001f,mp4a.40.2",SUBTITLES="s"\n'
        "http://high.example/live.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.64001e,mp4a.40.2",SUBTITLES="s"\n'
        "http://low.example/live.m3u8\n"
    )
    address = "http://one.example/master.m3u8"
    stage.candidates = [Candidate(Stream(url=address, title="One"))]
    stage.web.instead[address] = [master.encode()]
    async with stage.running():
        await stage.clock.advance(10)
        assert all(len(stage.watcher.rings[rung]) >= 6 for rung in Rung)
        assert {rung for rung, _ in stage.segments} == set(Rung)
        stage.channels[1].status = 404
        await stage.clock.advance(60)
        assert stage.watcher.watching.title == "One"
    assert stage.kinds == [("live", "One")]
