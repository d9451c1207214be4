from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.spacewalk import Plan, Precision, Segment, Stream, Suit
from relay.web.clockface import Clock, clock
from relay.web.condition import Condition, condition
from relay.web.links import Link, link
from relay.web.listing import ahead, focus, past, years
from relay.web.progress import WAY, log, steps
from relay.web.rendering import part
from relay.web.view import Member, View, view
from tests.web.told import (
    BEGUN,
    COVERAGE,
    ENDED,
    EVA,
    HATCH,
    HOSTILE,
    HOSTILE_ADDRESSES,
    PLANNED,
    SOURCE,
    VAGUE,
    WHOLE,
    at,
    board_of,
    hinted,
    hostile,
    planned,
    reached,
    walk_of,
)

M = Milestone
SCRUB = reached(M.SCRUBBED, "11:00")


def clock_of(now: datetime, *events: Event) -> Clock:
    return clock(walk_of(*events), now)


def view_of(now: datetime, *events: Event) -> View:
    board = board_of(*events)
    return view(board, focus(board, now), now)


def test_an_exact_plan_is_counted_down_to() -> None:
    assert clock_of(at("9:55"), PLANNED) == Clock(
        label="Planned to start in",
        text="2 h 5 min",
        at="2026-08-06T12:00:00Z",
        counts="down",
        passed="Past the planned start by",
        note="Planned start 6 Aug 2026, 12:00 UTC",
    )


def test_a_passed_plan_says_that_it_is_past_and_not_that_it_began() -> None:
    shown = clock_of(at("12:10"), PLANNED)
    assert ("Past the planned start by", "10 min") == (shown.label, shown.text)


def test_an_approximate_plan_says_about() -> None:
    shown = clock_of(at("9:55"), planned(at("12:00"), approximate=True))
    assert "Planned to start in about" == shown.label
    assert "Planned start about 6 Aug 2026, 12:00 UTC" == shown.note


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        (Precision.HOUR, "6 Aug 2026, about 12:00 UTC"),
        (Precision.DAY, "6 Aug 2026 (time not yet known)"),
        (Precision.MONTH, "August 2026 (day not yet known)"),
        (Precision.YEAR, "2026 (date not yet known)"),
    ],
)
def test_a_vaguer_plan_is_said_in_words_and_never_counted_down_to(
    precision: Precision, words: str
) -> None:
    shown = clock_of(at("9:55"), planned(at("12:00"), precision=precision))
    assert Clock(label="Planned start", text=words) == shown


@pytest.mark.parametrize(
    ("now", "events", "label", "text"),
    [
        (at("9:00"), (planned(),), "Planned start", "To be determined"),
        (at("9:00"), (PLANNED, COVERAGE), "Planned to start in", "3 h"),
        (at("13:38"), (PLANNED, BEGUN), "Phase elapsed time (PET)", "1:32"),
        (at("12:05"), (PLANNED, BEGUN), "Phase elapsed time (PET)", "0:00"),
        (at("13:38"), (PLANNED, reached(M.EVA_START)), "Elapsed", "Time not given"),
        (at("12:07", 2), (PLANNED, BEGUN), "Its end is not known", "No report"),
        (at("20:00"), WHOLE, "It lasted", "6 h 32 min"),
        (at("20:00"), (PLANNED, BEGUN, reached(M.EVA_END)), "Length", "Not known"),
        (at("12:00", 1), (PLANNED,), "The planned start is past", "No report"),
        (at("12:00"), (planned(), SCRUB), "Planned start", "None any more"),
        (at("12:00"), (planned(), reached(M.DELAYED, "9:00")), "Planned start", "No new date yet"),
    ],
)
def test_the_clock_says_what_is_true_in_every_state(
    now: datetime, events: tuple[Event, ...], label: str, text: str
) -> None:
    shown = clock_of(now, *events)
    assert (label, text) == (shown.label, shown.text)


def test_a_start_that_is_only_reported_is_said_to_be() -> None:
    shown = view_of(at("12:10"), PLANNED, hinted(M.EVA_START, "12:06"))
    assert "reported, not yet confirmed" == shown.clock.doubt == shown.doubt
    assert "Since the official start, 6 Aug 2026, 12:06 UTC" == shown.clock.note
    assert "reported, not yet confirmed" in shown.preview


