"""The laws of what moderators say, for any words of anyone in any order."""

from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from relay.core.board import Board, fold
from relay.core.event import Event, EventType
from relay.core.fusion import Fusion
from relay.core.marking import audit, marked
from relay.core.marks import Effect, foresee
from relay.core.milestone import TABLE, Milestone, Trust
from relay.core.observation import Observation, Topic
from relay.core.spacewalk import Identity, Plan, Segment
from relay.core.standing import Spacewalk
from relay.core.statement import Statement
from relay.errors import StatementRefused
from relay.sources.moderator import Moderators, written
from relay.testing.claims import at

COMMUNITIES = ("discord:1", "discord:2", "matrix:!a")
START = at("12:50")
BOUNDS = (Milestone.EVA_START, Milestone.HATCH_OPEN, Milestone.DELAYED, Milestone.SCRUBBED)


@dataclass(frozen=True)
class Said:
    """One word of someone, or of the agency where there is no community."""

    community: str
    milestone: Milestone
    minutes: int
    ago: int | None
    retracts: bool
    note: str


def _timed(said: Said) -> Said:
    """What is known of a call-off without a time is only that it was told."""
    return replace(said, ago=said.ago or 0) if TABLE[said.milestone].calls_off else said


words = st.builds(
    Said,
    community=st.sampled_from(["", *COMMUNITIES]),
    milestone=st.sampled_from(list(Milestone)),
    minutes=st.integers(0, 40),
    ago=st.none() | st.integers(0, 60),
    retracts=st.integers(0, 3).map(lambda n: n == 0),
    note=st.sampled_from(["", "bolt", "panel"]),
).map(_timed)
stories = st.tuples(st.sampled_from(list(Segment)), st.lists(words, max_size=12))


class World:
    """A planned spacewalk, told of by everyone at once."""

    def __init__(self, segment: Segment, *, marks: bool = True) -> None:
        self.fusion = Fusion(Board())
        self.segment = segment
        self.now = START - timedelta(hours=9)
        self.journal: list[Event] = []
        self._marks = marks
        plan = Plan(start=START)
        self._claim(Topic.SCHEDULE, Trust.AUTOMATIC, plan=plan, planned=True)
        self.now = START - timedelta(minutes=60)

    @property
    def walk(self) -> Spacewalk:
        (walk,) = self.fusion.board.spacewalks.values()
        return walk

    def hears(self, said: Said) -> list[Event]:
        self.now += timedelta(minutes=said.minutes)
        when = None if said.ago is None else self.now - timedelta(minutes=said.ago)
        if not said.community:
            what = {"occurred_at": when, "retracts": said.retracts, "note": said.note}
            return self._claim(said.milestone, Trust.AGENCY, **what)
        return self.mark(self.statement(said)) if self._marks else []

    def statement(self, said: Said) -> Statement:
        when = None if said.ago is None else self.now - timedelta(minutes=said.ago)
        seen = self.walk.seen_by(said.community)
        told = [f for f in seen.standing_facts() if f.milestone is said.milestone]
        if said.retracts and told:
            when = told[said.minutes % len(told)].occurred_at
        return Statement(
            author="discord:7",
            by="Ada",
            community=said.community,
            spacewalk=self.walk.id,
            milestone=said.milestone,
            occurred_at=when,
            note=said.note,
            retracts=said.retracts,
        )

    def mark(self, said: Statement) -> list[Event]:
        try:
            found = foresee(self.fusion.board, said, self.now, trusted=False)
        except StatementRefused:
            return []
        if found.effect is Effect.NOTHING:
            return []
        walk = self.walk
        events = [audit(walk, said, found, self.now), *marked(walk, said, found, self.now)]
        for event in events:
            self.fusion.board = self.fusion.board.apply(event)
        self.journal += events
        return events

    def _claim(self, kind: Milestone | Topic, trust: Trust, **more: object) -> list[Event]:
        who = Identity(segment=self.segment, number="90", near=START)
        source = "station_blog" if trust is Trust.AGENCY else "launch_library"
        fused = self.fusion.observe(
            Observation(
                source=source,
                trust=trust,
                spacewalk=who,
                kind=kind,
                seen_at=self.now,
                **more,  # type: ignore[arg-type]
            )
        )
        events = fused.events if fused else []
        self.journal += events
        return events


def heard(segment: Segment, said: list[Said], *, marks: bool = True) -> World:
    world = World(segment, marks=marks)
    for one in said:
        world.hears(one)
    return world


@given(stories)
def test_marks_change_nothing_that_others_see(story: tuple[Segment, list[Said]]) -> None:
    segment, said = story
    with_marks, without = heard(segment, said), heard(segment, said, marks=False)

    assert [e for e in with_marks.journal if e.for_everyone] == without.journal
    assert with_marks.walk.seen_by("") == without.walk
    for community in COMMUNITIES:
        own = [one for one in said if one.community in ("", community)]
        alone = World(segment)
        for one in said:
            if one in own:
                alone.hears(one)
            else:
                alone.now += timedelta(minutes=one.minutes)
        assert with_marks.walk.seen_by(community) == alone.walk.seen_by(community)


@given(stories)
def test_what_was_said_twice_was_said_once(story: tuple[Segment, list[Said]]) -> None:
    segment, said = story
    world = World(segment)
    for one in said:
        world.hears(one)
        if one.community and not one.retracts and one.ago is not None:
            assert world.mark(world.statement(one)) == []


@given(stories)
def test_a_restart_changes_nothing(story: tuple[Segment, list[Said]]) -> None:
    world = heard(*story)

    assert fold(world.journal) == world.fusion.board


@given(stories)
def test_where_something_is_told_to_everyone_every_community_sees_that(
    story: tuple[Segment, list[Said]],
) -> None:
    walk = heard(*story).walk
    for community in COMMUNITIES:
        seen = walk.seen_by(community)
        assert seen.facts.items() >= walk.facts.items()
        own = [f for f in seen.standing_facts() if f.key not in walk.facts]
        assert {(f.by, f.firm, f.revision < 0) for f in own} <= {("Ada", False, True)}


@given(stories)
def test_every_revision_of_a_mark_is_new_and_below_those_for_everyone(
    story: tuple[Segment, list[Said]],
) -> None:
    last: dict[object, int] = {}
    for event in heard(*story).journal:
        if event.milestone is None or event.type is EventType.STATEMENT:
            continue
        assert (event.revision < 0) == bool(event.scope)
        key = (event.scope, event.milestone, event.attempt, event.occurrence)
        assert event.revision == last.get(key, -1000 if event.scope else 0) + 1
        last[key] = event.revision


@given(stories)
def test_every_mark_follows_a_line_on_who_made_it(story: tuple[Segment, list[Said]]) -> None:
    journal = heard(*story).journal
    for before, event in zip([None, *journal], journal, strict=False):
        if event.scope and event.type is not EventType.STATEMENT:
            assert before
            assert before.scope == event.scope


@given(stories)
def test_what_is_foreseen_for_everyone_happens(story: tuple[Segment, list[Said]]) -> None:
    """All that a moderator is shown before, and nothing else."""
    segment, said = story
    world = World(segment)
    for one in said:
        world.now += timedelta(minutes=one.minutes, seconds=1)
        statement = world.statement(replace(one, community="discord:1", ago=one.ago or 0))
        try:
            foresee(world.fusion.board, statement, world.now, trusted=True)
        except StatementRefused:
            continue
        (claim,) = Moderators.parse(written(statement, START), world.now)
        foreseen = world.fusion.trial(claim)
        told = [e for fused in world.fusion.observe_all([claim]) for e in fused.events]
        assert told == foreseen
