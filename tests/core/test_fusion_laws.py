"""The laws of fusion, for any claims in any order."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relay.core.board import Board, fold
from relay.core.event import Event, EventType
from relay.core.fusion import Fusion
from relay.core.milestone import Milestone, Standing, Trust
from relay.core.observation import Evidence, Observation, Topic, observation_id
from relay.core.spacewalk import Identity, Plan, Segment, Suit

DAY = datetime(2021, 9, 3, tzinfo=UTC)
SOURCES = {
    "station_blog": Trust.AGENCY,
    "launch_library": Trust.AUTOMATIC,
    "captions": Trust.HINT,
    "moderator": Trust.MODERATOR,
}
MILESTONES = st.sampled_from(list(Milestone))
NAMES = ["Dubrov", "Novitskiy", "Shkaplerov"]
SUITS = st.builds(
    Suit,
    name=st.sampled_from(NAMES),
    role=st.sampled_from(["", "EV1", "EV2"]),
    marking=st.sampled_from(["", "red stripes", "blue stripes"]),
)


def minutes(low: int = 0, high: int = 1200) -> st.SearchStrategy[timedelta]:
    return st.integers(low, high).map(lambda n: timedelta(minutes=n))


@st.composite
def claims(draw: st.DrawFn, segment: Segment = Segment.US) -> Observation:
    source = draw(st.sampled_from(sorted(SOURCES)))
    seen_at = DAY + draw(minutes(60))
    crew = draw(st.sampled_from([(), NAMES[:1], NAMES[:2], NAMES[1:]]))
    near = DAY + timedelta(hours=14)
    who = Identity(segment=segment, number="49", near=near, crew=frozenset(crew))
    common: dict[str, Any] = {
        "source": source,
        "trust": SOURCES[source],
        "spacewalk": who,
        "seen_at": seen_at,
    }
    if draw(st.integers(0, 5)) == 0:
        plan = Plan(start=DAY + draw(minutes(300, 2000)))
        return Observation(kind=Topic.SCHEDULE, plan=plan, planned=True, **common)
    if draw(st.integers(0, 3)) == 0:
        suits = draw(st.lists(SUITS, min_size=1, max_size=2, unique_by=lambda suit: suit.name))
        said_at = draw(st.none() | minutes(0, 90).map(lambda ago: seen_at - ago))
        return Observation(kind=Topic.SUITS, suits=tuple(suits), said_at=said_at, **common)
    return Observation(
        kind=draw(MILESTONES),
        occurred_at=draw(st.none() | minutes().map(lambda ago: max(DAY, seen_at - ago))),
        planned=draw(st.integers(0, 6)) == 0,
        again=draw(st.integers(0, 6)) == 0,
        interim=draw(st.integers(0, 6)) == 0,
        retracts=draw(st.integers(0, 9)) == 0,
        duration=draw(st.none() | minutes(1, 500)),
        note=draw(st.sampled_from(["", "cable", "panel"])),
        evidence=Evidence(address=draw(st.sampled_from(["", "https://example.org/a"]))),
        **common,
    )


walks = st.sampled_from(list(Segment)).flatmap(lambda s: st.lists(claims(s), max_size=14))


def run(observations: list[Observation], fusion: Fusion | None = None) -> list[Event]:
    fusion = fusion or Fusion(Board())
    return [e for o in observations if (r := fusion.observe(o)) for e in r.events]


def standing(events: list[Event]) -> object:
    """The facts, without how they came about."""
    walk = fold(events).find("us-eva-49") or fold(events).find("rs-eva-49")
    if walk is None:
        return None
    facts = {(f.key, f.occurred_at, f.firm) for f in walk.standing_facts()}
    return facts, walk.plan, walk.summary, walk.suits


def distinct(observations: list[Observation]) -> list[Observation]:
    """One source never sees two things at the same instant: its documents come in order."""
    return list({(o.source, o.seen_at): o for o in observations}.values())


def as_they_come(observations: list[Observation], random: Random) -> list[Observation]:
    """Sources overtake each other at will; what one source saw comes in its own order."""
    queues: dict[str, list[Observation]] = {}
    for one in observations:
        queues.setdefault(one.source, []).append(one)
    turns = [one.source for one in observations]
    random.shuffle(turns)
    return [queues[source].pop(0) for source in turns]


@given(walks, st.randoms())
def test_the_order_of_arrival_does_not_matter(
    observations: list[Observation], random: Random
) -> None:
    in_order = sorted(distinct(observations), key=lambda o: o.seen_at)
    shuffled = as_they_come(in_order, random)
    for one in in_order[:1]:
        founding = Observation(
            source="launch_library",
            trust=Trust.AUTOMATIC,
            spacewalk=one.spacewalk,
            kind=Topic.SCHEDULE,
            seen_at=DAY,
            plan=Plan(start=DAY + timedelta(hours=14)),
            planned=True,
        )
        assert standing(run([founding, *in_order])) == standing(run([founding, *shuffled]))


@given(walks)
def test_an_observation_fed_twice_changes_nothing(observations: list[Observation]) -> None:
    fusion = Fusion(Board())
    run(observations, fusion)

    assert run(observations, fusion) == []


@given(walks)
def test_every_fact_is_told_once(observations: list[Observation]) -> None:
    events = run(observations)
    reached = [
        (e.spacewalk, e.milestone, e.attempt, e.occurrence)
        for e in events
        if e.type is EventType.MILESTONE_REACHED
    ]

    assert len(reached) == len(set(reached))


@given(walks)
def test_revisions_count_up_by_one(observations: list[Observation]) -> None:
    revisions: dict[object, int] = {}
    for event in run(observations):
        if event.milestone is None:
            continue
        key = (event.milestone, event.attempt, event.occurrence)
        assert event.revision == revisions.get(key, 0) + 1
        revisions[key] = event.revision


@given(walks)
def test_no_end_is_told_before_a_start(observations: list[Observation]) -> None:
    board = Board()
    for event in run(observations):
        board = board.apply(event)
        walk = board.spacewalks[event.spacewalk]
        if event.milestone is Milestone.EVA_END and event.standing is not Standing.RETRACTED:
            starts = [f for f in walk.standing_facts() if f.milestone is Milestone.EVA_START]
            begun = [f.occurred_at for f in starts if f.attempt == event.attempt]
            assert begun
            assert not begun[0] or not event.occurred_at or begun[0] < event.occurred_at


@given(walks, st.integers(0, 14))
def test_a_restart_changes_nothing(observations: list[Observation], at: int) -> None:
    unbroken = run(observations)
    first = Fusion(Board())
    told, known = [], []
    for observation in observations[:at]:
        if fused := first.observe(observation):
            told += fused.events
            known.append((fused.spacewalk, observation))
    second = Fusion(fold(told), known)

    assert second.catch_up(DAY) == []
    assert told + run(observations[at:], second) == unbroken


@given(walks)
def test_what_was_told_is_what_stands(observations: list[Observation]) -> None:
    fusion = Fusion(Board())
    events = run(observations, fusion)

    assert fold(events).spacewalks == fusion.board.spacewalks
    assert fusion.catch_up(DAY) == []


@given(walks)
def test_a_planned_time_is_never_a_fact(observations: list[Observation]) -> None:
    seen = {observation_id(o): o for o in observations}
    for event in run(observations):
        for name in event.because:
            assert not seen[name].planned
            assert seen[name].at <= seen[name].seen_at + timedelta(minutes=2)


@given(walks)
def test_captions_alone_are_only_reported(observations: list[Observation]) -> None:
    hints = [o for o in observations if o.source == "captions"]
    founding = [o for o in observations if o.kind is Topic.SCHEDULE][:1]

    assert not any(e.firm for e in run(founding + hints) if e.milestone)


@given(walks)
def test_suits_are_told_only_as_the_agency_gave_them(observations: list[Observation]) -> None:
    agency = [s for o in observations if o.trust >= Trust.AGENCY for s in o.suits]
    for event in run(observations):
        for suit in event.suits:
            own = [said for said in agency if said.name == suit.name]
            assert suit.role in {"", *(said.role for said in own)}
            assert suit.marking in {"", *(said.marking for said in own)}
            assert suit.role or suit.marking


@given(walks)
def test_suits_are_of_the_crew_that_is_told(observations: list[Observation]) -> None:
    for walk in fold(run(observations)).spacewalks.values():
        if len(walk.crew) > 1:
            assert {suit.name for suit in walk.suits} <= set(walk.crew)


@given(walks)
def test_suits_found_no_spacewalk_and_reach_no_milestone(observations: list[Observation]) -> None:
    suits = [o for o in observations if o.kind is Topic.SUITS]
    assert run(suits) == []

    told = {e.type for e in run([*observations, *suits]) if e.suits}
    assert not [kind for kind in told if "milestone" in kind.value]
