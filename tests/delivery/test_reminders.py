"""Reminders: the right ones, once, at the right instant, through slips, scrubs and restarts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.app import Relay, open_relay
from relay.config import load
from relay.core.board import fold
from relay.core.event import Event, EventType
from relay.core.notice import notice
from relay.core.spacewalk import Plan
from relay.delivery.reminders import Reminders
from relay.plugins import Document
from relay.testing.story import START, scheduled, stated, story
from relay.timers import Call, Timeline, WallTimers

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Run:
    """A relay on a time that is moved by hand."""

    def __init__(self, relay: Relay, timeline: Timeline) -> None:
        self.relay = relay
        self.timeline = timeline

    async def takes(self, *documents: Document) -> None:
        for document in documents:
            await self.timeline.move_to(document.at)
            await self.relay.take(document)

    async def told(self) -> list[str]:
        """Each reminder as its lead time in minutes, and when it came."""
        found = await self.reminders()
        return [f"{one.lead / MINUTE:.0f} at {one.time:%d %H:%M}" for one in found if one.lead]

    async def reminders(self) -> list[Event]:
        events = await self.relay.journal.events()
        return [event for event in events if event.type is EventType.REMINDER_DUE]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'[relay]\ndatabase = "{tmp_path / "relay.db"}"\n')
    return path


@asynccontextmanager
async def running(config: Path, now: datetime) -> AsyncIterator[Run]:
    timeline = Timeline(now)
    configuration = load(config, {})
    async with open_relay(configuration, timeline, lambda: timeline.now, bots=[]) as relay:
        yield Run(relay, timeline)


ANNOUNCED = scheduled(START - 30 * HOUR, START)


async def test_one_event_at_each_lead_time(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.timeline.move_to(START + DAY)

        assert ["1440 at 05 12:00", "60 at 06 11:00", "10 at 06 11:50"] == await run.told()
        assert {None} == {one.late for one in await run.reminders()}


async def test_a_slip_by_minutes_moves_what_is_not_told_yet(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.takes(scheduled(START - 2 * HOUR, START + 7 * MINUTE))
        await run.takes(scheduled(START - 30 * MINUTE, START - 5 * MINUTE))
        await run.timeline.move_to(START + DAY)

        assert ["1440 at 05 12:00", "60 at 06 11:07", "10 at 06 11:45"] == await run.told()


async def test_a_small_slip_repeats_nothing_and_a_larger_one_does(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.takes(scheduled(START - 50 * MINUTE, START + 9 * MINUTE))
        await run.takes(scheduled(START - 40 * MINUTE, START + 45 * MINUTE))
        await run.timeline.move_to(START + DAY)

        expected = ["1440 at 05 12:00", "60 at 06 11:00", "60 at 06 11:45", "10 at 06 12:35"]
        assert expected == await run.told()


async def test_a_slip_to_an_earlier_start_makes_one_late(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.takes(scheduled(START - 2 * HOUR, START - 70 * MINUTE))
        await run.timeline.move_to(START + DAY)

        # An hour before 10:50 was 9:50: ten minutes ago, which is within the limit of 15.
        assert ["1440 at 05 12:00", "60 at 06 10:00", "10 at 06 10:40"] == await run.told()
        assert [None, 10 * MINUTE, None] == [one.late for one in await run.reminders()]


async def test_what_is_too_late_is_left_out_and_logged(
    config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with running(config, START - 44 * MINUTE) as run:
        await run.takes(scheduled(START - 44 * MINUTE, START))
        await run.timeline.move_to(START - 44 * MINUTE)
        assert [] == await run.told()
        assert "the reminder 1 h before us-eva-95" in caplog.text
        assert "is left out: 16 min late" in caplog.text

        await run.timeline.move_to(START + DAY)
        assert ["10 at 06 11:50"] == await run.told()


async def test_nothing_after_the_start(config: Path) -> None:
    async with running(config, START + 2 * MINUTE) as run:
        await run.takes(scheduled(START + 2 * MINUTE, START))
        await run.timeline.move_to(START + DAY)

        assert [] == await run.told()


async def test_a_scrub_ends_them_and_a_new_date_begins_anew(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.takes(stated(START - 30 * MINUTE, "scrubbed"))
        await run.timeline.move_to(START + DAY)
        assert ["1440 at 05 12:00", "60 at 06 11:00"] == await run.told()

        await run.takes(scheduled(START + DAY, START + 11 * DAY))
        await run.timeline.move_to(START + 12 * DAY)
        assert ["1440 at 16 12:00", "60 at 17 11:00", "10 at 17 11:50"] == (await run.told())[2:]


async def test_none_while_the_date_is_not_exact(config: Path) -> None:
    month = {"id": 7, "name": "Month", "abbrev": "M"}
    async with running(config, START - 9 * DAY) as run:
        await run.takes(scheduled(START - 9 * DAY, START, date_precision=month))
        await run.timeline.move_to(START + DAY)

        assert [] == await run.told()


async def test_none_once_the_spacewalk_has_begun_early(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED, stated(START - 55 * MINUTE, "eva_start"))
        await run.timeline.move_to(START + DAY)

        assert ["1440 at 05 12:00", "60 at 06 11:00"] == await run.told()


@pytest.mark.parametrize("stopped_for", [timedelta(), 5 * MINUTE, 16 * MINUTE])
async def test_a_restart_repeats_nothing(config: Path, stopped_for: timedelta) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.timeline.move_to(START - HOUR)
        before = await run.told()
    again = START - 10 * MINUTE + stopped_for
    async with running(config, again) as run:
        await run.timeline.move_to(again)
        await run.timeline.move_to(START + DAY)
        after = [one.late for one in (await run.reminders())[len(before) :]]

    assert ["1440 at 05 12:00", "60 at 06 11:00"] == before
    assert {timedelta(): [None], 5 * MINUTE: [5 * MINUTE], 16 * MINUTE: []}[stopped_for] == after


async def test_looking_again_and_again_tells_once(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        for minute in range(31 * 60):
            await run.timeline.move_to(ANNOUNCED.at + minute * MINUTE)
            run.relay.reminders.plan()

        assert 3 == len(await run.told())


async def test_what_changes_while_the_database_is_slow_counts(config: Path) -> None:
    async with running(config, START - 65 * MINUTE) as run:
        await run.takes(scheduled(START - 65 * MINUTE, START))
        async with asyncio.TaskGroup() as group:
            slip = scheduled(START - HOUR, START + 2 * HOUR)
            group.create_task(run.relay.take(slip))
            group.create_task(run.timeline.move_to(START - HOUR))
        await run.timeline.move_to(START + DAY)

        assert ["60 at 06 13:00", "10 at 06 13:50"] == (await run.told())[-2:]
        assert 2 == len(await run.told())


async def test_the_whole_story_has_three(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(*story())

        assert 3 == len(await run.told())


class Counting(Timeline):
    """Counts how often a timer was set."""

    count = 0

    def set(self, name: str, at: datetime, call: Call) -> None:
        self.count += 1
        super().set(name, at, call)


def announced(start: datetime) -> Event:
    return Event(
        type=EventType.SPACEWALK_ANNOUNCED,
        spacewalk="us-eva-95",
        time=start - 30 * HOUR,
        plan=Plan(start=start),
    )


class Told:
    """The journal's part: a list of events and the board that they lead to."""

    def __init__(self, *events: Event) -> None:
        self.events = list(events)

    async def add(self, due: Callable[[], Sequence[Event]]) -> None:
        self.events += due()

    def reminders(self) -> list[Event]:
        return [event for event in self.events if event.type is EventType.REMINDER_DUE]


