"""Which claims speak of the same happening, when a thing can be done, undone and done again.

A hatch is opened, closed for a leak check and opened again; a depressurization is aborted and
redone. Claims of the one that follow each other without the other in between are one happening.
"""

from collections.abc import Iterable, Sequence

from relay.core.observation import Observation

Claims = Sequence[Observation]


def runs(claims: Iterable[Observation]) -> list[list[Observation]]:
    """Claims of a milestone and of its opposite, in order, grouped into happenings."""
    told = sorted(claims, key=lambda claim: (claim.at, claim.seen_at, claim.kind))
    found: list[list[Observation]] = []
    for claim in (c for c in told if _says_when(c)):
        if found and _same(found[-1], claim):
            found[-1].append(claim)
        else:
            found.append([claim])
    for claim in (c for c in told if not _says_when(c)):
        _attach(found, claim)
    return found


def _says_when(claim: Observation) -> bool:
    """Whether it has a place in the order: by its own time, or because it says "again"."""
    return not claim.retracts and (claim.occurred_at is not None or claim.again)


def _same(run: Claims, claim: Observation) -> bool:
    if run[0].kind is not claim.kind:
        return False
    return not claim.again or any(other.again for other in run)


def _attach(found: list[list[Observation]], claim: Observation) -> None:
    """Add a claim without a time to the latest happening of its kind before it was seen."""
    fitting = [r for r in found if r[0].kind is claim.kind and r[0].at <= claim.seen_at]
    if fitting:
        fitting[-1].append(claim)
    elif not (claim.retracts or claim.interim):
        found.append([claim])
        found.sort(key=lambda run: run[0].at)
