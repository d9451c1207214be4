"""Who wears which suit: the agency's latest word on this spacewalk, and no conclusion of ours."""

from datetime import timedelta
from typing import Any

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.milestone import Trust
from relay.core.notice import notice
from relay.core.observation import Evidence, Observation, Topic, observation_id
from relay.core.spacewalk import Identity, Plan, Segment, Suit
from relay.journal.codec import EVENTS, OBSERVATIONS, event_json
from relay.testing.claims import DAY, Walk, at

BLOG = "station_blog"
CREW = frozenset({"Dyson", "Barratt"})
ONE = Suit(name="Dyson", role="EV1", marking="red stripes")
TWO = Suit(name="Barratt", role="EV2", marking="no stripes")


@pytest.fixture
def walk() -> Walk:
    known = Walk()
    known.who = Identity(segment=Segment.US, number="90", near=at("12:50"), crew=CREW)
    known.planned(at("12:50"), at("02:00"))
    return known


def dressed(walk: Walk, seen: str, *suits: Suit, source: str = BLOG, **more: Any) -> list[Event]:
    return walk.observe(source, Topic.SUITS, at(seen), suits=suits, **more)


def test_suits_are_an_update_that_nobody_is_told_as_a_notice(walk: Walk) -> None:
    (event,) = dressed(walk, "10:00", TWO, ONE)

    assert (event.type, event.suits) == (EventType.SPACEWALK_UPDATED, (ONE, TWO))
    assert walk.now.suits == (ONE, TWO)
    assert notice(event, walk.now) is None


def test_the_same_suits_from_another_post_are_no_news(walk: Walk) -> None:
    dressed(walk, "10:00", ONE, TWO)

    assert dressed(walk, "13:00", TWO, evidence=Evidence(address="https://blog.test/2")) == []


def test_a_role_and_a_marking_of_two_posts_are_one_suit(walk: Walk) -> None:
    dressed(walk, "10:00", Suit(name="Dyson", role="EV1"))
    dressed(walk, "11:00", Suit(name="Dyson", marking="red stripes"))

    assert walk.now.suits == (ONE,)


def test_a_new_role_takes_the_old_marking_with_it(walk: Walk) -> None:
    dressed(walk, "10:00", ONE)
    dressed(walk, "11:00", Suit(name="Dyson", role="EV2"))

    assert walk.now.suits == (Suit(name="Dyson", role="EV2"),)


def test_what_is_said_to_be_anothers_now_is_not_kept(walk: Walk) -> None:
    dressed(walk, "10:00", ONE, TWO)
    dressed(walk, "11:00", Suit(name="Barratt", role="EV1", marking="red stripes"))

    assert walk.now.suits == (Suit(name="Barratt", role="EV1", marking="red stripes"),)


def test_the_latest_words_count_and_not_the_latest_reading(walk: Walk) -> None:
    swapped = Suit(name="Dyson", role="EV2", marking="no stripes")
    dressed(walk, "11:00", swapped, said_at=at("10:55"))

    assert dressed(walk, "11:30", ONE, said_at=at("08:00")) == []
    assert walk.now.suits == (swapped,)


@pytest.mark.parametrize("source", ["launch_library", "captions"])
def test_only_the_agency_says_who_wears_what(walk: Walk, source: str) -> None:
    assert dressed(walk, "10:00", ONE, source=source) == []
    assert walk.now.suits == ()


def test_the_suit_of_somebody_who_stays_inside_is_not_told(walk: Walk) -> None:
    assert dressed(walk, "10:00", Suit(name="Epps", role="EV1")) == []


def test_a_new_crew_does_not_inherit_the_suits_of_the_old(walk: Walk) -> None:
    dressed(walk, "10:00", ONE, TWO)
    walk.who = Identity(segment=Segment.US, number="90", crew=frozenset({"Dyson", "Epps"}))
    walk.planned(at("12:55"), at("11:00"))

    assert walk.now.crew == ("Dyson", "Epps")
    assert walk.now.suits == (ONE,)


def test_suits_alone_are_no_spacewalk_and_wait_until_one_is_known() -> None:
    walk = Walk()
    assert dressed(walk, "10:00", ONE) == []

    (announced, *_) = walk.planned(at("12:50"), at("10:05"))
    assert (announced.type, announced.suits) == (EventType.SPACEWALK_ANNOUNCED, (ONE,))


def test_suits_of_another_day_are_not_this_ones(walk: Walk) -> None:
    later = Identity(segment=Segment.US, near=at("12:00", DAY + timedelta(days=3)))

    assert dressed(walk, "10:00", ONE, spacewalk=later) == []


def test_the_day_of_suits_does_not_widen_the_day_of_the_spacewalk(walk: Walk) -> None:
    evening = Identity(segment=Segment.US, near=at("12:00", DAY + timedelta(days=1)))
    dressed(walk, "10:00", ONE, spacewalk=evening)
    night = at("20:00", DAY + timedelta(days=1))
    fact = Identity(segment=Segment.US, near=night)
    walk.observe(BLOG, M.EVA_START, night, spacewalk=fact, occurred_at=night)

    assert len(walk.fusion.board.spacewalks) == 2


def test_the_day_of_suits_does_not_make_two_spacewalks_one() -> None:
    walk = Walk()
    walk.who = Identity(segment=Segment.US, near=at("12:50"))
    walk.planned(at("12:50"), at("02:00"))
    between = Identity(segment=Segment.US, near=at("12:00", DAY + timedelta(days=1)))
    dressed(walk, "10:00", ONE, spacewalk=between)
    walk.who = Identity(segment=Segment.US, number="91", near=at("05:00", DAY + timedelta(days=2)))
    walk.planned(at("05:00", DAY + timedelta(days=2)), at("11:00"))

    assert set(walk.fusion.board.spacewalks) == {"us-2024-06-24", "us-eva-91"}


def test_a_rescheduled_spacewalk_keeps_its_suits(walk: Walk) -> None:
    dressed(walk, "10:00", ONE, TWO)
    (moved,) = walk.planned(at("13:20"), at("11:00"))

    assert (moved.type, moved.suits) == (EventType.SPACEWALK_RESCHEDULED, (ONE, TWO))


def test_an_entry_from_before_there_were_suits_is_read_and_named_as_it_was() -> None:
    old = OBSERVATIONS.decode(
        '{"source":"nasa_plus","trust":1,"spacewalk":{"segment":"us","number":"90"},'
        '"kind":"schedule","seen_at":"2024-06-24T02:00:00Z","planned":true,'
        '"plan":{"start":"2024-06-24T12:50:00Z"}}'
    )
    made = Observation(
        source="nasa_plus",
        trust=Trust(1),
        spacewalk=Identity(segment=Segment.US, number="90"),
        kind=Topic.SCHEDULE,
        seen_at=at("02:00"),
        planned=True,
        plan=Plan(start=at("12:50")),
    )

    assert (old, old.suits) == (made, ())
    assert observation_id(old) == "45fa9728cebd9df9"


def test_an_event_says_in_json_what_is_known_of_a_suit(walk: Walk) -> None:
    (event,) = dressed(walk, "10:00", Suit(name="Dyson", marking="red stripes"), TWO)

    assert event_json(event)["suits"] == [
        {"name": "Barratt", "role": "EV2", "marking": "no stripes"},
        {"name": "Dyson", "marking": "red stripes"},
    ]
    assert EVENTS.decode(EVENTS.encode(event)) == event