async def test_a_handful_of_timers_whoever_listens() -> None:
    told, timeline = Told(announced(START)), Counting(START - 30 * HOUR)
    leads = [DAY, HOUR, 10 * MINUTE]
    reminders = Reminders(
        timeline,
        leads * 30_000,
        15 * MINUTE,
        lambda: fold(told.events),
        lambda: timeline.now,
        told.add,
    )
    reminders.plan()
    await timeline.move_to(START)

    assert 3 == timeline.count
    assert leads == [one.lead for one in told.reminders()]


async def test_real_time_is_kept_to_the_second() -> None:
    start = datetime.now(UTC) + 10 * MINUTE + timedelta(seconds=0.3)
    told, timers = Told(announced(start)), WallTimers()
    timers.start()
    reminders = Reminders(
        timers,
        [10 * MINUTE],
        15 * MINUTE,
        lambda: fold(told.events),
        lambda: datetime.now(UTC),
        told.add,
    )
    reminders.plan()
    async with asyncio.timeout(3):
        while not told.reminders():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    timers.stop()

    [one] = told.reminders()
    assert one.due_at == start - 10 * MINUTE
    assert timedelta() <= one.time - one.due_at < SECOND
    assert one.late is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # The night before: summer time began in New York, 2026-03-08 07:00 UTC.
        ("2026-03-08T12:00", ["2026-03-07T12:00", "2026-03-08T11:00", "2026-03-08T11:50"]),
        # It ends there on 2026-11-01 at 06:00 UTC, between two of the reminders.
        ("2026-11-01T06:05", ["2026-10-31T06:05", "2026-11-01T05:05", "2026-11-01T05:55"]),
        # Lord Howe changes by half an hour, 2026-10-03 15:30 UTC and 2026-04-04 15:00 UTC.
        ("2026-10-03T15:35", ["2026-10-02T15:35", "2026-10-03T14:35", "2026-10-03T15:25"]),
        ("2026-04-04T15:05", ["2026-04-03T15:05", "2026-04-04T14:05", "2026-04-04T14:55"]),
    ],
)
async def test_nights_when_the_clocks_change(start: str, expected: list[str]) -> None:
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)
    told, timeline = Told(announced(begins)), Timeline(begins - 30 * HOUR)
    reminders = Reminders(
        timeline,
        [DAY, HOUR, 10 * MINUTE],
        15 * MINUTE,
        lambda: fold(told.events),
        lambda: timeline.now,
        told.add,
    )
    reminders.plan()
    await timeline.move_to(begins)

    assert expected == [f"{one.time:%Y-%m-%dT%H:%M}" for one in told.reminders()]


async def test_its_words(config: Path) -> None:
    async with running(config, ANNOUNCED.at) as run:
        await run.takes(ANNOUNCED)
        await run.timeline.move_to(START)
        last = (await run.reminders())[-1]
        told = notice(last, run.relay.intake.board.find("us-eva-95"))

    assert told is not None
    assert "US EVA 95 in 10 min" == told.title
    assert "Planned start 6 Aug 2026, 12:00 UTC" == told.text
