"""In which order facts stand."""

from datetime import UTC, datetime

from relay.core.milestone import Milestone
from relay.core.standing import Fact, in_order


def test_an_end_without_a_time_stands_after_its_start_whatever_came_before_that() -> None:
    at = datetime(2021, 9, 3, 1, tzinfo=UTC)
    off = Fact(milestone=Milestone.DELAYED, occurred_at=at.replace(hour=0))
    start = Fact(milestone=Milestone.EVA_START, occurred_at=at)
    end = Fact(milestone=Milestone.EVA_END)
    assert [off, start, end] == in_order([end, start, off])
