"""What followers read, word for word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.event import Event, EventType
from relay.core.milestone import TABLE, Standing
from relay.core.milestone import Milestone as M
from relay.core.notice import KINDS, STALE, Notice, notice
from relay.core.spacewalk import Plan, Precision, Segment, Stream
from relay.testing.claims import DAY, Walk, at


def told(walk: Walk, event: Event) -> Notice:
    words = notice(event, walk.fusion.board.find(event.spacewalk))
    assert words
    return words


def test_an_announcement_says_when_who_and_how_long() -> None:
    walk = Walk()
    (event,) = walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5))

    words = told(walk, event)

    assert words.title == "US EVA 90 planned"
    assert words.text == "Planned start 24 Jun 2024, 12:50 UTC. Planned length 6 h 30 min"
    assert (words.key, words.revision, words.kind) == ("us-eva-90/plan", 1, "announced")


@pytest.mark.parametrize(
    ("new", "text"),
    [
        ("13:25", "24 Jun 2024, 12:50 UTC → 24 Jun 2024, 13:25 UTC (35 min later)"),
        ("11:55", "24 Jun 2024, 12:50 UTC → 24 Jun 2024, 11:55 UTC (55 min earlier)"),
    ],
)
def test_a_slip_is_told_old_to_new_in_its_direction(new: str, text: str) -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    (event,) = walk.planned(at(new), at("03:00"))

    words = told(walk, event)

    assert words.text == text
    assert (words.key, words.revision, words.kind) == ("us-eva-90/plan", 2, "rescheduled")


def test_a_day_is_told_as_a_day() -> None:
    walk = Walk()
    (event,) = walk.planned(at("00:00"), DAY - timedelta(days=9), precision=Precision.DAY)

    assert told(walk, event).text == "Planned start 24 Jun 2024 (time not yet known)"


def test_a_milestone_a_correction_and_a_withdrawal_share_one_key() -> None:
    walk = Walk(Segment.RUSSIAN, "34")
    (reached,) = walk.says("station_blog", M.EVA_START, "14:45", "14:39")[1:]
    (corrected,) = walk.says("station_blog", M.EVA_START, "15:30", "14:36")
    (withdrawn,) = walk.says("moderator", M.EVA_START, "15:40", retracts=True)

    words = [told(walk, event) for event in (reached, corrected, withdrawn)]

    assert [w.key for w in words] == ["rs-eva-34/eva_start"] * 3
    assert [w.revision for w in words] == [1, 2, 3]
    assert words[0].text == "At 24 Jun 2024, 14:39 UTC. Official start: the hatch is open"
    assert words[1].text.startswith("Correction: 24 Jun 2024, 14:36 UTC, not 14:39 UTC")
    assert words[2].title == "Withdrawn: Spacewalk begins – Russian EVA 34"


def test_a_report_says_that_it_is_one() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    (event,) = walk.says("captions", M.HATCH_OPEN, "12:46", "12:45")

    assert told(walk, event).text.endswith("Reported, not yet confirmed")


def test_the_summary_gives_length_tasks_and_ordinal() -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    walk.says("moderator", M.TASK, "13:00", note="cable laid")
    *_, event = walk.says("station_blog", M.EVA_END, "19:10", "19:00", ordinal=271)

    text = "6 h 14 min, 24 Jun 2024, 12:46 UTC to 19:00 UTC. Tasks: cable laid."
    assert told(walk, event).text == f"{text} Station spacewalk 271"


def test_news_of_long_ago_is_not_news() -> None:
    walk = Walk()
    late = at("12:46") + STALE + timedelta(minutes=1)
    events = walk.observe("station_blog", M.EVA_START, late, occurred_at=at("12:46"))

    assert [notice(e, walk.now) for e in events] == [None, None]


def test_a_spacewalk_first_heard_of_by_its_start_is_not_announced_as_planned() -> None:
    walk = Walk()
    events = walk.says("station_blog", M.EVA_START, "12:50", "12:46")

    assert [n.kind for e in events if (n := notice(e, walk.now))] == ["eva_start"]


def test_a_reminder_names_its_lead_and_says_when_it_is_late() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    event = Event(
        type=EventType.REMINDER_DUE,
        spacewalk="us-eva-90",
        time=at("11:54"),
        due_at=at("11:50"),
        lead=timedelta(hours=1),
        late=timedelta(minutes=4),
    )

    words = told(walk, event)

    assert words.title == "US EVA 90 in 56 min"
    assert words.text.endswith("This reminder is 4 min late")


def test_every_kind_can_be_asked_for() -> None:
    assert {m.value for m in TABLE} < KINDS


@given(st.text(max_size=300))
def test_hostile_words_come_out_as_one_line_of_plain_text(words: str) -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    for event in walk.says("moderator", M.TASK, "13:00", note=words):
        text = told(walk, event).text
        assert "\n" not in text
        assert not {char for char in text if ord(char) < 32 or 0x202A <= ord(char) <= 0x202E}


@given(st.text(max_size=60).map(lambda end: "javascript:" + end))
def test_only_web_addresses_become_links(address: str) -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    (event,) = walk.observe("launch_library", M.COVERAGE_START, at("12:00"))
    stream = Stream(url=address, live=True)
    live = Event(type=EventType.STREAM_LIVE, spacewalk="us-eva-90", time=event.time, stream=stream)

    assert told(walk, live).address == ""


def test_a_new_plan_after_a_call_off_is_told_anew() -> None:
    walk = Walk()
    walk.planned(at("12:10"), at("02:00"))
    walk.says("station_blog", M.SCRUBBED, "11:00")
    event = walk.planned(at("11:00") + timedelta(days=2), at("20:00"))[-1]

    assert told(walk, event).key == "us-eva-90/plan#2"
    assert Plan(start=None).exact is False


def test_a_correction_after_a_restart_is_still_a_correction() -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    (event,) = walk.says("station_blog", M.EVA_START, "13:50", "12:47")

    assert event.standing is Standing.CORRECTED
    assert told(walk, event).correction


def test_a_notice_keeps_its_key_when_the_number_becomes_known() -> None:
    walk = Walk(number=None)
    (_, reached) = walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    before = told(walk, reached).key
    walk.who = replace(walk.who, number="90")
    *_, corrected = walk.says("station_blog", M.EVA_START, "13:50", "12:47")

    assert corrected.spacewalk == "us-eva-90"
    assert told(walk, corrected).key == told(walk, reached).key == before
