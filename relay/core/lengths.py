"""Start and end beside the printed duration: it fills what is missing and shows what is odd.

Agencies misprint: on 16 July 2013 an end ten minutes late stood beside the right duration.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.milestone import Milestone, Standing, Trust
from relay.core.observation import Observation
from relay.core.standing import Fact
from relay.core.weighing import weigh

MINUTE = timedelta(minutes=1)
_M = Milestone


def fitted(
    start: Fact | None, ends: Sequence[Observation], length: timedelta | None
) -> tuple[Fact | None, Fact | None]:
    """Official start and end, after all claims of the end and the duration printed last."""
    end = weigh(_M.EVA_END, ends)
    if end is None or length is None:
        return start, end
    if end.occurred_at and (start is None or start.occurred_at is None):
        return _computed(end, _M.EVA_START, end.occurred_at - length, "end"), end
    if start and start.occurred_at and end.occurred_at is None:
        return start, _computed(end, _M.EVA_END, start.occurred_at + length, "start")
    if start and start.occurred_at and end.occurred_at:
        end = _borne_out(start.occurred_at, end, ends, length)
    return start, end


def _borne_out(begun: datetime, end: Fact, ends: Sequence[Observation], length: timedelta) -> Fact:
    """The end; one that does not fit gives way to another source's that does, or is doubtful."""
    assert end.occurred_at
    between = end.occurred_at - begun
    if abs(between - length) <= MINUTE:
        return end
    timed = [(claim, claim.occurred_at) for claim in ends if claim.occurred_at]
    behind = {claim.source for claim, at in timed if at == end.occurred_at}
    fitting = [
        claim
        for claim, at in timed
        if claim.source not in behind and abs(at - begun - length) <= MINUTE
    ]
    by_hand = any(claim.trust is Trust.MODERATOR for claim, _ in timed)
    other = None if by_hand else weigh(_M.EVA_END, fitting)
    odd = f"printed duration {_hours(length)}, from start to end {_hours(between)}"
    return other or replace(end, standing=Standing.REPORTED, firm=False, warning=odd)


def _computed(basis: Fact, milestone: Milestone, at: datetime, from_what: str) -> Fact:
    how = f"computed from the {from_what} and the printed duration"
    return replace(
        basis,
        milestone=milestone,
        occurred_at=at,
        standing=Standing.REPORTED,
        firm=False,
        warning=how,
    )


def _hours(span: timedelta) -> str:
    minutes = round(span / MINUTE)
    return f"{minutes // 60} h {minutes % 60:02} min"
