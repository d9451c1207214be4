"""The event stream as a program follows it, on a real port."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.errors import StoreError
from relay.journal.codec import event_json
from relay.journal.journal import Journal
from relay.journal.retention import Retention, prune
from relay.journal.tail import SIZE
from relay.testing.follower import following
from relay.testing.site import Stage, stage
from relay.web.history import PAGE
from relay.web.section import WebSection
from relay.web.server import serving

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
EVA = "us-eva-95"


def task(number: int, spacewalk: str = EVA) -> Event:
    return Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk=spacewalk,
        time=NOON + timedelta(seconds=number),
        milestone=Milestone.TASK,
        note=f"task {number}",
    )


def tasks(count: int, spacewalk: str = EVA) -> list[Event]:
    return [task(number, spacewalk) for number in range(count)]


@contextlib.asynccontextmanager
async def streaming(
    told: list[Event], database: str = ":memory:"
) -> AsyncIterator[tuple[Stage, str]]:
    section = WebSection(port=0, connections_per_address=5000, requests_per_minute=1_000_000)
    async with (
        stage(told, NOON, database=database) as made,
        serving(section, made.site) as url,
    ):
        yield made, f"{url}/events"


async def test_who_just_comes_is_told_what_comes_next() -> None:
    async with streaming(tasks(3)) as (made, url), following(url) as reader:
        (told,) = await made.tell([task(9)])

        frame = await reader.next()

        assert (frame.id, frame.kind) == (f"{made.store.epoch}-4", "")
        assert frame.data == event_json(told)


async def test_the_first_that_is_told_is_the_time() -> None:
    async with streaming([]) as (_, url), following(url) as reader:
        frame = await reader.next(beats=True)

        assert (frame.id, frame.kind) == ("", "heartbeat")
        assert frame.data == {"time": "2026-08-06T12:00:00Z", "rate": 1.0}
        assert reader.answer.content_type == "text/event-stream"


@pytest.mark.parametrize("count", [1, PAGE, PAGE + 1, 3 * PAGE + 7])
async def test_zero_is_the_start(count: int) -> None:
    async with streaming(tasks(count)) as (made, url):
        async with following(f"{url}?after=0") as reader:
            assert await reader.seqs(count) == list(range(1, count + 1))
        async with following(url, {"Last-Event-ID": "0"}) as reader:
            assert await reader.seqs(count) == list(range(1, count + 1))
            await made.tell([task(0)])
            assert await reader.seqs(1) == [count + 1]


async def test_the_header_wins_because_it_is_what_a_browser_sends_when_it_comes_back() -> None:
    async with streaming(tasks(5)) as (made, url):
        last = {"Last-Event-ID": f"{made.store.epoch}-4"}
        async with following(f"{url}?after=0", last) as reader:
            assert await reader.seqs(1) == [5]


async def test_a_place_in_another_journal_is_a_gap_and_then_the_start() -> None:
    async with streaming(tasks(2)) as (made, url), following(f"{url}?after=00000000-77") as reader:
        gap = await reader.next()

        assert (gap.kind, gap.id) == ("gap", f"{made.store.epoch}-0")
        assert gap.data["from"] == "00000000-77"
        assert await reader.seqs(2) == [1, 2]


async def test_a_place_that_was_not_given_yet_is_a_gap_and_then_what_comes_next() -> None:
    async with (
        streaming(tasks(2)) as (made, url),
        following(f"{url}?after={made.store.epoch}-9") as reader,
    ):
        gap = await reader.next()
        await made.tell([task(2)])

        assert (gap.kind, gap.id) == ("gap", f"{made.store.epoch}-2")
        assert await reader.seqs(1) == [3]


async def test_what_was_deleted_is_a_gap_in_its_place(tmp_path: Path) -> None:
    old = [task(n, "us-eva-1") for n in range(3)]
    late = NOON + timedelta(days=100)
    new = [task(100 * 86400), *old, task(101 * 86400)]
    async with streaming([*old, *new], str(tmp_path / "relay.db")) as (made, url):
        keep = timedelta(days=30)
        await prune(made.store, Retention(events=keep, observations=keep, documents=keep), late)

        async with following(f"{url}?after=0") as reader:
            frames = [await reader.next() for _ in range(4)]

        epoch = made.store.epoch
        assert [(one.kind, one.id) for one in frames] == [
            ("gap", f"{epoch}-3"),
            ("", f"{epoch}-4"),
            ("gap", f"{epoch}-7"),
            ("", f"{epoch}-8"),
        ]
        assert (frames[2].data["from"], frames[2].data["to"]) == (f"{epoch}-4", f"{epoch}-7")


async def test_a_filter_by_spacewalk_knows_its_earlier_names() -> None:
    named = Event(
        type=EventType.SPACEWALK_IDENTIFIED, spacewalk=EVA, alias="us-2026-08-06", time=NOON
    )
    told = [task(0, "us-2026-08-06"), task(1, "rs-eva-70"), named, task(2)]
    async with streaming(told) as (made, url):
        for name in (EVA, "us-2026-08-06"):
            async with following(f"{url}?after=0&spacewalk={name}") as reader:
                assert await reader.seqs(3) == [1, 3, 4]
        async with following(f"{url}?spacewalk=us-2026-08-06") as reader:
            await made.tell([task(3, "rs-eva-70"), task(4)])
            assert await reader.seqs(1) == [6]


async def test_a_filter_by_kind_takes_types_and_milestones() -> None:
    opened = Event(
        type=EventType.MILESTONE_REACHED, spacewalk=EVA, time=NOON, milestone=Milestone.HATCH_OPEN
    )
    summary = Event(type=EventType.SUMMARY, spacewalk=EVA, time=NOON)
    async with (
        streaming([task(0), opened, summary]) as (made, url),
        following(f"{url}?after=0&kind=hatch_open&kind=summary") as reader,
    ):
        assert await reader.seqs(2) == [2, 3]
        await made.tell([task(1), opened])
        assert await reader.seqs(1) == [5]


async def test_a_thousand_events_at_once_come_in_order_to_everyone() -> None:
    async with streaming([]) as (made, url), contextlib.AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(following(url)) for _ in range(5)]
        await made.tell(tasks(1000))

        for reader in readers:
            assert await reader.seqs(1000) == list(range(1, 1001))


async def test_who_comes_back_anywhere_while_events_arrive_misses_and_repeats_nothing() -> None:
    """Beyond what is held in memory too: more events arrive than the ring holds."""
    first, more = 300, 2 * SIZE + 200
    chance = random.Random(49)
    async with streaming(tasks(first)) as (made, url):

        async def resumes(after: int) -> list[int]:
            place = {"Last-Event-ID": f"{made.store.epoch}-{after}"}
            async with following(url, place) as reader:
                return await reader.seqs(first + more - after)

        async def arrive() -> None:
            for _ in range(more // 50):
                await made.tell(tasks(50))
                await asyncio.sleep(0)

        starts = [chance.randint(0, first) for _ in range(20)]
        arriving = asyncio.create_task(arrive())
        found = await asyncio.gather(*(resumes(start) for start in starts))
        await arriving
        starts.append(5)
        found.append(await resumes(5))

    for start, got in zip(starts, found, strict=True):
        assert got == list(range(start + 1, first + more + 1))


async def test_streams_end_when_the_relay_does() -> None:
    async with contextlib.AsyncExitStack() as client, contextlib.AsyncExitStack() as server:
        _, url = await server.enter_async_context(streaming([]))
        reader = await client.enter_async_context(following(url))

        await server.aclose()

        assert await reader.ended()


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("after=", "an event id looks like"),
        ("after=x", "an event id looks like"),
        ("after=1", "an event id looks like"),
        ("after=a-1&after=a-2", "once"),
        ("kind=lunch", "known are"),
        ("spacewalk=%00", "looks like"),
        ("since=0", "no parameter"),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_what_does(question: str, says: str) -> None:
    async with (
        streaming([]) as (_, url),
        aiohttp.ClientSession() as session,
        session.get(f"{url}?{question}") as answer,
    ):
        assert answer.status == 400
        assert answer.content_type == "application/problem+json"
        assert says in (await answer.json(content_type=None))["detail"]


@pytest.mark.parametrize("place", ["x", "-1", "a-b", "a-1-2", "ä-1", "1" * 3000])
async def test_a_place_that_makes_no_sense_is_refused(place: str) -> None:
    async with (
        streaming([]) as (_, url),
        aiohttp.ClientSession() as session,
        session.get(url, headers={"Last-Event-ID": place}) as answer,
    ):
        assert answer.status == 400
        assert answer.content_type == "application/problem+json"


async def test_only_looking_ends_at_once() -> None:
    async with (
        streaming([]) as (_, url),
        aiohttp.ClientSession() as session,
        session.head(url) as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/event-stream"
        assert await answer.read() == b""


async def test_an_old_http_is_told_what_it_takes() -> None:
    async with (
        streaming([]) as (_, url),
        aiohttp.ClientSession(version=aiohttp.HttpVersion10) as session,
        session.get(url) as answer,
    ):
        assert answer.status == 426


async def test_a_journal_that_cannot_be_read_sends_its_readers_back(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> list[Event]:
        raise StoreError("the disk is on fire")

    async with streaming(tasks(3)) as (made, url), following(f"{url}?after=0") as reader:
        assert await reader.seqs(3) == [1, 2, 3]
        monkeypatch.setattr(Journal, "events", broken)
        async with streaming([task(1)]) as (_, other), following(f"{other}?after=0") as unlucky:
            with pytest.raises(aiohttp.ClientError):
                await unlucky.next()
        await made.tell([task(4)])
        assert await reader.seqs(1) == [4]
    assert "the disk is on fire" in caplog.text


async def test_a_filter_that_is_followed_already_loses_nothing_on_a_resume() -> None:
    """Its own ring has dropped more than the one of all events still holds."""
    opened = Event(
        type=EventType.MILESTONE_REACHED, spacewalk=EVA, time=NOON, milestone=Milestone.HATCH_OPEN
    )
    async with streaming([]) as (made, url), following(f"{url}?kind=task") as first:
        for number in range(2 * SIZE + 10):
            await made.tell([task(number)] + [opened] * (number % 4 == 0))
        while (await first.seqs(1))[0] < made.site.journal.head - 5:
            pass
        place = {"Last-Event-ID": f"{made.store.epoch}-{SIZE}"}
        async with following(f"{url}?kind=task", place) as reader:
            every = await made.site.journal.events(SIZE)
            wanted = [one.seq for one in every if one.milestone is Milestone.TASK]
            assert await reader.seqs(len(wanted)) == wanted


async def test_one_more_filter_than_the_relay_bears_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("relay.web.events.WISHES", 1)
    async with (
        streaming([]) as (_, url),
        following(f"{url}?kind=task") as first,
        following(url),
        following(f"{url}?kind=task"),
        aiohttp.ClientSession() as session,
    ):
        assert first.answer.status == 200
        async with session.get(f"{url}?kind=summary") as answer:
            assert answer.status == 503
            assert "filter yourself" in (await answer.json(content_type=None))["detail"]


async def test_who_hangs_up_before_the_answer_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with streaming([]) as (_, url), aiohttp.ClientSession() as session:
        port = int(url.split(":")[2].partition("/")[0])
        for path in ("/events", "/updates?page=now") * 20:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            writer.close()
            assert await reader.read() is not None
        async with session.get(url.replace("/events", "/healthz")) as answer:
            assert answer.status == 200
    assert [] == [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
