"""Notices and answers with a platform's own times, and notices of what a moderator marked."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from relay.core.board import Board
from relay.core.event import Event, EventType, Summary
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.notice import STALE, Notice, notice
from relay.core.reply import reply
from relay.core.spacewalk import Plan, Precision, Segment
from relay.core.standing import Spacewalk
from relay.core.voice import ENGLISH, Voice
from relay.testing.sayings import HOUR, NOON, a_fact, a_walk, an_event, stamp

STAMPED = Voice(stamp=stamp)


def time(at: datetime) -> str:
    return stamp(at, "time")


def relative(at: datetime) -> str:
    return stamp(at, "relative")


def told(event: Event, walk: Spacewalk | None = None, voice: Voice = STAMPED) -> Notice:
    words = notice(event, walk or a_walk(segment=Segment.US, number="95"), voice)
    assert words
    return words


def reached(**more: Any) -> Event:
    known: dict[str, Any] = {
        "milestone": M.HATCH_OPEN,
        "occurred_at": NOON,
        "standing": Standing.CONFIRMED,
    }
    return replace(an_event(EventType.MILESTONE_REACHED), **known | {"firm": True} | more)


def test_a_milestone_has_the_stamp_of_its_time() -> None:
    assert told(reached()).text == f"At {time(NOON)}"


def test_a_planned_start_also_says_how_far_away_it_is() -> None:
    plan = Plan(start=NOON + HOUR, coverage=NOON, approximate=True)
    made = an_event(EventType.SPACEWALK_ANNOUNCED, plan=plan)
    due = an_event(EventType.REMINDER_DUE, due_at=NOON, lead=HOUR)
    start = f"Planned start {time(NOON + HOUR)} ({relative(NOON + HOUR)})"

    assert told(made).text == (
        f"Planned start about {time(NOON + HOUR)} ({relative(NOON + HOUR)}). Live coverage from {time(NOON)}"
    )
    assert told(due).text == start


def test_a_slip_has_both_times_and_how_far_away_the_new_one_is() -> None:
    plan = Plan(start=NOON + HOUR)
    moved = an_event(EventType.SPACEWALK_RESCHEDULED, plan=plan, previous=NOON)

    assert told(moved).text == (
        f"{time(NOON)} → {time(NOON + HOUR)} (1 h later). Planned start {relative(NOON + HOUR)}"
    )


@pytest.mark.parametrize("precision", [p for p in Precision if p is not Precision.MINUTE])
def test_what_is_not_known_to_the_minute_has_no_stamp(precision: Precision) -> None:
    plan = Plan(start=NOON + 48 * HOUR, precision=precision)
    made = an_event(EventType.SPACEWALK_ANNOUNCED, plan=plan)
    moved = an_event(EventType.SPACEWALK_RESCHEDULED, plan=plan, previous=NOON)
    board = Board(spacewalks={"us-eva-95": a_walk(plan=plan)})

    assert "<t:" not in told(made).text + reply("next", board, NOON, STAMPED)
    assert told(moved).text.count("<t:") == 1, "the old start was known to the minute"


def test_a_correction_by_seconds_is_in_words() -> None:
    by_minutes = reached(standing=Standing.CORRECTED, previous=NOON - HOUR)
    by_seconds = reached(standing=Standing.CORRECTED, previous=NOON - timedelta(seconds=40))

    assert told(by_minutes).text == f"Correction: {time(NOON)}, not {time(NOON - HOUR)}"
    assert told(by_seconds).text == ("Correction: 6 Aug 2026, 12:00 UTC, not 11:59:20 UTC")


def test_answers_have_stamps_too() -> None:
    walk = a_walk(a_fact(M.HATCH_OPEN, firm=True), plan=Plan(start=NOON + HOUR))
    board = Board(spacewalks={walk.id: walk})

    assert f"planned start {time(NOON + HOUR)} ({relative(NOON + HOUR)})." in reply(
        "next", board, NOON, STAMPED
    )
    assert f"{time(NOON)}  Hatch open" in reply("timeline", board, NOON, STAMPED)


def marked(**more: Any) -> str:
    return told(reached(**{"by": "Anna"} | more), voice=ENGLISH).text


HERE = ", a moderator of this server"


def test_a_notice_says_who_marked_it() -> None:
    assert marked() == "At 6 Aug 2026, 12:00 UTC. Marked by Anna"
    assert marked(standing=Standing.RETRACTED) == (
        "This did not happen after all. Withdrawn by Anna"
    )


def test_a_mark_of_one_community_is_not_taken_for_a_fact() -> None:
    unsaid = "no source has said it yet"

    assert marked(scope="discord:1", firm=False) == (
        f"At 6 Aug 2026, 12:00 UTC. Marked by Anna{HERE}; {unsaid}"
    )
    assert marked(scope="discord:1", by="\u202e").endswith(
        f"Marked by a moderator of this server; {unsaid}"
    )
    assert marked(scope="discord:1", standing=Standing.RETRACTED).endswith(
        f"Withdrawn by Anna{HERE}"
    )


def test_an_end_marked_here_counts_from_the_start_marked_here() -> None:
    start = a_fact(M.EVA_START, NOON - 6 * HOUR, revision=-999)
    walk = a_walk(marks={"discord:1": {start.key: start}})
    ended = reached(milestone=M.EVA_END, scope="discord:1", revision=-999)

    assert ". After 6 h." in told(ended, walk).text
    assert "After" not in told(replace(ended, scope="discord:2"), walk).text


@pytest.mark.parametrize("standing", [Standing.CONFIRMED, Standing.RETRACTED])
@pytest.mark.parametrize("scope", ["", "discord:1"])
def test_a_name_is_cut_and_cannot_break_the_line(standing: Standing, scope: str) -> None:
    text = marked(by="A\n" * 200, standing=standing, scope=scope)

    assert "\n" not in text
    assert len(text) < 240


@pytest.mark.parametrize("first", [1, -999])
def test_old_news_is_not_told_when_it_is_first_learnt_but_a_change_of_it_is(first: int) -> None:
    late = reached(time=NOON + STALE + HOUR, revision=first)
    walk = a_walk()

    assert notice(late, walk) is None
    assert notice(replace(late, revision=first + 1), walk)


@pytest.mark.parametrize("first", [1, -999])
def test_a_second_summary_is_a_correction_and_a_first_one_is_not(first: int) -> None:
    said = Summary(start=NOON - HOUR, end=NOON)
    event = an_event(EventType.SUMMARY, summary=said, revision=first)

    assert not told(event).correction
    assert told(replace(event, revision=first + 1)).correction


def test_voices_differ_in_words_and_in_nothing_else() -> None:
    german, english = told(reached(), voice=Voice("de")), told(reached(), voice=ENGLISH)

    assert german.title == "Luke offen – US EVA 95"
    assert replace(german, title=english.title, text=english.text) == english
