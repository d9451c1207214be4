"""What a sensor shows: a hint is never a fact, a clear sign only while a spacewalk is due."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relay.core.board import fold
from relay.core.event import Event
from relay.core.hint import Hint
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing, Trust
from relay.core.notice import notice
from relay.core.observation import Observation, Topic
from relay.core.reply import reply
from relay.core.spacewalk import Identity, Segment
from relay.testing.claims import Walk, at


def sensed(when: datetime, **more: object) -> Observation:
    values: dict[str, object] = {"kind": M.HATCH_OPEN, "trust": Trust.AUTOMATIC, "when_due": True}
    return Observation(
        source="iss_telemetry",
        spacewalk=Identity(segment=Segment.US, near=when),
        seen_at=when + timedelta(seconds=2),
        occurred_at=when,
        **(values | more),  # type: ignore[arg-type]
    )


def hint(when: datetime, hint: Hint) -> Observation:
    return sensed(when, kind=Topic.HINT, trust=Trust.HINT, when_due=False, hint=hint)


def told(walk: Walk, *observations: Observation) -> list[Event]:
    return [
        event
        for one in observations
        if (fused := walk.fusion.observe(one))
        for event in fused.events
    ]


@pytest.mark.parametrize(
    ("start", "standing"),
    [("12:50", Standing.CONFIRMED), ("9:30", Standing.CONFIRMED), ("20:00", Standing.REPORTED)],
)
def test_a_step_is_confirmed_only_while_a_spacewalk_is_due(start: str, standing: Standing) -> None:
    walk = Walk()
    walk.planned(at(start), at("02:00"))

    (event,) = told(walk, sensed(at("12:44:30")))

    assert event.milestone is M.HATCH_OPEN
    assert event.standing is standing
    assert event.occurred_at == at("12:44:30")


def test_a_step_that_nobody_expected_waits_for_a_spacewalk() -> None:
    walk = Walk()
    assert told(walk, sensed(at("12:44"))) == []

    events = walk.planned(at("12:50"), at("13:00"))

    (reached,) = [event for event in events if event.milestone]
    assert reached.milestone is M.HATCH_OPEN
    # When it was seen, nobody had said that a spacewalk was due.
    assert reached.standing is Standing.REPORTED


def test_a_step_is_of_the_spacewalk_that_is_planned_for_then() -> None:
    """One was moved to a week later; its old day is the day of the other."""
    walk = Walk(number="92")
    walk.planned(at("12:00"), at("01:00"))
    walk.planned(at("12:00") + timedelta(days=7), at("02:00"))
    other = replace(walk.who, number="91")
    walk.who = other
    walk.planned(at("12:50"), at("03:00"))

    (event,) = told(walk, sensed(at("12:44")))

    assert (event.spacewalk, event.standing) == ("us-eva-91", Standing.CONFIRMED)


def test_a_step_on_a_day_that_is_no_longer_planned_is_not_confirmed() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("01:00"))
    walk.planned(at("12:50") + timedelta(hours=9), at("02:00"))

    (event,) = told(walk, sensed(at("12:44")))

    assert event.standing is Standing.REPORTED


def test_nothing_is_said_of_a_russian_spacewalk() -> None:
    walk = Walk(Segment.RUSSIAN, "49")
    walk.planned(at("12:50"), at("02:00"))

    events = told(walk, sensed(at("12:44")), hint(at("12:42"), Hint.HATCH_IN_2_MIN))

    assert events == []


def test_a_hint_founds_nothing_and_is_told_once_to_who_is_known() -> None:
    walk = Walk()
    soon = hint(at("12:42"), Hint.HATCH_IN_2_MIN)
    assert told(walk, soon) == []
    walk.planned(at("12:50"), at("02:00"))

    later = told(walk, hint(at("12:43"), Hint.SIGNAL_LOST), soon)

    assert [event.hint for event in later] == [Hint.SIGNAL_LOST]
    assert [one.hint for one in fold(walk.told + later).spacewalks["us-eva-90"].hints][-1:] == [
        Hint.SIGNAL_LOST
    ]


def test_a_hint_says_that_it_is_a_guess() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    (event,) = told(walk, hint(at("12:42:10"), Hint.HATCH_IN_2_MIN))

    words = notice(event, walk.fusion.board.find("us-eva-90"))

    assert words
    assert words.kind == "hint"
    assert words.title == "Hatch expected in about 2 minutes – US EVA 90"
    assert words.text == "By the telemetry of 24 Jun 2024, 12:42:10 UTC. A guess, not a report"


def test_who_asks_before_anything_was_reported_hears_the_hint_too() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    told(walk, hint(at("12:42"), Hint.HATCH_IN_2_MIN))

    for question in ("now", "next"):
        answer = reply(question, walk.fusion.board, at("12:43"))
        assert answer.endswith("Hatch expected in about 2 minutes (by telemetry, a guess).")


def test_who_asks_what_goes_on_hears_the_newest_hint_while_it_is_fresh() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.says("station_blog", M.COVERAGE_START, "12:01", "12:00")
    told(walk, hint(at("12:42"), Hint.HATCH_IN_2_MIN))
    board = walk.fusion.board

    assert "Hatch expected in about 2 minutes (by telemetry, a guess)" in reply(
        "now", board, at("12:43")
    )
    assert "Hatch expected" not in reply("now", board, at("13:30"))


def test_the_agency_s_later_word_corrects_a_step_but_not_its_seconds() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    told(walk, sensed(at("12:44:30")))

    walk.says("station_blog", M.HATCH_OPEN, "12:55", "12:44")

    fact = walk.fusion.board.spacewalks["us-eva-90"].fact(M.HATCH_OPEN)
    assert fact
    assert fact.occurred_at == at("12:44:30")


def test_old_claims_keep_their_names() -> None:
    plain = sensed(at("12:44"), when_due=False)
    assert plain.claim == replace(plain, placed=Trust.AGENCY).claim
    assert "when due" not in plain.claim
