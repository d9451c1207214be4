"""Claims of one happening, weighed: what time it has and how firmly it stands."""

from collections.abc import Sequence
from datetime import timedelta

from relay.core.milestone import CONFIRMS, Milestone, Standing
from relay.core.observation import Observation, observation_id
from relay.core.standing import Fact

AGREE = timedelta(minutes=3)
"""Two independent sources this close speak of the same instant."""
FINER = timedelta(minutes=1)
"""A time with seconds this close to a printed minute is the same time, better known."""


def weigh(milestone: Milestone, claims: Sequence[Observation]) -> Fact | None:
    """The fact that these claims of one happening come to, or None where they are withdrawn."""
    live = [claim for claim in claims if not claim.retracts and not _withdrawn(claim, claims)]
    if not live:
        return None
    best = _best(live)
    firm = best.worth >= CONFIRMS or _confirmed(best, live)
    return Fact(
        milestone=milestone,
        occurred_at=_finest(best, live).occurred_at,
        said_at=best.said_at,
        standing=Standing.CONFIRMED if firm else Standing.REPORTED,
        firm=firm,
        note=best.note,
        warning=best.warning,
        address=best.evidence.address,
        by=best.evidence.by,
        because=tuple(sorted({observation_id(claim) for claim in live})),
    )


def _withdrawn(claim: Observation, claims: Sequence[Observation]) -> bool:
    return any(
        other.retracts and other.worth >= claim.worth and other.seen_at >= claim.seen_at
        for other in claims
    )


def _best(live: Sequence[Observation]) -> Observation:
    """With a time before without; then the most trusted; then the latest word; of what is
    spoken the first: it is said again and again that the hatch is open."""
    return max(live, key=lambda c: (c.occurred_at is not None, c.worth, _turn(c)))


def _turn(claim: Observation) -> tuple[float, str]:
    seen = claim.seen_at.timestamp()
    return (-seen if claim.spoken else seen), observation_id(claim)


def _finest(best: Observation, live: Sequence[Observation]) -> Observation:
    close = [c for c in live if _apart(best, c) is not None and c.occurred_at != best.occurred_at]
    seconds = [c for c in close if c.occurred_at and c.occurred_at.second and not c.spoken]
    finer = [c for c in seconds if _within(best, c, FINER)]
    rounded = best.occurred_at is not None and best.occurred_at.second == 0
    return finer[-1] if finer and rounded else best


def _confirmed(best: Observation, live: Sequence[Observation]) -> bool:
    agency = any(c.worth >= CONFIRMS for c in live)
    agreeing = {c.source for c in live if c.occurred_at is None or _within(best, c, AGREE)}
    return agency or len(agreeing) > 1


def _apart(one: Observation, other: Observation) -> timedelta | None:
    if one.occurred_at is None or other.occurred_at is None:
        return None
    return abs(one.occurred_at - other.occurred_at)


def _within(one: Observation, other: Observation, limit: timedelta) -> bool:
    apart = _apart(one, other)
    return apart is not None and apart < limit
