"""Answers to followers' questions."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from relay.core.board import Board
from relay.core.milestone import Milestone as M
from relay.core.observation import Topic
from relay.core.reply import reply
from relay.core.spacewalk import Segment, Stream
from relay.testing.claims import Walk, at


def test_next_counts_down() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))

    answer = reply("next", walk.fusion.board, at("11:20"))

    assert answer == "US EVA 90, crew: planned start 24 Jun 2024, 12:50 UTC (in 1 h 30 min)."


def test_now_gives_the_elapsed_time_by_the_official_start() -> None:
    walk = Walk(Segment.RUSSIAN, "49")
    walk.says("station_blog", M.HATCH_OPEN, "14:45", "14:41")

    answer = reply("/now", walk.fusion.board, at("16:44"))

    assert answer.startswith("Russian EVA 49: PET 2:03.")


def test_now_without_anyone_outside_says_what_is_next() -> None:
    assert (
        reply("now", Board(), at("12:00")) == "Nobody is outside. No announced spacewalk is known."
    )


def test_live_prefers_the_stream_of_the_spacewalk() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    stream = Stream(url="https://stream.example/eva", live=True)
    walk.observe("launch_library", Topic.STREAM, at("11:00"), stream=stream)

    answer = reply("live", walk.fusion.board, at("12:00"))

    assert answer == "US EVA 90 (live): https://stream.example/eva"


def test_the_timeline_stands_in_the_order_of_time() -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    walk.says("station_blog", M.HATCH_OPEN, "12:55", "12:44")

    assert reply("timeline us-eva-90", walk.fusion.board, at("13:00")).splitlines() == [
        "US EVA 90",
        "24 Jun 2024, 12:44 UTC  Hatch open",
        "24 Jun 2024, 12:46 UTC  Spacewalk begins",
    ]


def test_now_speaks_of_the_present_attempt() -> None:
    walk = Walk()
    walk.says("station_blog", M.DEPRESS_START, "12:10", "12:00")
    walk.says("station_blog", M.SCRUBBED, "13:10")
    walk.planned(at("18:00"), at("13:30"))
    walk.says("station_blog", M.DEPRESS_START, "17:35", "17:30")

    answer = reply("now", walk.fusion.board, at("17:40"))

    assert "Last: 24 Jun 2024, 17:30 UTC" in answer


def test_what_was_not_heard_of_for_a_day_is_not_going_on() -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")
    day_later = at("12:50") + timedelta(hours=25)

    assert reply("now", walk.fusion.board, day_later).startswith("Nobody is outside.")


def test_history_has_the_length() -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_END, "14:20", "14:06", duration=timedelta(minutes=166))

    assert reply("history", walk.fusion.board, at("20:00")) == "US EVA 90, crew: 2 h 46 min"


def test_an_unknown_spacewalk_and_an_unknown_question_get_a_helpful_answer() -> None:
    assert reply("timeline us-eva-1", Board(), at("1:00")) == "No such spacewalk is known."
    assert reply("what?", Board(), at("1:00")).startswith("Ask me: crew, history")


@given(st.text(max_size=200))
def test_no_question_is_too_odd(question: str) -> None:
    walk = Walk()
    walk.says("station_blog", M.EVA_START, "12:50", "12:46")

    assert reply(question, walk.fusion.board, at("13:00"))