@pytest.mark.parametrize(
    ("now", "events", "expected"),
    [
        (at("9:00"), (PLANNED,), Condition(words="Planned", tone="planned")),
        (at("11:00"), (PLANNED, COVERAGE), Condition(words="Preparing", tone="preparing")),
        (at("12:10"), (PLANNED, BEGUN), Condition(words="Underway", tone="underway")),
        (
            at("13:00"),
            (PLANNED, BEGUN, reached(M.TERMINATED, "12:52")),
            Condition(words="Underway, called to end early", tone="underway"),
        ),
        (
            at("13:00"),
            (PLANNED, BEGUN, hinted(M.TERMINATED, "12:52")),
            Condition(
                words="Underway",
                tone="underway",
                doubt="a call to end early is not confirmed",
            ),
        ),
        (at("19:00"), WHOLE, Condition(words="Over", tone="over")),
        (at("12:00"), (planned(), SCRUB), Condition(words="Called off", tone="called_off")),
        (at("12:00"), (SCRUB, PLANNED), Condition(words="Planned anew", tone="planned")),
        (at("0:01", 1), (PLANNED,), Condition(words="Planned, no report since", tone="silent")),
        (at("12:07", 1), (BEGUN,), Condition(words="Underway, no report since", tone="silent")),
        (at("23:00", 1), (VAGUE,), Condition(words="Planned", tone="planned")),
        (
            at("11:00"),
            (PLANNED, hinted(M.DEPRESS_START, "10:50")),
            Condition(words="Preparing", tone="preparing", doubt="reported, not yet confirmed"),
        ),
    ],
)
def test_the_state_in_words(now: datetime, events: tuple[Event, ...], expected: Condition) -> None:
    assert expected == condition(walk_of(*events), now)


def test_the_rows_are_the_same_from_the_first_to_the_last_event() -> None:
    rows = {tuple(step.title for step in steps(walk_of(*WHOLE[:n]))) for n in range(1, 8)}
    assert {tuple(step.title for step in steps(None))} == rows
    assert 9 == len(steps(None))


def test_a_row_shows_time_standing_and_source() -> None:
    row = steps(walk_of(PLANNED, BEGUN))[WAY.index(M.EVA_START)]
    assert ("12:06 UTC", "confirmed") == (row.at and row.at.text.split(", ")[-1], row.standing)
    assert Link(SOURCE, "blog.example.org") == row.source
    assert "suits on battery power" == row.rule


def test_a_russian_start_goes_by_the_hatch() -> None:
    walk = walk_of(replace(PLANNED, segment=Segment.RUSSIAN))
    assert "hatch open" == steps(walk)[WAY.index(M.EVA_START)].rule


def test_a_time_without_date_is_never_of_another_day_than_the_first() -> None:
    late = replace(ENDED, occurred_at=at("0:35", 1))
    rows = steps(walk_of(PLANNED, HATCH, BEGUN, late))
    times = [row.at.text for row in rows if row.at]
    assert ["12:04 UTC", "12:06 UTC", "7 Aug 2026, 00:35 UTC"] == times


def test_an_attempt_that_was_called_off_leaves_no_mark_in_the_rows_of_the_next() -> None:
    off = (reached(M.DEPRESS_START, "10:00"), SCRUB)
    assert 1 == sum(step.reached for step in steps(walk_of(planned(), *off)))
    anew = (*off, planned(at("12:00", 7)))
    assert 0 == sum(step.reached for step in steps(walk_of(*anew)))
    again = reached(M.DEPRESS_START, "10:00", attempt=2)
    assert 1 == sum(step.reached for step in steps(walk_of(*anew, again)))


