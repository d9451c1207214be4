"""Nothing is told twice, and no plan is told as a fact, whatever the sources do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing, Trust
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity, Plan, Precision, Segment, Stream
from relay.core.standing import State
from relay.testing.claims import DAY, Walk, at

BLOG, LIBRARY = "station_blog", "launch_library"
CREW = frozenset({"Dyson", "Barratt"})
LATER = DAY + timedelta(days=11)


def at_once(walk: Walk, *claims: Observation) -> list[Event]:
    return [event for fused in walk.fusion.observe_all(claims) for event in fused.events]


def claim(walk: Walk, kind: M | Topic, seen: str, when: str | None = None, **more: Any) -> Any:
    one = Observation(
        source=BLOG,
        trust=Trust.AGENCY,
        spacewalk=walk.who,
        kind=kind,
        seen_at=at(seen),
        occurred_at=at(when) if when else None,
        evidence=Evidence(address="https://blog.example/ends-early"),
    )
    return replace(one, **more)


def test_a_document_is_told_in_the_order_of_events_whatever_its_own() -> None:
    walk = Walk()
    events = at_once(
        walk,
        claim(walk, M.EVA_END, "13:30", "13:17"),
        claim(walk, M.TERMINATED, "13:30", "12:52"),
        claim(walk, M.EVA_START, "13:30", "12:46"),
        claim(walk, M.HATCH_OPEN, "13:30", "12:44"),
    )

    told = [event.milestone for event in events if event.milestone]
    assert told == [M.HATCH_OPEN, M.EVA_START, M.TERMINATED, M.EVA_END]


def test_a_document_that_says_a_thing_with_and_without_its_time_tells_it_once() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    by_title = claim(walk, M.EVA_END, "13:30", note="Spacewalk Ends")
    events = at_once(walk, by_title, claim(walk, M.EVA_END, "13:30", "13:17"))

    (end,) = (event for event in events if event.milestone)
    assert (end.revision, end.occurred_at) == (1, at("13:17"))


def test_a_document_that_repeats_itself_is_one_claim() -> None:
    walk = Walk()
    same = claim(walk, M.EVA_START, "12:50", "12:46")

    assert len(walk.fusion.observe_all([same, same])) == 1


def test_15_august_2018_the_planned_minute_is_no_start_when_others_print_it() -> None:
    walk = Walk(Segment.RUSSIAN, "45")
    walk.planned(at("15:58"), at("02:00"))
    assert walk.says(LIBRARY, M.EVA_START, "16:05", "15:58") == []

    walk.says(BLOG, M.HATCH_OPEN, "16:28", "16:17")
    assert walk.time_of(M.EVA_START) == "16:17"
    assert not [e for e in walk.told if e.standing is Standing.CORRECTED]


def test_the_agency_may_begin_at_the_planned_minute() -> None:
    walk = Walk()
    walk.planned(at("12:00"), at("02:00"))
    walk.says(BLOG, M.EVA_START, "12:05", "12:00")

    assert walk.time_of(M.EVA_START) == "12:00"


def live(walk: Walk, seen: str, name: str, **more: Any) -> list[Event]:
    stream = Stream(url=f"https://stream.example/{name}", live=True)
    return walk.observe(LIBRARY, Topic.STREAM, at(seen), stream=replace(stream, **more))


def test_a_second_address_of_a_live_stream_is_not_told_again() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    live(walk, "11:00", "first")
    live(walk, "11:02", "second")
    assert [e.type for e in walk.told].count(EventType.STREAM_LIVE) == 1
    assert len(walk.now.streams) == 2

    live(walk, "12:00", "first", live=False)
    told = [e.stream.url for e in walk.told if e.type is EventType.STREAM_LIVE and e.stream]
    assert told == ["https://stream.example/first", "https://stream.example/second"]


def test_no_address_is_told_after_the_end() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    walk.says(BLOG, M.EVA_END, "13:20", "13:17")

    assert EventType.STREAM_LIVE not in [event.type for event in live(walk, "13:25", "late")]


def test_a_stream_of_a_day_that_was_called_off_does_not_hide_the_next() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    live(walk, "11:00", "first")
    walk.says(BLOG, M.SCRUBBED, "11:10")
    walk.planned(at("12:50", LATER), at("20:00"))

    assert EventType.STREAM_LIVE in [event.type for event in live(walk, "21:00", "second")]


def test_the_new_date_that_comes_with_a_postponement_stands() -> None:
    walk = Walk()
    walk.planned(at("12:10"), at("02:00"))
    who = walk.who
    walk.planned(at("12:10", DAY + timedelta(days=1)), at("08:00"))
    walk.observe(LIBRARY, M.DELAYED, at("08:00"), spacewalk=replace(who, near=at("08:00")))

    assert walk.plan.start == at("12:10", DAY + timedelta(days=1))
    assert walk.fact(M.DELAYED).attempt == 1


def test_a_month_is_no_start_that_a_later_word_calls_off_again() -> None:
    walk = Walk()
    walk.planned(at("12:10"), at("02:00"))
    walk.says(BLOG, M.DELAYED, "08:00")
    walk.planned(at("00:00", DAY + timedelta(days=1)), at("08:05"), precision=Precision.MONTH)
    walk.says(LIBRARY, M.DELAYED, "09:00")

    assert walk.fact(M.DELAYED).attempt == 1
    assert walk.plan.precision is Precision.MONTH


def new_date(crew: frozenset[str], segment: Segment | None = None) -> Walk:
    """A spacewalk of CREW is called off; then the blog gives that crew another date."""
    walk = Walk()
    walk.who = replace(walk.who, crew=CREW)
    walk.planned(at("12:10"), at("02:00"))
    walk.says(BLOG, M.SCRUBBED, "08:00")
    who = Identity(segment=segment, near=LATER, crew=crew)
    plan = Plan(start=at("12:00", LATER), precision=Precision.DAY)
    seen = at("20:00", DAY + timedelta(days=5))
    walk.observe(BLOG, Topic.SCHEDULE, seen, spacewalk=who, plan=plan, planned=True)
    return walk


def test_a_new_date_after_a_call_off_is_known_by_its_crew() -> None:
    walk = new_date(CREW)

    assert walk.plan.start == at("12:00", LATER)
    assert walk.state() is State.PLANNED


def test_a_new_date_of_another_crew_or_segment_is_of_another_spacewalk() -> None:
    others = frozenset({"Dyson", "Epps"})

    assert len(new_date(others, Segment.US).fusion.board.spacewalks) == 2
    assert len(new_date(CREW, Segment.RUSSIAN).fusion.board.spacewalks) == 2


def test_a_new_date_of_nobody_known_is_kept_and_not_guessed() -> None:
    walk = new_date(frozenset({"Dyson", "Epps"}))

    assert walk.plan.start is None
    assert walk.state() is State.CALLED_OFF


def test_16_july_2013_of_two_ends_the_one_that_the_length_bears_out_stands() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:00", "11:57")
    walk.says(BLOG, M.EVA_END, "13:50", "13:39", duration=timedelta(minutes=92))
    assert "1 h 32 min" in walk.fact(M.EVA_END).warning

    (corrected, *_) = walk.says(LIBRARY, M.EVA_END, "14:30", "13:29")
    assert (corrected.standing, corrected.previous) == (Standing.CORRECTED, at("13:39"))
    assert walk.time_of(M.EVA_END) == "13:29"


def test_what_a_moderator_says_stands_against_any_length() -> None:
    walk = Walk()
    walk.says(BLOG, M.EVA_START, "12:00", "11:57")
    walk.says("moderator", M.EVA_END, "13:50", "13:40")
    walk.says(LIBRARY, M.EVA_END, "14:30", "13:29", duration=timedelta(minutes=92))

    assert walk.time_of(M.EVA_END) == "13:40"
