"""Ids and filters that programs write into addresses, right, wrong and hostile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict

from relay.core.board import Board, fold
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.web.asking import (
    EventId,
    Filter,
    Gap,
    event_id,
    once,
    only,
    pruned,
    resume,
    spacewalk_name,
)
from relay.web.problem import Problem

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
REACHED = Event(
    type=EventType.MILESTONE_REACHED,
    spacewalk="us-eva-95",
    time=NOON,
    milestone=Milestone.HATCH_OPEN,
)


def numbered(*seqs: int) -> list[Event]:
    return [replace(REACHED, seq=seq) for seq in seqs]


@given(st.text("0123456789abcdef", min_size=1, max_size=16), st.integers(0, 10**17))
def test_an_id_is_read_as_it_was_written(epoch: str, seq: int) -> None:
    assert EventId(epoch, seq) == event_id(str(EventId(epoch, seq)), "another")


def test_zero_is_the_start_of_the_present_journal() -> None:
    assert EventId("3f2a9c01", 0) == event_id("0", "3f2a9c01")


@pytest.mark.parametrize(
    "text",
    ["", "17", "-17", "3f2a9c01-", "3f2a9c01--1", "a b-1", "a-1\n", "a-١", "a-" + "9" * 19, "00"],
)
def test_what_is_no_id_is_refused_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(Problem, match='looks like "3f2a9c01-17"') as caught:
        event_id(text, "3f2a9c01")
    assert caught.value.status == 400


def test_a_reader_goes_on_where_it_stood() -> None:
    assert resume(EventId("a", 5), "a", 9) == (5, None)
    assert resume(EventId("a", 9), "a", 9) == (9, None)


def test_a_reader_of_another_journal_starts_anew_and_is_told_so() -> None:
    after, gap = resume(EventId("old", 5), "new", 9)

    assert after == 0
    assert gap
    assert (gap.last, gap.resumes) == (EventId("old", 5), EventId("new", 0))


def test_a_reader_ahead_of_the_journal_goes_on_at_its_head_and_is_told_so() -> None:
    after, gap = resume(EventId("a", 10), "a", 9)

    assert after == 9
    assert gap
    assert (gap.last, gap.resumes) == (EventId("a", 10), EventId("a", 9))


@pytest.mark.parametrize(
    ("after", "seqs", "missing"),
    [
        (0, (), None),
        (0, (1, 2, 3), None),
        (4, (5, 6), None),
        (0, (3, 4), (0, 2)),
        (4, (5, 8), (5, 7)),
        (0, (2, 3, 7), (0, 6)),
    ],
)
def test_numbers_that_are_gone_are_a_gap(
    after: int, seqs: tuple[int, ...], missing: tuple[int, int] | None
) -> None:
    gap = pruned(after, numbered(*seqs), "a")

    found = (gap.last.seq, gap.resumes.seq) if isinstance(gap, Gap) else None
    assert missing == found


def test_no_filter_wants_everything() -> None:
    assert Filter.of(MultiDict()) == Filter()
    assert Filter().wants(REACHED, Board())


def test_kinds_are_types_of_events_or_milestones() -> None:
    by_type = Filter.of(MultiDict(kind="milestone_reached"))
    by_milestone = Filter.of(MultiDict([("kind", "summary"), ("kind", "hatch_open")]))
    neither = Filter.of(MultiDict([("kind", "summary"), ("kind", "egress")]))

    wanted = [one.wants(REACHED, Board()) for one in (by_type, by_milestone, neither)]

    assert wanted == [True, True, False]


def test_equal_wishes_are_equal_whatever_their_order() -> None:
    one = Filter.of(MultiDict([("kind", "summary"), ("kind", "egress")]))
    other = Filter.of(MultiDict([("kind", "egress"), ("kind", "summary"), ("kind", "egress")]))

    assert one == other
    assert hash(one) == hash(other)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Problem, match=r"'hatch_opened'.*coverage_start.*hatch_open,") as caught:
        Filter.of(MultiDict(kind="hatch_opened"))
    assert caught.value.status == 400


def test_events_under_an_earlier_id_belong_to_the_spacewalk() -> None:
    early = replace(REACHED, spacewalk="us-2026-08-06")
    known = replace(
        REACHED, type=EventType.SPACEWALK_IDENTIFIED, milestone=None, alias="us-2026-08-06"
    )
    board = fold([early, known])

    for name in ("us-eva-95", "us-2026-08-06"):
        assert [True, True] == [Filter(name).wants(event, board) for event in (early, REACHED)]
    assert not Filter("us-eva-94").wants(REACHED, board)


def test_a_spacewalk_that_is_not_known_yet_is_wanted_by_its_id() -> None:
    assert Filter("us-eva-95").wants(REACHED, Board())


@pytest.mark.parametrize("name", ["", "US-EVA-95", "../x", "a" * 65, "-a", "us eva", "us\n"])
def test_what_can_be_no_spacewalk_is_refused(name: str) -> None:
    with pytest.raises(Problem, match="looks like"):
        spacewalk_name(name)


def test_a_parameter_that_may_be_given_once_is_refused_twice() -> None:
    query = MultiDict([("spacewalk", "us-eva-95"), ("spacewalk", "us-eva-96")])

    with pytest.raises(Problem, match="spacewalk may be given once, and was given 2 times"):
        Filter.of(query)
    assert once(MultiDict(limit="1"), "limit") == "1"
    assert once(MultiDict(), "limit") is None


def test_a_typo_in_a_parameter_is_found() -> None:
    only(MultiDict(kind="summary"), "kind", "after")

    with pytest.raises(Problem, match="no parameter 'kinds'; known are: kind, after"):
        only(MultiDict(kinds="summary"), "kind", "after")


@given(st.text(max_size=200))
def test_whatever_is_asked_is_either_understood_or_refused_in_short(text: str) -> None:
    reading: list[Callable[[], object]] = [
        lambda: event_id(text, "a"),
        lambda: Filter.of(MultiDict(kind=text)),
        lambda: Filter.of(MultiDict(spacewalk=text)),
    ]
    for read in reading:
        refused = _refusal(read)
        assert refused is None or (refused.status, len(refused.detail) < 1000) == (400, True)


def _refusal(read: Callable[[], object]) -> Problem | None:
    try:
        read()
    except Problem as problem:
        return problem
    return None
