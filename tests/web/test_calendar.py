"""The calendar as a calendar program reads it, through every change of a spacewalk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.spacewalk import Plan, Precision, Segment, Stream
from relay.journal.codec import EVENTS
from relay.testing.claims import DAY, Walk, at
from relay.testing.site import Client, served, stage
from relay.web import calendar as module
from relay.web.calendar import calendar
from relay.web.entries import Entry, Ledger
from relay.web.fresh import FOLDS, SHELF, Shelf

BASE = "https://spacewalks.example"
RECORDINGS = Path(__file__).parents[1] / "recordings"
WEEK = timedelta(days=7)


def numbered(events: Sequence[Event]) -> list[Event]:
    return [replace(event, seq=seq) for seq, event in enumerate(events, 1)]


def read(events: Sequence[Event], mark: str = "") -> list[Any]:
    """The entries, as another program understands them."""
    entries = Ledger().after(numbered(events)).entries.values()
    return list(Calendar.from_ical(calendar(entries, BASE, mark)).walk("VEVENT"))


def only_one(walk: Walk, mark: str = "") -> Any:
    (found,) = read(walk.told, mark)
    return found


def test_a_planned_spacewalk_is_confirmed_at_its_time_and_says_that_it_is_planned() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5))
    walk.says("station_blog", M.COVERAGE_START, "02:00", "11:00", planned=True)

    entry = only_one(walk)

    assert at("12:50") == entry.decoded("dtstart")
    assert at("19:20") == entry.decoded("dtend")
    assert (entry["uid"], entry["status"]) == ("us-eva-90@spacewalk-relay", "CONFIRMED")
    assert (entry["summary"], entry["sequence"]) == ("US EVA 90", 0)
    assert entry["url"] == "https://spacewalks.example/spacewalks/us-eva-90"
    assert entry["description"].split("\n") == [
        "Planned start: 24 Jun 2024, 12:50 UTC",
        "Planned length: 6 h 30 min",
        "Planned live coverage: from 11:00 UTC",
        "https://spacewalks.example/spacewalks/us-eva-90",
    ]


def test_a_day_is_a_whole_day_and_tentative() -> None:
    walk = Walk()
    walk.planned(DAY, DAY - WEEK, precision=Precision.DAY, duration=timedelta(hours=6))

    entry = only_one(walk)

    assert date(2024, 6, 24) == entry.decoded("dtstart")
    assert date(2024, 6, 25) == entry.decoded("dtend")
    assert entry["status"] == "TENTATIVE"


def test_an_hour_is_tentative_and_without_a_known_length_there_is_no_end() -> None:
    walk = Walk()
    walk.planned(at("12:00"), DAY - WEEK, precision=Precision.HOUR)

    entry = only_one(walk)

    assert (entry.decoded("dtstart"), entry["status"]) == (at("12:00"), "TENTATIVE")
    assert "dtend" not in entry


@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.YEAR])
def test_what_has_no_day_is_left_out(precision: Precision) -> None:
    walk = Walk()
    walk.planned(DAY, DAY - WEEK, precision=precision)

    assert read(walk.told) == []


def test_a_slip_moves_the_entry_and_raises_its_sequence() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.planned(at("13:25"), at("03:00"))

    entry = only_one(walk)

    assert (entry.decoded("dtstart"), entry["sequence"]) == (at("13:25"), 1)
    assert at("03:00") == entry.decoded("dtstamp") == entry.decoded("last-modified")


@pytest.mark.parametrize(
    ("milestone", "word"), [(M.SCRUBBED, "Called off"), (M.DELAYED, "Postponed")]
)
def test_a_call_off_without_a_new_date_cancels_it_on_the_day_that_it_had(
    milestone: M, word: str
) -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5))
    before = only_one(walk)
    walk.says("station_blog", milestone, "11:30", "11:20")

    entry = only_one(walk)

    assert (entry["status"], entry["summary"]) == ("CANCELLED", f"{word}: US EVA 90")
    assert (entry["uid"], entry.decoded("dtstart")) == (before["uid"], at("12:50"))
    assert entry["sequence"] > before["sequence"]
    assert entry["description"].startswith(word)


def test_a_new_date_after_a_call_off_confirms_the_same_entry_again() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.says("station_blog", M.SCRUBBED, "11:30", "11:20")
    cancelled = only_one(walk)
    walk.planned(at("12:50") + WEEK, at("20:00"))

    entry = only_one(walk)

    assert (entry["status"], entry["summary"]) == ("CONFIRMED", "US EVA 90")
    assert entry["uid"] == cancelled["uid"]
    assert entry.decoded("dtstart") == at("12:50") + WEEK
    assert entry["sequence"] > cancelled["sequence"]


def test_a_date_that_becomes_vague_is_taken_back_not_left_standing() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.planned(DAY + 5 * WEEK, at("03:00"), precision=Precision.MONTH)

    entry = only_one(walk)

    assert (entry["status"], entry["summary"]) == ("CANCELLED", "No date yet: US EVA 90")
    assert "Planned start: July 2024 (day not yet known)" in entry["description"]


def test_after_the_fact_it_stands_at_the_official_times_by_the_segments_rule() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5))
    walk.says("station_blog", M.EVA_START, "12:55", "12:46")
    underway = only_one(walk)
    walk.says("station_blog", M.EVA_END, "13:20", "13:17")

    entry = only_one(walk)

    assert (at("12:46"), at("19:16")) == tuple(underway.decoded(n) for n in ("dtstart", "dtend"))
    assert (at("12:46"), at("13:17")) == tuple(entry.decoded(n) for n in ("dtstart", "dtend"))
    lines = entry["description"].split("\n")
    assert "Planned start: 24 Jun 2024, 12:50 UTC" in lines
    assert "Official start: 24 Jun 2024, 12:46 UTC (the suits are on battery power)" in lines
    assert "Official end: 24 Jun 2024, 13:17 UTC (repressurization begins)" in lines
    assert "Length: 31 min" in lines


def test_a_russian_one_starts_and_ends_with_its_hatch() -> None:
    walk = Walk(Segment.RUSSIAN, "34")
    walk.says("station_blog", M.HATCH_OPEN, "14:45", "14:39")
    walk.says("station_blog", M.HATCH_CLOSED, "22:20", "22:08")

    entry = only_one(walk)

    assert (at("14:39"), at("22:08")) == tuple(entry.decoded(n) for n in ("dtstart", "dtend"))
    assert "(the hatch is closed)" in entry["description"]


def test_an_automatic_report_is_not_passed_off_as_certain() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.says("launch_library", M.EVA_START, "12:55", "12:46")

    assert "; reported, not yet confirmed" in only_one(walk)["description"]


def test_its_name_stays_when_it_gets_its_number() -> None:
    walk = Walk(number=None)
    walk.planned(at("12:50"), DAY - WEEK)
    before = only_one(walk)
    walk.who = replace(walk.who, number="90")
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6))

    entry = only_one(walk)

    assert before["uid"] == "us-2024-06-24@spacewalk-relay" == entry["uid"]
    assert (before["summary"], entry["summary"]) == ("US spacewalk of 24 Jun 2024", "US EVA 90")
    assert entry["url"].endswith("/spacewalks/us-eva-90")
    assert entry["sequence"] > before["sequence"]


def test_a_replay_says_so_before_every_title() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    entries = Ledger().after(numbered(walk.told)).entries.values()

    made = Calendar.from_ical(calendar(entries, BASE, "Replay: "))

    assert made["x-wr-calname"] == "Replay: Spacewalks"
    assert only_one(walk, "Replay: ")["summary"] == "Replay: US EVA 90"


def test_a_program_is_told_how_often_to_look() -> None:
    text = calendar([], BASE).decode()

    assert "REFRESH-INTERVAL;VALUE=DURATION:PT15M" in text
    assert "PRODID:-//spacewalk-relay//Spacewalks//EN" in text


HOSTILE = st.text(st.sampled_from('a\r\n;,:"\\\x00\x1b\u202e\ufffe\U0001f680'), max_size=40)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_stays_within_its_property(name: str, crew: str, title: str) -> None:
    event = Event(
        type=EventType.SPACEWALK_ANNOUNCED,
        spacewalk="us-eva-90",
        time=DAY,
        number=name,
        crew=(crew,),
        plan=Plan(start=at("12:50"), description=f"{title}\r\nATTENDEE:mailto:x@example.org"),
        streams=(Stream(url=f"javascript:{title}"),),
    )

    (entry,) = read([event])

    assert set(entry) == {
        *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "DESCRIPTION", "STATUS"),
        *("URL", "TRANSP", "DTSTART"),
    }
    assert "javascript:" not in entry["description"]
    assert not set("\x00\x1b\u202e\r") & set(entry["description"])


# --- The law of SEQUENCE -------------------------------------------------------------------------

starts = st.one_of(st.none(), st.integers(0, 6).map(lambda days: DAY + timedelta(days=days)))
plans = st.builds(
    Plan,
    start=starts,
    precision=st.sampled_from(Precision),
    duration=st.sampled_from([None, timedelta(), timedelta(hours=6)]),
)
NAMES = ("us-eva-90", "us-2024-06-24", "us-eva-91")


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    """Any events in any order: also what fusion would not write."""
    kinds = st.sampled_from(
        [
            EventType.SPACEWALK_ANNOUNCED,
            EventType.SPACEWALK_RESCHEDULED,
            EventType.SPACEWALK_UPDATED,
            EventType.SPACEWALK_IDENTIFIED,
            EventType.MILESTONE_REACHED,
            EventType.MILESTONE_CORRECTED,
        ]
    )
    events = []
    for seq, kind in enumerate(draw(st.lists(kinds, max_size=12)), 1):
        event = Event(
            type=kind, spacewalk=draw(st.sampled_from(NAMES)), time=DAY + timedelta(hours=seq)
        )
        if kind is EventType.SPACEWALK_IDENTIFIED:
            event = replace(event, alias=draw(st.sampled_from(NAMES)))
        elif kind in (EventType.MILESTONE_REACHED, EventType.MILESTONE_CORRECTED):
            reached: dict[str, Any] = draw(milestones)
            event = replace(event, **reached)
        else:
            event = replace(event, plan=draw(plans))
        events.append(replace(event, seq=seq))
    return events


milestones = st.fixed_dictionaries(
    {
        "milestone": st.sampled_from([M.SCRUBBED, M.DELAYED, M.EVA_START, M.EVA_END]),
        "occurred_at": starts,
        "standing": st.sampled_from(Standing),
        "attempt": st.integers(1, 2),
    }
)


def essence(entry: Entry) -> tuple[object, ...]:
    (found,) = Calendar.from_ical(calendar([entry], BASE)).walk("VEVENT")
    names = ("dtstart", "dtend", "status", "summary")
    return tuple(found.decoded(name) if name in found else None for name in names)


@given(journals())
def test_the_sequence_never_falls_and_rises_with_every_change_that_matters(
    events: list[Event],
) -> None:
    prefixes = [Ledger().after(events[:count]).entries for count in range(len(events) + 1)]

    for earlier, later in pairwise(prefixes):
        for origin in earlier.keys() & later.keys():
            before, after = earlier[origin], later[origin]
            assert after.sequence >= before.sequence
            assert after.changed >= before.changed
            if essence(before) != essence(after):
                assert after.sequence > before.sequence


@given(journals(), st.integers(0, 12))
def test_folding_on_comes_to_the_same_as_folding_at_once(events: list[Event], cut: int) -> None:
    assert Ledger().after(events) == Ledger().after(events[:cut]).after(events[cut:])


@given(journals())
def test_equal_journals_make_equal_calendars(events: list[Event]) -> None:
    one, other = (Ledger().after(events).entries for _ in range(2))

    assert calendar(one.values(), BASE) == calendar(reversed(list(other.values())), BASE)


@pytest.mark.parametrize(
    ("recording", "status", "start"),
    [
        ("2022-12-14-rs", "CANCELLED", "2022-12-15T02:20:00Z"),
        ("2024-06-24-us-eva-90", "CONFIRMED", "2024-06-24T12:46:00Z"),
        ("2013-08-16-rs-eva-34", "CONFIRMED", "2013-08-16T14:36:00Z"),
    ],
)
def test_real_spacewalks_end_as_they_did(recording: str, status: str, start: str) -> None:
    lines = (RECORDINGS / recording / "expected.jsonl").read_text("utf-8").splitlines()

    (entry,) = read([EVENTS.decode(line) for line in lines])

    assert entry["status"] == status
    assert entry.decoded("dtstart") == datetime.fromisoformat(start)


# --- Over HTTP -----------------------------------------------------------------------------------


async def etag(client: Client) -> str:
    async with client.get("/calendar.ics") as answer:
        assert answer.status == 200
        return answer.headers["ETag"]


async def test_it_is_sent_once_and_again_only_when_something_changed() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    async with (
        stage(walk.told, at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
    ):
        async with client.get("/calendar.ics") as answer:
            assert answer.content_type == "text/calendar"
            assert answer.charset == "utf-8"
            assert "SUMMARY:US EVA 90" in await answer.text()
        tag = await etag(client)
        made.now += WEEK
        again = {"If-None-Match": tag}
        async with client.get("/calendar.ics", headers=again) as answer:
            assert (answer.status, await answer.read()) == (304, b"")
            assert answer.headers["ETag"] == tag

        await made.tell(walk.planned(at("13:25"), at("03:30")))
        async with client.get("/calendar.ics", headers=again) as answer:
            assert answer.status == 200
            assert answer.headers["ETag"] != tag
            assert "DTSTART:20240624T132500Z" in await answer.text()


async def test_head_says_the_same_without_the_body() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    async with (
        stage(walk.told, at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
        client.get("/calendar.ics") as full,
        client.head("/calendar.ics") as head,
    ):
        assert head.headers["ETag"] == full.headers["ETag"]
        assert head.headers["Content-Length"] == full.headers["Content-Length"]
        assert await head.read() == b""


async def test_a_thousand_readers_cost_one_reading_of_the_journal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    async with (
        stage(walk.told, at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
    ):
        read_from = []
        events = made.site.journal.events

        async def counted(after: int = 0, limit: int | None = None) -> list[Event]:
            read_from.append(after)
            return await events(after, limit)

        monkeypatch.setattr(made.site.journal, "events", counted)
        for _ in range(50):
            await etag(client)
        assert read_from == [0, 1]

        await made.tell(walk.planned(at("13:25"), at("03:30")))
        for _ in range(50):
            await etag(client)
        assert read_from == [0, 1, 1, 2]


def shelved(app: Any) -> None:
    app[SHELF], app[FOLDS] = Shelf(), Shelf()


def test_times_of_any_zone_are_written_in_utc() -> None:
    walk = Walk()
    walk.planned(datetime.fromisoformat("2024-06-24T08:50:00-04:00").astimezone(UTC), at("02:00"))

    assert at("12:50") == only_one(walk).decoded("dtstart")
