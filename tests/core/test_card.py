"""A spacewalk at a glance."""

from datetime import datetime, timedelta

import pytest

from relay.core.card import Card, Phase, card
from relay.core.hint import Expectation, Hint
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.spacewalk import Plan, Segment, Stream
from relay.core.standing import Fact, Spacewalk
from relay.core.voice import Voice
from relay.testing.claims import Walk, at
from relay.testing.sayings import HOUR, NOON, a_fact, a_walk, stamp

STAMPED = Voice(stamp=stamp)
PLANNED = Plan(start=NOON + HOUR, duration=6.5 * HOUR, coverage=NOON - HOUR / 2)


def flown() -> Walk:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5))
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    return walk


def test_a_planned_one_says_when_how_long_and_who() -> None:
    walk = a_walk(segment=Segment.US, number="95", plan=PLANNED, crew=("Menon", "Meir"))

    shown = card(walk, NOON - HOUR)

    assert (shown.title, shown.state, shown.phase) == ("US EVA 95", "Planned", Phase.PLANNED)
    assert shown.facts == (
        ("Planned start", "6 Aug 2026, 13:00 UTC"),
        ("Live coverage from", "11:30 UTC"),
        ("Planned length", "6 h 30 min"),
        ("Crew", "Menon and Meir"),
    )
    assert (shown.start, shown.end) == (NOON + HOUR, NOON + 7.5 * HOUR)
    assert (shown.key, shown.spacewalk) == ("us-eva-95", "us-eva-95")


def test_a_stamp_counts_down_and_the_elapsed_time_up() -> None:
    start = NOON + HOUR
    planned = dict(card(a_walk(plan=PLANNED), NOON, STAMPED).facts)
    underway = dict(card(a_walk(a_fact(M.EVA_START), plan=PLANNED), NOON, STAMPED).facts)

    assert planned["Planned start"] == f"{stamp(start, 'time')} ({stamp(start, 'relative')})"
    assert underway["Planned start"] == stamp(start, "time")
    assert underway["Phase elapsed time (PET)"] == stamp(NOON, "relative")


def test_without_a_stamp_the_elapsed_time_is_since_when() -> None:
    shown = card(flown().now, at("14:00"))

    assert dict(shown.facts)["Phase elapsed time (PET)"] == "since 12:46 UTC"
    assert (shown.state, shown.phase) == ("Underway", Phase.UNDERWAY)
    assert (shown.start, shown.end) == (at("12:46"), at("12:46") + timedelta(hours=6.5))


@pytest.mark.parametrize("voice", [Voice(), STAMPED])
def test_a_card_is_the_same_a_minute_later(voice: Voice) -> None:
    walks = (flown().now, a_walk(plan=PLANNED), a_walk(a_fact(M.HATCH_OPEN), plan=PLANNED))

    for walk in walks:
        now = at("14:00") if walk.fact(M.EVA_START) else NOON
        cards = {card(walk, now + timedelta(minutes=n), voice) for n in range(59)}
        assert len(cards) == 1


@pytest.mark.parametrize(
    ("segment", "rule"),
    [
        (Segment.US, " (suits on battery power to start of repressurization)"),
        (Segment.RUSSIAN, " (hatch open to hatch closed)"),
        (None, ""),
    ],
)
def test_when_it_is_over_it_has_a_length_by_its_segment_s_rule(
    segment: Segment | None, rule: str
) -> None:
    facts = a_fact(M.EVA_START, firm=True), a_fact(M.EVA_END, NOON + 6 * HOUR, firm=True)
    shown = card(a_walk(*facts, segment=segment, plan=PLANNED, ordinal=271), NOON + 7 * HOUR)

    assert shown.facts[-2:] == (("Length", f"6 h{rule}"), ("Station spacewalk", "271"))
    assert (shown.state, shown.phase) == ("Over", Phase.OVER)
    assert (shown.start, shown.end) == (NOON, NOON + 6 * HOUR)


def state(*facts: Fact, plan: Plan | None = PLANNED, now: datetime = NOON) -> str:
    return card(a_walk(*facts, plan=plan), now).state


def test_the_state_says_what_is_doubtful_about_it() -> None:
    begun = a_fact(M.EVA_START, firm=True)

    assert state(a_fact(M.EVA_START)) == "Underway (reported, not yet confirmed)"
    assert state(a_fact(M.HATCH_OPEN)) == "Preparing (reported, not yet confirmed)"
    assert state(begun, a_fact(M.TERMINATED)) == ("Underway (a call to end early is not confirmed)")
    assert state(begun, a_fact(M.TERMINATED, firm=True)) == "Underway, called to end early"
    assert state(a_fact(M.EVA_START, revision=-999, firm=True)) == (
        "Underway (marked here, no source has said it yet)"
    )
    assert state(begun, now=NOON + 26 * HOUR) == "Underway, no report since"


