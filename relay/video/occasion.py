"""Which spacewalk the live stream is followed for, and where it may be seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from relay.core.board import Board
from relay.core.milestone import Milestone
from relay.core.spacewalk import Stream
from relay.core.standing import Spacewalk, State
from relay.video.stream.health import Candidate

BEFORE_COVERAGE = timedelta(minutes=10)
BEFORE_START = timedelta(minutes=100)
"""Ahead of a planned start whose coverage nobody announced."""
OVERDUE = timedelta(hours=3)
"""How long after its planned start one is waited for that nothing is heard of."""
AFTERWARDS, UNSURE = timedelta(minutes=20), timedelta(hours=2)
"""How long after its end, and after one that nobody has confirmed."""


def occasion(board: Board, now: datetime) -> Spacewalk | None:
    """The spacewalk that there is something to see of at that instant."""
    for walk in board.current(now):
        return walk
    near = [walk for walk in board.spacewalks.values() if _is_near(walk, now)]
    return min(near, key=lambda walk: walk.id, default=None)


def candidates(
    walk: Spacewalk | None, channel: Stream | None, own: Sequence[str]
) -> list[Candidate]:
    """The spacewalk's own streams, the round-the-clock channel, then what the operator added."""
    streams = sorted(walk.streams, key=lambda s: (not s.live, s.priority)) if walk else []
    named = [Candidate(stream) for stream in (*streams, channel) if stream]
    added = [Candidate(Stream(url=url), trusted=True) for url in own]
    first: dict[str, Candidate] = {}
    for one in (*named, *added):
        first.setdefault(one.stream.url, one)
    return list(first.values())


def _is_near(walk: Spacewalk, now: datetime) -> bool:
    if walk.state is State.OVER:
        end = walk.fact(Milestone.EVA_END)
        after = AFTERWARDS if end and end.firm else UNSURE
        return bool(end and end.occurred_at and now - end.occurred_at < after)
    if walk.state is not State.PLANNED or not walk.plan or not walk.plan.exact:
        return False
    start = walk.plan.start
    assert start is not None
    begins = walk.plan.coverage - BEFORE_COVERAGE if walk.plan.coverage else start - BEFORE_START
    return begins <= now < start + OVERDUE
