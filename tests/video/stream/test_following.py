"""The whole way over HTTP: page, master, playlists and segments of a live origin on loopback."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from relay.core.spacewalk import Stream
from relay.http import SafeHttp
from relay.testing.clock import FakeClock
from relay.testing.hls.answers import cut, dropped, endless, redirected, replaced
from relay.testing.hls.edits import longer, naming
from relay.testing.hls.ladder import Ladder, Programme, Slot
from relay.testing.hls.origin import Origin
from relay.video.segment import Rung, Segment
from relay.video.stream import loader
from relay.video.stream.fetch import SafeWeb
from relay.video.stream.health import Candidate, Change
from relay.video.stream.pages import Found, Pages
from relay.video.stream.resolve import Resolver
from relay.video.stream.watcher import Watcher

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)


class Numbers(Programme):
    """Segments of 2 s that hold their number, again and again."""

    ladder = Ladder(low=None)

    def prepare(self) -> None:
        pass

    def slot(self, index: int) -> Slot:
        return Slot(index=index, start=2.0 * index, seconds=2.0, part=0, offset=0.0)

    def passed(self, seconds: float) -> int:
        return int(seconds // 2)

    def segment(self, rung: Rung, index: int) -> bytes:
        return b"%06d" % index * 1000

    def header(self, rung: Rung, part: int) -> bytes:
        return b""


class Page(Pages):
    """A page whose stream is at another address each time."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self.asked = 0

    async def find(self, address: str, *, private: bool) -> Found:
        self.asked += 1
        return Found(self._address())


class Stage:
    def __init__(self, origin: Origin, clock: FakeClock) -> None:
        self.origin = origin
        self.clock = clock
        self.page = Page(lambda: origin.url)
        self.changes: list[str] = []
        web = SafeWeb(SafeHttp())
        self.watcher = Watcher(
            candidates=lambda: [Candidate(Stream(url="http://page.example/"), trusted=True)],
            resolver=Resolver(web, allow_private=True, pages=self.page),
            web=web,
            clock=clock,
            segment=self._segment,
            changed=self._changed,
        )

    async def _segment(self, rung: Rung, segment: Segment) -> None:
        assert segment.data == b"%06d" % segment.number * 1000

    async def _changed(self, change: Change) -> None:
        self.changes.append(change.kind)

    @property
    def numbers(self) -> list[int]:
        return [one.number for one in self.watcher.rings[Rung.HIGH]]

    @property
    def runs(self) -> int:
        return len({one.run for one in self.watcher.rings[Rung.HIGH]})

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Let time pass, slowly enough for the loopback network."""
        for _ in range(4000):
            if is_so():
                return
            await self.clock.advance(0.1)
        raise AssertionError(f"it does not come: {self.numbers}, {self.watcher.watching}")


@asynccontextmanager
async def watched() -> AsyncIterator[Stage]:
    clock = FakeClock(NOW)
    async with Origin(Numbers(), clock=clock, live=True, published=5) as origin:
        stage = Stage(origin, clock)
        work = asyncio.create_task(stage.watcher.run())
        stage.watcher.want(NOW + timedelta(hours=1))
        await stage.until(lambda: len(stage.numbers) >= 5)
        yield stage
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def test_every_segment_once_and_in_order() -> None:
    async with watched() as stage:
        await stage.until(lambda: stage.numbers[-1] >= 15)
        assert stage.numbers == list(range(stage.numbers[0], stage.numbers[-1] + 1))
        asked = [one.path for one in stage.origin.asked]
        segments = [one for one in asked if not one.endswith(".m3u8")]
        assert len(segments) == len(set(segments)) == len(stage.numbers)
        assert stage.runs == 1
        assert all(one.exact for one in stage.watcher.rings[Rung.HIGH])


async def test_broken_answers_now_and_then_leave_no_trace() -> None:
    async with watched() as stage:
        last = stage.numbers[-1]
        stage.origin.fail(cut(0.5), index=last + 1)
        stage.origin.fail(404, index=last + 2)
        stage.origin.fail(dropped(), index=last + 3)
        stage.origin.fail(redirected("/elsewhere.ts"), index=last + 4)
        stage.origin.fail(503, "list")
        await stage.until(lambda: stage.numbers[-1] >= last + 6)
        assert stage.numbers == list(range(stage.numbers[0], stage.numbers[-1] + 1))
        assert stage.runs == 1


async def test_addresses_that_expire_are_renewed_in_time() -> None:
    async with watched() as stage:
        stage.origin.sign(60)
        await stage.until(lambda: stage.page.asked >= 2)
        last, asked = stage.numbers[-1], stage.page.asked
        await stage.until(lambda: stage.page.asked >= asked + 2)
        assert stage.numbers[-1] > last + 20
        assert stage.numbers == list(range(stage.numbers[0], stage.numbers[-1] + 1))
        assert stage.runs <= 2


async def test_address_that_no_longer_holds_is_resolved_again_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with watched() as stage:
        await stage.until(lambda: stage.changes == ["live"])
        stage.origin.sign()
        await stage.until(lambda: stage.page.asked >= 2)
        await stage.until(lambda: not stage.watcher.watching.problem)
        await stage.clock.advance(60)
        stage.origin.expire()
        await stage.until(lambda: "answered 403" in stage.watcher.watching.problem)
        assert "secret" not in stage.watcher.watching.problem
        await stage.until(lambda: stage.page.asked >= 3)
        last = stage.numbers[-1]
        await stage.until(lambda: stage.numbers[-1] >= last + 5)
        assert stage.changes == ["live"]
        assert stage.watcher.watching.player == ""
    assert caplog.text.count("answered 403") == 2
    assert "secret" not in caplog.text


def sealed(origin: Origin) -> None:
    origin.air.sealed = "SAMPLE-AES"


HOSTILE: dict[str, tuple[Callable[[Origin], None], str]] = {
    "file": (lambda origin: origin.edit("list", naming("file:///etc/passwd")), "not 'file'"),
    "huge": (lambda origin: origin.edit("list", longer(100_000)), "bytes are too many"),
    "endless": (lambda origin: origin.fail(endless(), "list", times=0), "more than 2000000 bytes"),
    "no playlist": (
        lambda origin: origin.fail(replaced(bytes(100)), "list", times=0),
        "no HLS playlist",
    ),
    "redirect": (
        lambda origin: origin.fail(redirected("file:///etc/passwd"), "list", times=0),
        "not 'file'",
    ),
    "circle": (
        lambda origin: origin.fail(redirected("/high/list.m3u8"), "list", times=0),
        "more than 5 redirects",
    ),
    "encrypted": (sealed, "the stream is encrypted"),
    "endless segment": (lambda origin: origin.fail(endless(), times=0), "more than 99000 bytes"),
    "cut segment": (lambda origin: origin.fail(cut(0.5), times=0), "ended too early"),
    "gone": (lambda origin: origin.fail(410, "list", times=0), "answered 410"),
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_hostile_stream_is_complained_of_and_outlived(
    what: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "LARGEST_SEGMENT", 99_000)
    spoil, why = HOSTILE[what]
    async with watched() as stage:
        spoil(stage.origin)
        await stage.until(lambda: why in stage.watcher.watching.problem)
        last = stage.numbers[-1]
        assert stage.watcher.watching.title == ""
        assert [one for one in caplog.messages if one.startswith("the live stream: ")]
        assert why in caplog.text

        stage.origin.heal()
        stage.origin.air.sealed = ""
        await stage.until(lambda: stage.numbers[-1] > last + 3)
        assert stage.watcher.watching.title
