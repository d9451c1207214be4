"""When the stream is followed, and which one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relay.core.board import fold
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.core.spacewalk import Stream
from relay.video.occasion import candidates, occasion
from tests.web.told import BEGUN, COVERAGE, ENDED, EVA, PLANNED, VAGUE, at, planned, reached

OFF = replace(planned(None), type=EventType.SPACEWALK_RESCHEDULED, time=at("11:00"))
UNSURE = replace(ENDED, firm=False)
WITHOUT_COVERAGE = planned(at("12:00"))


@pytest.mark.parametrize(
    ("events", "clock", "followed"),
    [
        ((PLANNED,), "10:19", False),
        ((PLANNED,), "10:20", True),
        ((PLANNED,), "14:59", True),
        ((PLANNED,), "15:00", False),
        ((WITHOUT_COVERAGE,), "10:19", False),
        ((WITHOUT_COVERAGE,), "10:20", True),
        ((VAGUE,), "12:00", False),
        ((PLANNED, COVERAGE), "10:31", True),
        ((PLANNED, BEGUN), "18:00", True),
        ((PLANNED, BEGUN, ENDED), "18:57", True),
        ((PLANNED, BEGUN, ENDED), "18:59", False),
        ((PLANNED, BEGUN, UNSURE), "20:37", True),
        ((PLANNED, BEGUN, UNSURE), "20:39", False),
        ((PLANNED, reached(Milestone.SCRUBBED, "11:00"), OFF), "11:10", False),
    ],
)
def test_it_is_followed_from_before_the_coverage_until_after_the_end(
    events: tuple[Event, ...], clock: str, followed: bool
) -> None:
    found = occasion(fold(events), at(clock))
    assert (found.id if found else None) == (EVA if followed else None)


def test_one_that_goes_on_comes_before_one_that_is_near() -> None:
    other = replace(PLANNED, spacewalk="us-eva-94", number="94")
    found = occasion(fold((other, PLANNED, BEGUN)), at("12:10"))
    assert found is not None
    assert EVA == found.id


def test_nothing_is_followed_that_has_not_been_heard_of_for_long() -> None:
    assert occasion(fold((PLANNED, BEGUN)), at("12:00") + timedelta(days=2)) is None


def test_its_own_streams_come_first_live_before_not_live_each_once() -> None:
    streams = (
        Stream(url="https://a.example/later", priority=1),
        Stream(url="https://a.example/live", live=True, priority=5),
    )
    channel = Stream(url="https://a.example/channel")
    walk = fold([planned(at("12:00"), streams=streams)]).spacewalks[EVA]
    found = candidates(walk, channel, ["https://own.example/x.m3u8", "https://a.example/channel"])
    assert [
        ("https://a.example/live", False),
        ("https://a.example/later", False),
        ("https://a.example/channel", False),
        ("https://own.example/x.m3u8", True),
    ] == [(one.stream.url, one.trusted) for one in found]


def test_without_a_spacewalk_there_is_the_channel() -> None:
    channel = Event(
        type=EventType.CHANNEL_CHANGED,
        spacewalk="",
        time=at("9:00"),
        stream=Stream(url="https://a.example/channel"),
    )
    found = candidates(None, fold([channel]).channel, [])
    assert ["https://a.example/channel"] == [one.stream.url for one in found]