def test_a_hatch_that_was_opened_again_is_not_shown_as_closed() -> None:
    cycled = (PLANNED, HATCH, reached(M.HATCH_CLOSED, "12:20"))
    reopened = reached(M.HATCH_OPEN, "12:30", occurrence=2)
    closed = WAY.index(M.HATCH_CLOSED)
    assert steps(walk_of(*cycled))[closed].reached
    assert not steps(walk_of(*cycled, reopened))[closed].reached
    assert ["Hatch open", "Hatch closed", "Hatch open (again)"] == [
        line.title for line in log(walk_of(*cycled, reopened))
    ]


def test_what_was_withdrawn_stays_in_the_log_and_leaves_the_rows() -> None:
    gone = replace(HATCH, standing=Standing.RETRACTED, revision=2)
    walk = walk_of(PLANNED, HATCH, gone)
    assert [("Hatch open", "withdrawn", True)] == [
        (line.title, line.standing, line.withdrawn) for line in log(walk)
    ]
    assert not any(step.reached for step in steps(walk))


@pytest.mark.parametrize(
    ("firm", "expected"), [(True, "corrected"), (False, "corrected, not yet confirmed")]
)
def test_a_corrected_time_says_so(firm: bool, expected: str) -> None:
    fixed = replace(HATCH, standing=Standing.CORRECTED, firm=firm, revision=2)
    assert [expected] == [line.standing for line in log(walk_of(PLANNED, HATCH, fixed))]


def test_the_last_thing_is_of_the_present_attempt_though_the_call_off_has_no_time() -> None:
    off = reached(M.SCRUBBED)
    second = [replace(event, attempt=2) for event in (HATCH, BEGUN)]
    shown = view_of(at("12:10"), PLANNED, off, *second)
    assert shown.latest
    assert "Spacewalk begins (attempt 2)" == shown.latest.title
    assert "Called off" == shown.log[0].title


def walk_ahead(name: str, start: datetime) -> Event:
    return planned(start, spacewalk=name)


def test_focus_goes_to_what_goes_on_then_just_ended_then_next_then_last() -> None:
    other = walk_ahead("us-2026-08-07", at("12:00", 1))
    board = board_of(*WHOLE, other)
    assert focus(Board(), at("9:00")) is None
    expected = {
        at("20:00"): EVA,
        at("11:59", 1): EVA,
        at("18:39", 1): "us-2026-08-07",
        at("18:39", 9): "us-2026-08-07",
    }
    assert expected == {now: focused.id for now in expected if (focused := focus(board, now))}


def test_one_underway_comes_before_one_that_is_sooner() -> None:
    board = board_of(walk_ahead("us-2026-08-06", at("11:00")), *WHOLE[:4])
    found = focus(board, at("13:00"))
    assert found
    assert EVA == found.id


def test_one_called_off_an_hour_ago_is_in_focus() -> None:
    board = board_of(walk_ahead("us-2026-08-16", at("12:00", 10)), planned(), SCRUB)
    found = focus(board, at("12:00"))
    assert found
    assert EVA == found.id


def test_every_spacewalk_is_in_one_list_or_the_other() -> None:
    names = [walk_ahead(f"us-2026-08-0{n}", at("12:00", n)) for n in range(1, 6)]
    board = board_of(*WHOLE, *names)
    for days in range(-2, 9):
        now = at("12:00", days)
        both = [walk.id for walk in [*ahead(board, now), *past(board, now)]]
        assert sorted(board.spacewalks) == sorted(both)


def test_the_past_is_listed_by_year_latest_first() -> None:
    old = replace(walk_ahead("us-2025-01-16", datetime(2025, 1, 16, tzinfo=UTC)))
    listed = years(board_of(old, *WHOLE), at("20:00"))
    assert [("2026", ["Over"]), ("2025", ["Planned, no report since"])] == [
        (year.title, [entry.state for entry in year.entries]) for year in listed
    ]
    assert "6 Aug 2026, 12:06 UTC, 6 h 32 min" == listed[0].entries[0].when


def test_the_best_stream_stands_first_and_the_channel_last() -> None:
    streams = (
        Stream(url="https://a.example/later", priority=1),
        Stream(url="https://b.example/now", live=True, priority=9),
    )
    channel = Event(
        type=EventType.CHANNEL_CHANGED,
        spacewalk="",
        time=at("9:00"),
        stream=Stream(url="https://c.example/always"),
    )
    shown = view_of(at("9:00"), channel, replace(PLANNED, streams=streams)).watch
    assert [("b.example", "live now"), ("a.example", "not live yet")] == [
        (one.link.host, one.words) for one in shown[:2]
    ]
    assert "round the clock" == shown[2].words


