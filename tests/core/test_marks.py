"""What a moderator's word would do, and what is refused."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.marking import audit, marked
from relay.core.marks import FIRST, Effect, Foresight, foresee
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.observation import Evidence
from relay.core.placing import OWN
from relay.core.spacewalk import Precision, Segment
from relay.core.standing import State
from relay.core.statement import Statement
from relay.errors import StatementRefused
from relay.testing.claims import DAY, Walk, at

BLOG = "station_blog"
HERE, THERE = "discord:1", "discord:2"
NOW = at("15:00")


def planned(segment: Segment = Segment.US, **more: Any) -> Walk:
    walk = Walk(segment)
    walk.planned(at("12:50"), at("02:00"), **more)
    return walk


def statement(walk: Walk, milestone: M, when: str | None = None, **more: Any) -> Statement:
    said = Statement(
        author="discord:7",
        by="Ada",
        community=HERE,
        spacewalk=walk.now.id,
        milestone=milestone,
        occurred_at=at(when) if when else None,
    )
    return replace(said, **more)


def foreseen(
    walk: Walk, milestone: M, when: str | None = None, *, trusted: bool = False, **more: Any
) -> Foresight:
    said = statement(walk, milestone, when, **more)
    return foresee(walk.fusion.board, said, NOW, trusted=trusted)


def mark(walk: Walk, milestone: M, when: str | None = None, **more: Any) -> list[Event]:
    """It is said by someone who is not trusted."""
    said = statement(walk, milestone, when, **more)
    found = foresee(walk.fusion.board, said, NOW, trusted=False)
    events = list(marked(walk.now, said, found, NOW))
    for event in events:
        walk.fusion.board = walk.fusion.board.apply(event)
    return events


def refused(walk: Walk, milestone: M, when: str | None = None, **more: Any) -> str:
    with pytest.raises(StatementRefused) as caught:
        foreseen(walk, milestone, when, **more)
    return str(caught.value)


@pytest.mark.parametrize("trusted", [True, False])
def test_what_nobody_told_is_new(trusted: bool) -> None:
    found = foreseen(planned(), M.HATCH_OPEN, "12:44", trusted=trusted)

    assert (found.effect, found.everyone) == (Effect.NEW, trusted)
    assert (found.spacewalk, found.key) == ("us-eva-90", (M.HATCH_OPEN, 1, 1))
    assert (found.occurred_at, found.previous) == (at("12:44"), None)


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("when", ["12:46", "12:46:59", "12:45:01", None])
def test_what_stands_for_everyone_is_not_told_again(when: str | None, trusted: bool) -> None:
    walk = planned()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")

    found = foreseen(walk, M.EVA_START, when, trusted=trusted)

    assert (found.effect, found.everyone) == (Effect.NOTHING, True)


def test_another_minute_corrects_by_who_is_trusted_alone() -> None:
    walk = planned()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")

    found = foreseen(walk, M.EVA_START, "12:47", trusted=True)
    assert (found.effect, found.previous) == (Effect.CORRECTS, at("12:46"))
    says = refused(walk, M.EVA_START, "12:47")
    assert "stands for everyone at 24 Jun 2024, 12:46 UTC; a trusted person can correct it" in says


def test_who_is_trusted_stands_behind_what_was_only_reported() -> None:
    walk = planned()
    walk.says("launch_library", M.EVA_START, "12:55", "12:46")

    assert foreseen(walk, M.EVA_START, "12:46", trusted=True).effect is Effect.CONFIRMS
    assert foreseen(walk, M.EVA_START, trusted=True).effect is Effect.CONFIRMS
    assert foreseen(walk, M.EVA_START, "12:46").effect is Effect.NOTHING


def test_a_mark_is_corrected_taken_back_and_told_again() -> None:
    walk = planned()
    (first,) = mark(walk, M.HATCH_OPEN, "12:44")
    assert foreseen(walk, M.HATCH_OPEN, "12:44:30").effect is Effect.NOTHING
    (second,) = mark(walk, M.HATCH_OPEN, "12:40")
    (third,) = mark(walk, M.HATCH_OPEN, retracts=True)
    (fourth,) = mark(walk, M.HATCH_OPEN, "12:41")

    told = [first, second, third, fourth]
    assert [e.revision for e in told] == [FIRST, FIRST + 1, FIRST + 2, FIRST + 3]
    assert [e.type for e in told] == [
        EventType.MILESTONE_REACHED,
        *[EventType.MILESTONE_CORRECTED] * 3,
    ]
    kinds = [Standing.REPORTED, Standing.CORRECTED, Standing.RETRACTED, Standing.CORRECTED]
    assert [e.standing for e in told] == kinds
    assert second.previous == at("12:44")
    assert {(e.by, e.author, e.scope, e.firm) for e in told} == {("Ada", "", HERE, False)}


def test_a_mark_is_seen_in_its_community_alone() -> None:
    walk = planned()
    mark(walk, M.HATCH_OPEN, "12:44")
    mark(walk, M.EVA_START, "12:46")

    assert walk.now.facts == {}
    assert (walk.now.state, walk.now.seen_by(HERE).state) == (State.PLANNED, State.UNDERWAY)
    assert walk.now.seen_by(THERE).facts == walk.now.seen_by("").facts == {}
    assert walk.fusion.catch_up(NOW) == []


def test_what_is_told_to_everyone_takes_the_place_of_a_mark() -> None:
    walk = planned()
    (mine,) = mark(walk, M.HATCH_OPEN, "12:44")
    (theirs,) = (e for e in walk.says(BLOG, M.HATCH_OPEN, "12:55", "12:41") if e.milestone)

    assert (mine.milestone, mine.attempt, mine.occurrence, mine.origin) == (
        *(theirs.milestone, theirs.attempt, theirs.occurrence),
        theirs.origin,
    )
    assert theirs.type is EventType.MILESTONE_REACHED
    assert mine.revision < theirs.revision
    fact = walk.now.seen_by(HERE).fact(M.HATCH_OPEN)
    assert fact
    assert (fact.occurred_at, fact.by) == (at("12:41"), "")


def test_nobody_marks_over_what_was_withdrawn_for_everyone() -> None:
    walk = planned()
    walk.says(BLOG, M.HATCH_OPEN, "12:50", "12:44")
    walk.says(BLOG, M.HATCH_OPEN, "12:55", retracts=True)

    assert "was withdrawn for everyone" in refused(walk, M.HATCH_OPEN, "12:44")
    assert foreseen(walk, M.HATCH_OPEN, "12:45", trusted=True).effect is Effect.NEW


def test_a_mark_cannot_reach_the_revisions_of_everyone() -> None:
    walk = planned()
    for n in range(-FIRST):
        mark(walk, M.HATCH_OPEN, "12:44" if n % 2 else "12:40")

    assert walk.now.marks[HERE][M.HATCH_OPEN, 1, 1].revision == -1
    assert "changed too often here" in refused(walk, M.HATCH_OPEN, retracts=True)


@pytest.mark.parametrize(
    ("segment", "milestone", "official"),
    [(Segment.RUSSIAN, M.HATCH_OPEN, M.EVA_START), (Segment.US, M.HATCH_OPEN, None)],
)
def test_a_mark_means_the_official_start_by_the_segments_rule(
    segment: Segment, milestone: M, official: M | None
) -> None:
    walk = planned(segment)
    events = mark(walk, milestone, "12:44")
    assert [e.milestone for e in events[1:]] == [official] * bool(official)

    moved = mark(walk, milestone, "12:40")
    assert [e.occurred_at for e in moved] == [at("12:40")] * len(events)
    gone = mark(walk, milestone, retracts=True)
    assert [e.standing for e in gone] == [Standing.RETRACTED] * len(events)
    assert walk.now.seen_by(HERE).standing_facts() == []


def test_a_start_that_was_said_itself_does_not_move_with_the_hatch() -> None:
    walk = planned(Segment.RUSSIAN)
    mark(walk, M.EVA_START, "12:46")

    assert [e.milestone for e in mark(walk, M.HATCH_OPEN, "12:44")] == [M.HATCH_OPEN]
    assert [e.milestone for e in mark(walk, M.HATCH_OPEN, "12:43")] == [M.HATCH_OPEN]


def test_a_leak_check_is_no_end() -> None:
    walk = planned(Segment.RUSSIAN)
    mark(walk, M.HATCH_OPEN, "12:44")
    assert [e.milestone for e in mark(walk, M.HATCH_CLOSED, "13:00")] == [M.HATCH_CLOSED]
    (again,) = mark(walk, M.HATCH_OPEN, "13:05")
    assert again.occurrence == 2
    closed = mark(walk, M.HATCH_CLOSED, "14:50")
    assert [(e.milestone, e.occurrence) for e in closed] == [(M.HATCH_CLOSED, 2), (M.EVA_END, 1)]


def test_the_hatch_between_two_openings_is_one_of_its_own() -> None:
    walk = planned(Segment.RUSSIAN)
    walk.says(BLOG, M.HATCH_OPEN, "12:50", "12:44")
    walk.says(BLOG, M.HATCH_CLOSED, "13:02", "13:00", interim=True)
    assert foreseen(walk, M.HATCH_OPEN, "12:50", trusted=True).key == (M.HATCH_OPEN, 1, 1)
    assert foreseen(walk, M.HATCH_OPEN, "13:20").key == (M.HATCH_OPEN, 1, 2)


def opened_twice(*, by_all: bool) -> Walk:
    """The hatch is opened at 12:00, closed for a leak check at 12:20 and opened again at 12:40."""
    walk = planned()
    for milestone, when in (
        (M.EVA_START, "12:00"),
        (M.HATCH_OPEN, "12:00"),
        (M.HATCH_CLOSED, "12:20"),
        (M.HATCH_OPEN, "12:40"),
    ):
        if by_all:
            walk.says(BLOG, milestone, "12:50", when, evidence=Evidence(words=when))
        else:
            mark(walk, milestone, when)
    return walk


def test_of_two_openings_the_one_of_that_time_is_taken_back() -> None:
    walk = opened_twice(by_all=False)

    first = foreseen(walk, M.HATCH_OPEN, "12:00", retracts=True)
    second = foreseen(walk, M.HATCH_OPEN, "12:40", retracts=True)
    (gone,) = mark(walk, M.HATCH_OPEN, "12:00", retracts=True)

    assert (first.key, first.previous) == ((M.HATCH_OPEN, 1, 1), at("12:00"))
    assert (second.key, second.previous) == ((M.HATCH_OPEN, 1, 2), at("12:40"))
    assert (gone.occurrence, gone.occurred_at) == (1, at("12:00"))
    assert gone.standing is Standing.RETRACTED
    stand = [f.key for f in walk.now.seen_by(HERE).standing_facts()]
    assert (M.HATCH_OPEN, 1, 1) not in stand
    assert (M.HATCH_OPEN, 1, 2) in stand


@pytest.mark.parametrize("trusted", [True, False])
def test_at_a_time_at_which_it_does_not_stand_nothing_is_taken_back(trusted: bool) -> None:
    walk = opened_twice(by_all=trusted)

    says = refused(walk, M.HATCH_OPEN, "12:01", retracts=True, trusted=trusted)

    assert "'Hatch open' does not stand at 12:01 UTC; it stands at: 12:00 UTC; 12:40 UTC." in says


def test_for_everyone_an_earlier_opening_cannot_be_taken_back_in_place_of_the_last() -> None:
    walk = opened_twice(by_all=True)

    says = refused(walk, M.HATCH_OPEN, "12:00", retracts=True, trusted=True)
    last = foreseen(walk, M.HATCH_OPEN, "12:40", retracts=True, trusted=True)

    assert "only the last can be taken back for everyone, and that is the one at 12:40" in says
    assert last.key == (M.HATCH_OPEN, 1, 2)


def test_what_stands_without_a_time_is_taken_back_without_one() -> None:
    walk = planned()
    mark(walk, M.EVA_START, "12:00")
    mark(walk, M.HATCH_OPEN)
    mark(walk, M.HATCH_CLOSED, "12:20")
    mark(walk, M.HATCH_OPEN, "12:40")

    assert foreseen(walk, M.HATCH_OPEN, retracts=True).key == (M.HATCH_OPEN, 1, 1)
    mark(walk, M.HATCH_OPEN, retracts=True)
    assert foreseen(walk, M.HATCH_OPEN, retracts=True).key == (M.HATCH_OPEN, 1, 2)


@pytest.mark.parametrize("trusted", [True, False])
def test_of_two_openings_the_one_that_is_meant_is_corrected(trusted: bool) -> None:
    walk = opened_twice(by_all=trusted)
    meant: dict[str, Any] = {"corrects": at("12:00"), "trusted": trusted}

    found = foreseen(walk, M.HATCH_OPEN, "12:05", **meant)
    beyond = refused(walk, M.HATCH_OPEN, "12:30", **meant)
    unknown = refused(walk, M.HATCH_OPEN, **meant)
    lost = refused(walk, M.HATCH_OPEN, "12:05", corrects=at("12:03"), trusted=trusted)

    assert (found.effect, found.key) == (Effect.CORRECTS, (M.HATCH_OPEN, 1, 1))
    assert found.previous == at("12:00")
    assert "At 12:30 UTC it would be another 'Hatch open' than the one at 12:00 UTC" in beyond
    assert "it would be another 'Hatch open' than the one at 12:00 UTC" in unknown
    assert "does not stand at 12:03 UTC" in lost


def test_a_time_is_told_by_its_seconds_and_no_finer() -> None:
    walk = planned()
    fine = at("12:44:30") + timedelta(microseconds=250)
    walk.observe(BLOG, M.HATCH_OPEN, at("12:50"), occurred_at=fine)

    gone = foreseen(walk, M.HATCH_OPEN, "12:44:30", retracts=True, trusted=True)
    moved = foreseen(walk, M.HATCH_OPEN, "12:47", corrects=fine, trusted=True)

    assert (gone.effect, gone.occurred_at) == (Effect.RETRACTS, fine)
    assert moved.effect is Effect.CORRECTS


def test_a_task_is_its_words_and_never_takes_a_number_of_everyone() -> None:
    walk = planned()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    walk.says(BLOG, M.TASK, "13:00", "12:59", note="Cable laid")

    assert foreseen(walk, M.TASK, "12:59", note="Cable laid").effect is Effect.NOTHING
    assert foreseen(walk, M.TASK, "13:30", note="Bolt out", trusted=True).key == (M.TASK, 1, 2)
    (bolt,) = mark(walk, M.TASK, "13:30", note="Bolt out")
    (panel,) = mark(walk, M.TASK, "13:40", note="Panel off")
    assert [bolt.occurrence, panel.occurrence] == [OWN + 1, OWN + 2]
    assert foreseen(walk, M.TASK, "13:50", note="Panel off").effect is Effect.CORRECTS
    assert foreseen(walk, M.TASK, "13:30", note="Lamp lit", trusted=True).key == (M.TASK, 1, 2)

    walk.says(BLOG, M.TASK, "14:00", "13:31", note="Bolt out")
    tasks = [f.note for f in walk.now.seen_by(HERE).standing_facts() if f.milestone is M.TASK]
    assert sorted(tasks) == ["Bolt out", "Cable laid", "Panel off"]


def test_a_task_needs_its_words() -> None:
    walk = planned()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    walk.says(BLOG, M.TASK, "13:00", "12:59", note="Cable laid")

    assert "needs a note" in refused(walk, M.TASK, "13:00")
    assert "these stand: Cable laid" in refused(walk, M.TASK, note="Cables", retracts=True)
    gone = foreseen(walk, M.TASK, note="Cable laid", retracts=True, trusted=True)
    assert (gone.effect, gone.key) == (Effect.RETRACTS, (M.TASK, 1, 1))


def test_after_a_scrub_it_is_another_attempt() -> None:
    walk = planned()
    walk.says(BLOG, M.SCRUBBED, "11:00", "10:50")
    assert foreseen(walk, M.SCRUBBED, "10:51", trusted=True).effect is Effect.CORRECTS
    assert foreseen(walk, M.DEPRESS_START, "12:00").key == (M.DEPRESS_START, 2, 1)

    walk.planned(at("20:00"), at("12:00"))
    assert foreseen(walk, M.SCRUBBED, "14:00").key == (M.SCRUBBED, 2, 1)


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(
    ("milestone", "when", "more", "says"),
    [
        (M.EGRESS, "15:03", {}, "15:03 UTC has not come yet: it is 15:00 UTC."),
        (M.EGRESS, "12:45", {}, "'Outside' cannot be before 'Spacewalk begins' at 12:46 UTC."),
        (M.EVA_END, "12:46", {}, "'Spacewalk over' cannot be before"),
        (M.EVA_START, "13:01", {}, "'Outside' at 13:00 UTC comes after 'Spacewalk begins'"),
        (M.SCRUBBED, "14:00", {}, "'Called to end early'"),
        (M.INGRESS, None, {"retracts": True}, "'Back inside the airlock' does not stand"),
        (M.EGRESS, "13:00", {"spacewalk": "us-eva-9"}, "did you mean us-eva-90?"),
        (M.EGRESS, "13:00", {"occurred_at": at("12:40") + timedelta(days=-1)}, "more than 24 h"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    milestone: M, when: str | None, more: dict[str, Any], says: str, trusted: bool
) -> None:
    walk = planned()
    walk.says(BLOG, M.EVA_START, "12:50", "12:46")
    walk.says(BLOG, M.EGRESS, "13:05", "13:00")

    assert says in refused(walk, milestone, when, trusted=trusted, **more)


def test_two_minutes_ahead_are_a_clock_that_is_off() -> None:
    assert foreseen(planned(), M.HATCH_OPEN, "15:02").effect is Effect.NEW


def test_nothing_is_told_after_what_was_not_told() -> None:
    assert "comes after 'Spacewalk begins': tell that first" in refused(
        planned(), M.EGRESS, "13:00"
    )


def test_a_spacewalk_is_called_off_days_ahead() -> None:
    walk = Walk()
    walk.planned(at("12:50", DAY + timedelta(days=9)), at("02:00"))

    assert foreseen(walk, M.DELAYED, "14:59").effect is Effect.NEW
    assert "more than 24 h" in refused(walk, M.DEPRESS_START, "14:59")
    ages_ago = NOW - timedelta(days=300)
    assert "more than 24 h" in refused(walk, M.DELAYED, occurred_at=ages_ago)


def test_a_day_without_a_time_is_a_whole_day() -> None:
    walk = Walk()
    walk.planned(DAY - timedelta(days=1), at("02:00"), precision=Precision.DAY)

    assert foreseen(walk, M.HATCH_OPEN, "14:59").effect is Effect.NEW


def test_of_a_spacewalk_without_any_date_the_present_counts() -> None:
    walk = Walk()
    walk.planned(DAY + timedelta(days=90), at("02:00"), precision=Precision.MONTH)

    assert foreseen(walk, M.HATCH_OPEN, "14:59").effect is Effect.NEW
    assert "more than 24 h" in refused(walk, M.HATCH_OPEN, occurred_at=NOW - timedelta(hours=25))


def test_an_unknown_name_is_shown_harmless_and_with_those_that_are_near() -> None:
    walk = planned()
    says = refused(walk, M.EGRESS, "13:00", spacewalk="lunch\x1b[31m\u202e")
    assert says == "No spacewalk is called 'lunch'; did you mean us-eva-90?"
    nothing = statement(walk, M.EGRESS)
    with pytest.raises(StatementRefused, match="none is known now"):
        foresee(Board(), nothing, NOW, trusted=False)


def test_what_is_said_nowhere_holds_for_nobody() -> None:
    assert "say it in one of its channels" in refused(
        planned(), M.HATCH_OPEN, "12:44", community=""
    )
    assert foreseen(planned(), M.HATCH_OPEN, "12:44", community="", trusted=True).everyone


def test_an_earlier_name_is_known() -> None:
    walk = Walk(number=None)
    walk.planned(at("12:50"), at("02:00"))
    (mine,) = mark(walk, M.DEPRESS_START, "12:00")
    walk.who = replace(walk.who, number="90")
    walk.planned(at("12:50"), at("03:00"), duration=timedelta(hours=6))

    assert foreseen(walk, M.HATCH_OPEN, "12:44", spacewalk="US-2024-06-24").spacewalk == "us-eva-90"
    (later,) = mark(walk, M.HATCH_OPEN, "12:44")
    assert (mine.origin, later.origin) == ("", "us-2024-06-24")
    seen = walk.now.seen_by(HERE)
    assert {f.milestone for f in seen.standing_facts()} == {M.DEPRESS_START, M.HATCH_OPEN}


@pytest.mark.parametrize("trusted", [True, False])
def test_the_audit_line_says_who_and_for_whom(trusted: bool) -> None:
    walk = planned()
    said = statement(walk, M.HATCH_OPEN, "12:44", note="seen")
    line = audit(walk.now, said, foresee(walk.fusion.board, said, NOW, trusted=trusted), NOW)

    assert (line.type, line.time, line.by, line.author) == (
        *(EventType.STATEMENT, NOW, "Ada", "discord:7"),
    )
    assert (line.scope, line.note, line.occurred_at) == (
        "" if trusted else HERE,
        "seen",
        at("12:44"),
    )
    assert not line.for_everyone
    assert walk.fusion.board.apply(line) == walk.fusion.board


def test_what_is_not_for_everyone_makes_no_spacewalk_known() -> None:
    walk = planned()
    (mine,) = mark(walk, M.HATCH_OPEN, "12:44")

    assert Board().apply(mine) == Board()


def test_who_takes_back_is_named_and_not_who_told() -> None:
    walk = planned()

    def by(name: str, seen: datetime, **more: Any) -> list[Event]:
        return walk.observe("moderator", M.EVA_START, seen, evidence=Evidence(by=name), **more)

    (told,) = (e for e in by("Ada", at("12:50"), occurred_at=at("12:46")) if e.milestone)
    gone = [e for e in by("Grace", at("12:55"), retracts=True) if e.milestone]

    assert told.by == "Ada"
    assert [(e.by, e.standing) for e in gone] == [("Grace", Standing.RETRACTED)]
