"""Makes the claims of one post agree: days around midnight, lengths, and one claim a moment."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from relay.core.milestone import TABLE, Milestone
from relay.core.observation import Topic
from relay.core.spacewalk import Segment
from relay.sources.station_blog.drafts import CALLED_OFF, LAST, Draft
from relay.sources.station_blog.durations import Length

_M = Milestone
_DAY = timedelta(days=1)
_TOLERANCE = timedelta(minutes=1)
"""Printed times are minutes, so a length may differ by one without being wrong."""
_REDONE = re.compile(
    r"\bvalve|\bleak|\bfault|\bproblem|\bredo|\bagain|\bfix|\bre-?start|\bglitch", re.IGNORECASE
)
"""A repressurization told with these is a hitch on the way out, not the way back."""


def settle(drafts: list[Draft], told: Length | None) -> list[Draft]:
    """The claims of a post that hold beside each other. `told` is the length that the post gives
    in a sentence of its own."""
    drafts = [_called_off_outside(draft, drafts) for draft in _past_midnight(drafts)]
    drafts = list(_with_official([draft for draft in drafts if not _named_end(draft, drafts)]))
    drafts = [_with_length(draft, told) for draft in drafts]
    drafts = [_with_end_from_length(draft, drafts) for draft in drafts]
    drafts = _once([draft for draft in drafts if _stands(draft, drafts)])
    return [_checked(draft, drafts) for draft in drafts]


def _start(drafts: list[Draft], segment: Segment | None) -> Draft | None:
    """The reported start that a claim of that segment counts from. A hatch stands in for it,
    but not on a US spacewalk, which starts minutes later."""
    reported = [
        draft
        for draft in drafts
        if draft.at
        and not draft.planned
        and (None in (segment, draft.segment) or segment is draft.segment)
    ]
    starts = [draft for draft in reported if draft.kind is _M.EVA_START]
    hatches = [d for d in reported if d.kind is _M.HATCH_OPEN and d.segment is not Segment.US]
    return next(iter(starts + hatches), None)


def _past_midnight(drafts: list[Draft]) -> list[Draft]:
    """An end that would lie before its start is of the next day."""

    def moved(draft: Draft) -> Draft:
        start = _start(drafts, draft.segment)
        if draft.kind not in LAST or draft.at is None or start is None or start.at is None:
            return draft
        early = start.at - draft.at
        if draft.pinned or not timedelta(hours=8) < early < _DAY:
            return draft
        return replace(draft, at=draft.at + _DAY)

    return [moved(draft) for draft in drafts]


def _called_off_outside(draft: Draft, drafts: list[Draft]) -> Draft:
    """What is called off after its start has taken place: it is ended early, not scrubbed, and
    the moment of that call is worth telling."""
    if draft.kind is not _M.SCRUBBED:
        return draft
    early = any(other.kind is _M.TERMINATED for other in drafts)
    if early or _start(drafts, draft.segment):
        return replace(draft, kind=_M.TERMINATED)
    return replace(draft, at=None)


def _named_end(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether the post itself calls this repressurization the end: then it is told as that."""
    return draft.kind is _M.REPRESS_START and any(
        other.kind is _M.EVA_END and other.at == draft.at for other in drafts
    )


def _with_official(drafts: list[Draft]) -> Iterator[Draft]:
    """Adds what a moment is at the same time by its segment's rule. A hatch that is opened or
    closed more than once in the post does not say which time counts."""
    for draft in drafts:
        yield draft
        meant = _meant(draft, drafts)
        if meant is not None and not any(other.kind is meant and other.at for other in drafts):
            yield replace(draft, kind=meant)


def _meant(draft: Draft, drafts: list[Draft]) -> Milestone | None:
    if isinstance(draft.kind, Topic) or draft.segment is None or not _official(draft, drafts):
        return None
    return TABLE[draft.kind].means.get(draft.segment)


def _official(draft: Draft, drafts: list[Draft]) -> bool:
    if draft.at is None or draft.planned:
        return False
    if draft.kind is _M.REPRESS_START:
        hitch = _REDONE.search(draft.sentence) is not None or any(
            d.kind is _M.DEPRESS_START for d in drafts
        )
        return not hitch and "begun" not in draft.sentence
    return not any(other.again or other.interim for other in drafts)


def _with_length(draft: Draft, told: Length | None) -> Draft:
    """Only an end, by name, is told with a length."""
    if draft.kind is not _M.EVA_END or draft.planned:
        return replace(draft, length=None)
    return replace(draft, length=draft.length or told)


def _with_end_from_length(draft: Draft, drafts: list[Draft]) -> Draft:
    """The end of "ended 6 hours, 13 minutes later", where the start is printed too."""
    if draft.kind is not _M.EVA_END or draft.at or draft.length is None:
        return draft
    start = _start(drafts, draft.segment)
    if start is None or start.at is None or draft.length.approximate:
        return draft
    return replace(draft, at=start.at + draft.length.length)


def _stands(draft: Draft, drafts: list[Draft]) -> bool:
    reported = [other for other in drafts if not other.planned]
    kinds = {other.kind for other in reported}
    if draft.kind in (*CALLED_OFF, Topic.SCHEDULE):
        return not any(d.at and d.kind in (_M.EVA_START, _M.EVA_END) for d in reported)
    if draft.planned and draft.kind in (_M.EVA_START, _M.COVERAGE_START) and kinds & CALLED_OFF:
        return False
    if draft.planned and draft.kind in kinds:
        return not any(_same_day(draft, other) for other in reported)
    return True


def _same_day(one: Draft, other: Draft) -> bool:
    if one.kind is not other.kind or one.at is None:
        return False
    return other.at is None or abs(one.at - other.at) < _DAY


def _once(drafts: list[Draft]) -> list[Draft]:
    """The first claim of each moment, one with a time before one without."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: draft.at is None and draft.plan is None):
        if not any(_same(draft, other) for other in kept):
            kept.append(draft)
    return sorted(kept, key=drafts.index)


def _same(one: Draft, other: Draft) -> bool:
    if one.kind is not other.kind or one.planned != other.planned or one.again != other.again:
        return False
    if one.segment and other.segment and one.segment is not other.segment:
        return False
    if one.at is None or other.at is None:
        return True
    return abs(one.at - other.at) < _DAY


def _checked(draft: Draft, drafts: list[Draft]) -> Draft:
    """Notes when the printed length does not fit the printed times."""
    start = _start(drafts, draft.segment)
    if draft.kind is not _M.EVA_END or not (draft.at and draft.length and start and start.at):
        return draft
    if draft.length.approximate or abs(draft.at - start.at - draft.length.length) <= _TOLERANCE:
        return draft
    warning = (
        f"the printed length of {_hours(draft.length.length)} does not fit the printed times, "
        f"which are {_hours(draft.at - start.at)} apart"
    )
    return replace(draft, warning="; ".join(part for part in (draft.warning, warning) if part))


def _hours(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