def test_a_stream_of_what_is_over_is_not_called_live() -> None:
    assert {"broadcast"} == {one.words for one in view_of(at("20:00"), *WHOLE).watch}


def test_a_suit_is_shown_where_the_agency_said_which() -> None:
    suits = (
        Suit(name="Dyson", role="EV1", marking="red stripes"),
        Suit(name="barratt", role="EV2"),
    )
    assert (Member("Dyson", "EV1, red stripes"), Member("Barratt", "EV2")) == view_of(
        at("9:00"), replace(PLANNED, suits=suits)
    ).crew
    assert (Member("Barratt", ""), Member("Dyson", "")) == view_of(at("9:00"), PLANNED).crew


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_only_a_plain_web_address_becomes_a_link(address: str) -> None:
    assert link(address) is None


def test_a_link_names_the_host_it_leads_to() -> None:
    assert Link("https://nasa.gov@evil.example/x", "evil.example") == link(
        "https://nasa.gov@evil.example/x"
    )
    assert link("https://a.example/" + "x" * 2000) is None


def test_hostile_words_are_cut_and_lose_what_is_invisible() -> None:
    shown = view_of(at("13:30"), *hostile())
    longest = max(len(line.note) for line in shown.log)
    words = repr(shown)
    assert 500 == longest
    assert not {"\u202e", "\u2066"} & set(words)
    assert HOSTILE[:25] in words


START = st.one_of(st.none(), st.datetimes(min_value=datetime(1998, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001


@given(START, st.sampled_from(Precision), st.booleans(), st.datetimes(timezones=st.just(UTC)))
def test_nothing_but_an_exact_plan_ever_ticks(
    start: datetime | None, precision: Precision, about: bool, now: datetime
) -> None:
    plan = Plan(start=start, precision=precision, approximate=about)
    shown = clock_of(now, replace(PLANNED, plan=plan))
    assert plan.exact or not shown.at
    assert not shown.at or shown.note.startswith("Planned start")


FACTS = st.builds(
    reached,
    st.sampled_from([m for m in TABLE if m is not M.TASK]),
    st.one_of(st.none(), st.sampled_from(["10:00", "12:00", "14:30", "18:00"])),
    attempt=st.integers(1, 3),
    occurrence=st.integers(1, 3),
    firm=st.booleans(),
    standing=st.sampled_from(Standing),
)


@given(st.lists(FACTS, max_size=12), st.integers(0, 72))
def test_whatever_was_told_can_be_shown_and_nothing_retracted_is(
    facts: list[Event], hours: int
) -> None:
    events = [PLANNED, *facts]
    shown = view_of(at("0:00") + timedelta(hours=hours), *events)
    known = walk_of(*events)
    assert len(known.facts) == len(shown.log)
    reached_rows = {m for m, step in zip(WAY, shown.steps, strict=True) if step.reached}
    assert reached_rows <= {fact.milestone for fact in known.standing_facts()}


def test_nothing_of_the_story_is_missing_from_the_log() -> None:
    titles = [line.title for line in log(walk_of(*WHOLE))]
    expected = ["Live coverage begins", "Hatch open", "Spacewalk begins", "Task", "Spacewalk over"]
    assert expected == titles
    assert "The radio box is out" == log(walk_of(*WHOLE))[3].note


@pytest.mark.parametrize("name", ["now", "overlay", "tasks", "log"])
@pytest.mark.parametrize("standing", [Standing.REPORTED, Standing.CORRECTED])
def test_what_is_not_sure_says_so_wherever_it_stands(name: str, standing: Standing) -> None:
    hint = replace(hinted(M.TASK, "13:20", note="The pump is out"), standing=standing)
    shown = part(name, view_of(at("13:30"), PLANNED, BEGUN, hint))

    assert "The pump is out" in shown
    assert "not yet confirmed" in shown
