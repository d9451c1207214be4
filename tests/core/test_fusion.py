"""What really happened on spacewalks, and what must be told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.observation import Topic
from relay.core.spacewalk import Identity, Plan, Segment, Stream
from relay.core.standing import State
from relay.testing.claims import DAY, Walk, at

BLOG, MOD = "station_blog", "moderator"


def types(events: list[Event]) -> list[EventType]:
    return [event.type for event in events]


def test_24_june_2024_counts_although_nobody_left_the_airlock() -> None:
    walk = Walk()
    walk.planned(at("13:00"), at("10:00"))
    for milestone, when in (
        (M.HATCH_OPEN, "12:44"),
        (M.EVA_START, "12:46"),
        (M.TERMINATED, "12:52"),
        (M.HATCH_CLOSED, "12:54"),
        (M.REPRESS_START, "13:17"),
    ):
        walk.says(BLOG, milestone, "13:30", when)

    assert walk.time_of(M.EVA_END) == "13:17"
    assert walk.summary.duration == timedelta(minutes=31)
    assert walk.summary.terminated


def test_7_november_2005_a_repress_before_any_hatch_opening_is_a_redo() -> None:
    walk = Walk()
    walk.says(BLOG, M.DEPRESS_START, "14:20", "14:10")
    walk.says(BLOG, M.REPRESS_START, "14:50", "14:49")
    assert M.EVA_END not in walk.standing

    walk.says(BLOG, M.DEPRESS_START, "15:05", "15:01", again=True)
    walk.says(BLOG, M.EVA_START, "15:35", "15:32")

    assert walk.fact(M.DEPRESS_START).occurrence == 2
    assert walk.state() is State.UNDERWAY


def test_18_november_2020_a_hatch_closed_for_a_leak_check_ends_nothing() -> None:
    walk = Walk(Segment.RUSSIAN, "47")
    walk.says(MOD, M.HATCH_OPEN, "15:14", "15:12")
    walk.says(MOD, M.HATCH_CLOSED, "15:21", "15:20")
    walk.says(MOD, M.HATCH_OPEN, "15:57", "15:55")
    assert walk.state() is State.UNDERWAY

    walk.says(BLOG, M.HATCH_CLOSED, "22:10", "22:01")

    assert walk.time_of(M.EVA_START) == "15:12"
    assert walk.time_of(M.EVA_END) == "22:01"
    assert not [e for e in walk.told if e.standing is Standing.RETRACTED]


def test_16_august_2013_a_revised_start_corrects_and_is_not_told_again() -> None:
    walk = Walk(Segment.RUSSIAN, "34")
    first = walk.says(BLOG, M.EVA_START, "14:45", "14:39")
    second = walk.says(BLOG, M.EVA_START, "15:30", "14:36")

    assert [e.type for e in first if e.milestone] == [EventType.MILESTONE_REACHED]
    (correction,) = second
    assert correction.type is EventType.MILESTONE_CORRECTED
    assert (correction.standing, correction.revision) == (Standing.CORRECTED, 2)
    assert correction.previous == at("14:39")


def test_a_number_flown_later_is_a_second_attempt() -> None:
    walk = Walk()
    flown = DAY
    tried = DAY - timedelta(days=11)
    day = replace(walk.who, near=at("12:00", tried))
    walk.planned(at("12:00", tried), at("10:00", tried))
    walk.observe(BLOG, M.COVERAGE_START, at("10:30", tried), spacewalk=day)
    walk.observe(BLOG, M.SCRUBBED, at("11:05", tried), spacewalk=day)
    assert walk.state() is State.CALLED_OFF

    moved = walk.planned(at("12:00", flown), at("20:00", tried + timedelta(days=5)))
    assert types(moved) == [EventType.SPACEWALK_RESCHEDULED]
    assert walk.state() is State.PLANNED

    reached = walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    assert [e.attempt for e in reached] == [2]
    assert walk.state() is State.UNDERWAY


def test_a_later_word_on_the_same_call_off_voids_no_new_plan() -> None:
    walk = Walk()
    walk.planned(at("12:10"), at("02:00"))
    walk.says(BLOG, M.DELAYED, "08:00")
    walk.planned(at("11:20", DAY + timedelta(days=2)), at("20:00"))
    yesterday = replace(walk.who, near=at("12:00"))
    walk.observe(BLOG, M.DELAYED, at("23:00"), spacewalk=yesterday, note="as told before")

    assert walk.plan.start == at("11:20", DAY + timedelta(days=2))


def test_a_schedule_that_rounds_does_not_move_the_plan() -> None:
    walk = Walk()
    walk.planned(at("12:05"), at("02:00"))
    about_eight = walk.says(BLOG, M.EVA_START, "03:00", "12:00", planned=True)
    assert about_eight == []

    moved = walk.planned(at("12:10"), at("04:00"))
    assert [e.previous for e in moved] == [at("12:05")]


def test_two_independent_hints_confirm_and_one_is_only_reported() -> None:
    walk = Walk(Segment.RUSSIAN, "49")
    walk.planned(at("14:35"), at("02:00"))
    hint = walk.says("captions", M.HATCH_OPEN, "14:42", "14:41")
    assert {e.standing for e in hint} == {Standing.REPORTED}

    second = walk.says("speech", M.HATCH_OPEN, "14:43", "14:41")
    assert set(types(second)) == {EventType.MILESTONE_CONFIRMED}
    assert walk.fact(M.HATCH_OPEN).standing is Standing.CONFIRMED


def test_an_agency_minute_keeps_the_second_of_a_sensor() -> None:
    walk = Walk()
    seen = at("11:55") + timedelta(seconds=2)
    step = at("11:54") + timedelta(seconds=55)
    walk.planned(at("12:00"), at("02:00"))
    walk.observe("iss_telemetry", M.HATCH_OPEN, seen, occurred_at=step)
    walk.says(BLOG, M.HATCH_OPEN, "12:10", "11:55")

    fact = walk.fact(M.HATCH_OPEN)
    assert (fact.occurred_at, fact.standing) == (step, Standing.CONFIRMED)


def test_an_end_off_its_own_printed_duration_is_told_with_the_doubt() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:10", "12:01")
    walk.says(BLOG, M.EVA_END, "17:50", "17:40", duration=timedelta(minutes=399))

    end = walk.fact(M.EVA_END)
    assert end.standing is Standing.REPORTED
    assert "6 h 39 min" in end.warning


def test_an_end_with_its_duration_brings_the_start_that_was_missed() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_END, "14:20", "14:06", duration=timedelta(minutes=166))

    assert walk.time_of(M.EVA_START) == "11:20"
    assert walk.fact(M.EVA_START).standing is Standing.REPORTED
    order = [e.milestone for e in walk.told if e.milestone]
    assert order == [M.EVA_START, M.EVA_END]


def test_an_end_without_a_start_is_held_back() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_END, "14:20", "14:06")
    assert walk.now.standing_facts() == []

    walk.says(BLOG, M.EVA_START, "14:30", "11:20")
    assert walk.state() is State.OVER


def test_a_planned_time_printed_as_a_fact_is_none() -> None:
    walk = Walk(Segment.RUSSIAN, "45")
    walk.planned(at("15:58"), at("02:00"))
    walk.says(BLOG, M.HATCH_OPEN, "09:00", "15:58")

    assert walk.now.standing_facts() == []


def test_a_moderator_takes_back_what_was_told() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:10", "12:01")
    withdrawn = walk.says(MOD, M.EVA_START, "12:12", retracts=True)

    assert [e.standing for e in withdrawn] == [Standing.RETRACTED]
    assert walk.state() is State.PLANNED


def test_a_call_off_seen_while_it_is_underway_is_about_something_else() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:10", "12:01")
    walk.says(BLOG, M.DELAYED, "15:00")
    walk.says(BLOG, M.EVA_END, "18:40", "18:30")

    assert walk.state() is State.OVER
    assert walk.now.attempt == 1


def test_a_number_learnt_later_renames_and_the_old_id_still_finds_it() -> None:
    walk = Walk(number=None)
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    named = Identity(segment=Segment.US, number="90", near=at("12:46"))
    events = walk.observe(
        "launch_library",
        Topic.SCHEDULE,
        at("13:00"),
        spacewalk=named,
        plan=Plan(start=at("12:50")),
        planned=True,
    )

    assert events[0].type is EventType.SPACEWALK_IDENTIFIED
    assert walk.now.id == "us-eva-90"
    assert walk.now.origin == "us-2024-06-24"
    assert walk.fusion.board.find("us-2024-06-24") == walk.now


def test_an_undated_number_and_a_date_without_number_become_one() -> None:
    walk = Walk()
    no_date = Identity(segment=Segment.US, number="95", reference="launch_library:7")
    walk.observe(
        "launch_library",
        Topic.SCHEDULE,
        at("01:00"),
        spacewalk=no_date,
        plan=Plan(start=None),
        planned=True,
    )
    dated = Identity(segment=Segment.US, near=at("12:00"))
    walk.says(BLOG, M.EVA_START, "02:00", "12:00", planned=True, spacewalk=dated)
    assert len(walk.fusion.board.spacewalks) == 2

    both = replace(no_date, near=at("12:00"))
    plan = Plan(start=at("12:00"))
    walk.observe(
        "launch_library", Topic.SCHEDULE, at("03:00"), spacewalk=both, plan=plan, planned=True
    )

    assert walk.now.id == "us-eva-95"
    assert walk.now.aliases == ("us-2024-06-24",)


def test_what_belongs_to_no_spacewalk_waits_until_one_is_known() -> None:
    walk = Walk()
    crew = frozenset({"Dyson", "Barratt"})
    vague = Identity(near=at("12:46"), crew=crew)
    assert walk.says(BLOG, M.EVA_START, "12:50", "12:46", spacewalk=vague) == []

    known = replace(walk.who, crew=crew)
    events = walk.observe(
        "launch_library",
        Topic.SCHEDULE,
        at("13:00"),
        spacewalk=known,
        plan=Plan(start=at("12:50")),
        planned=True,
    )

    assert M.EVA_START in [event.milestone for event in events]


@pytest.mark.parametrize("other", [Segment.RUSSIAN, Segment.US])
def test_another_segment_or_number_is_another_spacewalk(other: Segment) -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    number = "49" if other is Segment.RUSSIAN else "91"
    who = Identity(segment=other, number=number, near=at("12:50"))
    walk.says(BLOG, M.EVA_START, "13:00", "12:55", spacewalk=who)

    assert walk.named("us-eva-90").state is State.PLANNED


def test_a_stream_that_comes_and_goes_is_told_once() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    live = Stream(url="https://stream.example/live.m3u8", live=True)
    for minute, stream in enumerate((live, replace(live, live=False), live)):
        walk.observe("launch_library", Topic.STREAM, at(f"11:0{minute}"), stream=stream)

    assert types(walk.told).count(EventType.STREAM_LIVE) == 1
    assert walk.now.streams == (live,)


def test_the_round_the_clock_channel_belongs_to_no_spacewalk() -> None:
    walk = Walk()
    channel = Stream(url="https://stream.example/24-7.m3u8", live=True)
    walk.observe("launch_library", Topic.STREAM, at("11:00"), stream=channel, spacewalk=Identity())

    assert walk.fusion.board.channel == channel
    assert walk.fusion.board.spacewalks == {}


def test_the_agency_need_not_name_the_segment_of_the_only_spacewalk_of_that_day() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    unnamed = Identity(near=at("12:00"))
    walk.says(BLOG, M.DELAYED, "06:00", spacewalk=unnamed)

    assert walk.state() is State.POSTPONED


def test_of_two_spacewalks_of_that_day_none_is_guessed() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    other = Identity(segment=Segment.RUSSIAN, number="49", near=at("14:00"))
    plan = Plan(start=at("14:00"))
    common = {"spacewalk": other, "plan": plan, "planned": True}
    walk.observe("launch_library", Topic.SCHEDULE, at("03:00"), **common)

    assert walk.says(BLOG, M.DELAYED, "06:00", spacewalk=Identity(near=at("12:00"))) == []


def test_another_crew_is_another_spacewalk_even_without_a_segment() -> None:
    walk = Walk()
    walk.who = replace(walk.who, crew=frozenset({"Dyson", "Barratt"}))
    walk.planned(at("12:50"), at("02:00"))
    others = Identity(near=at("12:00"), crew=frozenset({"Chub", "Kononenko"}))

    assert walk.says(BLOG, M.DELAYED, "06:00", spacewalk=others) == []
