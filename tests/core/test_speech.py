"""What is said on the stream, beside what others say: a hint, whatever it claims."""

from datetime import timedelta

import pytest

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.fusion import Fusion
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.spacewalk import Identity, Segment
from relay.core.standing import State
from relay.testing.claims import Walk, at


class Speech(Walk):
    """A spacewalk planned for 12:50, and somebody who comments on it."""

    def __init__(self, segment: Segment = Segment.US) -> None:
        super().__init__(segment)
        self.planned(at("12:50"), at("08:00"))
        self.told.clear()

    def said(self, kind: M, seen: str, when: str | None = None) -> list[Event]:
        time = at(when or seen)
        who = Identity(near=time)
        return self.observe("captions", kind, at(seen), occurred_at=time, spacewalk=who)


@pytest.fixture
def walk() -> Speech:
    return Speech()


def test_alone_it_is_reported_of_the_spacewalk_that_is_due(walk: Speech) -> None:
    (event,) = walk.said(M.HATCH_OPEN, "12:44:20")

    assert (event.spacewalk, event.standing, event.firm) == ("us-eva-90", Standing.REPORTED, False)
    assert walk.state() is State.PREPARING


def test_said_twice_it_is_told_once(walk: Speech) -> None:
    walk.said(M.HATCH_OPEN, "12:44:20")

    assert walk.said(M.HATCH_OPEN, "12:44:20") == []


def test_said_again_later_it_keeps_its_first_time(walk: Speech) -> None:
    walk.said(M.HATCH_OPEN, "12:44:20")

    assert walk.said(M.HATCH_OPEN, "13:30:00") == []
    assert walk.time_of(M.HATCH_OPEN) == "12:44"


@pytest.mark.parametrize("first", ["captions", "iss_telemetry"])
def test_the_telemetry_confirms_it_and_keeps_its_own_time(walk: Speech, first: str) -> None:
    def sensed() -> None:
        who = Identity(segment=Segment.US, near=at("12:44"))
        more = {"occurred_at": at("12:43:50"), "spacewalk": who}
        walk.observe("iss_telemetry", M.HATCH_OPEN, at("12:44:05"), **more)

    if first == "captions":
        walk.said(M.HATCH_OPEN, "12:44:20")
        sensed()
    else:
        sensed()
        walk.said(M.HATCH_OPEN, "12:44:20")

    fact = walk.fact(M.HATCH_OPEN)
    assert (fact.firm, fact.occurred_at) == (True, at("12:43:50"))


def test_the_agency_confirms_it_and_its_minute_gets_no_seconds_from_speech(walk: Speech) -> None:
    walk.said(M.HATCH_OPEN, "12:44:20")
    (event,) = walk.says("station_blog", M.HATCH_OPEN, "12:50", "12:44")

    assert event.firm
    assert walk.fact(M.HATCH_OPEN).occurred_at == at("12:44")


def test_the_agency_corrects_it(walk: Speech) -> None:
    walk.said(M.EVA_START, "13:10")
    walk.says("station_blog", M.EVA_START, "13:20", "12:46")

    fact = walk.fact(M.EVA_START)
    assert (fact.standing, fact.firm, fact.occurred_at) == (Standing.CORRECTED, True, at("12:46"))


def test_without_a_spacewalk_nothing_is_told_and_none_is_founded() -> None:
    walk = Speech()
    walk.fusion = Fusion(Board())

    assert [walk.said(kind, "12:44:20") for kind in M] == [[]] * len(M)
    assert walk.fusion.board.spacewalks == {}


def test_a_day_away_from_any_plan_nothing_is_told() -> None:
    walk = Speech()
    walk.planned(at("12:50") + timedelta(days=2), at("09:00"))
    walk.told.clear()

    walk.said(M.HATCH_OPEN, "12:44:20")

    assert walk.told == []


def test_a_russian_hatch_starts_the_spacewalk_as_reported() -> None:
    walk = Speech(Segment.RUSSIAN)
    told = walk.said(M.HATCH_OPEN, "12:44:20")

    assert {event.milestone for event in told} == {M.HATCH_OPEN, M.EVA_START}
    assert not any(event.firm for event in told)


def test_a_scrub_is_reported_and_takes_no_plan_away(walk: Speech) -> None:
    (event,) = walk.said(M.SCRUBBED, "12:00")

    assert (event.milestone, event.standing) == (M.SCRUBBED, Standing.REPORTED)
    assert event.type is EventType.MILESTONE_REACHED
    assert walk.plan.start == at("12:50")
    assert walk.state() is State.PLANNED
    assert walk.now.attempt == 1


def test_a_scrub_that_the_agency_confirms_is_one(walk: Speech) -> None:
    walk.said(M.SCRUBBED, "12:00")
    walk.says("station_blog", M.SCRUBBED, "12:20")

    assert walk.fact(M.SCRUBBED).firm
    assert walk.plan.start is None
    assert walk.state() is State.CALLED_OFF


def test_a_scrub_that_a_start_proves_wrong_is_withdrawn(walk: Speech) -> None:
    walk.said(M.SCRUBBED, "12:00")
    walk.says("station_blog", M.EVA_START, "12:55", "12:46")

    assert M.SCRUBBED not in walk.standing
    assert walk.state() is State.UNDERWAY
    assert walk.now.attempt == 1


def test_an_end_before_any_start_is_not_told(walk: Speech) -> None:
    assert walk.said(M.EVA_END, "12:30") == walk.said(M.HATCH_CLOSED, "12:31") == []