def test_what_is_called_off_has_no_date_until_it_is_planned_anew() -> None:
    off = a_fact(M.SCRUBBED, firm=True)
    gone = card(a_walk(off, plan=Plan(start=None)), NOON)
    anew = card(a_walk(off, plan=PLANNED), NOON)

    assert (gone.state, gone.phase, gone.start) == ("Called off", Phase.CALLED_OFF, None)
    assert gone.facts == (("Planned start", "no new date"),)
    assert (anew.state, anew.phase) == ("Planned anew", Phase.PLANNED)


def lines_of(shown: Card) -> list[str]:
    return [" | ".join((one.at, one.title, one.standing, one.note)) for one in shown.lines]


def test_milestones_stand_in_order_with_their_standing() -> None:
    walk = a_walk(
        a_fact(M.TASK, NOON + HOUR, note="cable\x07 laid", warning="odd", by="Anna", firm=True),
        a_fact(M.HATCH_OPEN, NOON, standing=Standing.RETRACTED),
        a_fact(M.EVA_START, NOON, standing=Standing.CORRECTED, firm=True),
        a_fact(M.EGRESS, None),
        a_fact(M.INGRESS, NOON + 3 * HOUR, revision=-999, by="Bo"),
        a_fact(M.DEPRESS_START, NOON - 13 * HOUR, firm=True, occurrence=2),
    )

    assert lines_of(card(walk, NOON)) == [
        "5 Aug 2026, 23:00 UTC | Depressurization begins (again) | confirmed | ",
        "6 Aug 2026, 12:00 UTC | Spacewalk begins | corrected | ",
        " | Outside | reported, not yet confirmed | ",
        "13:00 UTC | Task | confirmed (Anna) | cable laid. Note: odd",
        "15:00 UTC | Back inside the airlock | marked here by Bo, no source has said it yet | ",
    ]


def test_an_earlier_attempt_is_the_line_that_called_it_off() -> None:
    walk = Walk()
    walk.says("station_blog", M.DEPRESS_START, "12:10", "12:00")
    walk.says("station_blog", M.SCRUBBED, "13:10", "13:05")
    assert len(card(walk.now, at("13:20")).lines) == 2
    walk.planned(at("18:00"), at("13:30"))
    assert [one.title for one in card(walk.now, at("13:40")).lines] == ["Called off (attempt 1)"]
    walk.says("station_blog", M.DEPRESS_START, "17:35", "17:30")

    titles = [one.title for one in card(walk.now, at("17:40")).lines]

    assert titles == ["Called off (attempt 1)", "Depressurization begins"]


def test_of_many_tasks_the_newest_are_shown_and_the_others_counted() -> None:
    done = [
        a_fact(M.TASK, NOON + n * HOUR / 10, note=f"task {n}", occurrence=n) for n in range(1, 18)
    ]
    shown = card(a_walk(a_fact(M.EVA_START), *done, a_fact(M.INGRESS, NOON + 9 * HOUR)), NOON)

    assert [one.title for one in shown.lines[:2]] == [
        "Spacewalk begins",
        "Earlier tasks not shown: 5",
    ]
    assert [one.note for one in shown.lines[2:-1]] == [f"task {n}" for n in range(6, 18)]
    assert shown.lines[-1].title == "Back inside the airlock"


def watching(*streams: Stream, facts: tuple[Fact, ...] = ()) -> tuple[str, bool]:
    shown = card(a_walk(*facts, streams=streams, plan=PLANNED), NOON)
    return shown.watch, shown.live


def test_the_stream_to_watch_is_live_before_it_is_best() -> None:
    later = Stream(url="https://later.example/", priority=1)
    live = Stream(url="https://live.example/", priority=9, live=True)
    script = Stream(url="javascript:alert(1)", priority=0, live=True)

    assert watching(script, later, live) == (live.url, True)
    assert watching(script, later) == (later.url, False)
    assert watching(script) == ("", False)
    assert watching(live, facts=(a_fact(M.EVA_START), a_fact(M.EVA_END))) == (live.url, False)


def test_a_hint_is_shown_as_a_guess_while_it_is_fresh() -> None:
    walk: Spacewalk = a_walk(plan=PLANNED, hints=(Expectation(NOON, Hint.HATCH_IN_2_MIN),))

    assert card(walk, NOON + timedelta(minutes=1)).hint == (
        "Hatch expected in about 2 minutes (by telemetry, a guess)"
    )
    assert card(walk, NOON + HOUR).hint == ""
