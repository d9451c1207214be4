"""What one more event makes of a spacewalk."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from relay.core.event import Event, EventType
from relay.core.hint import Expectation
from relay.core.milestone import Standing
from relay.core.spacewalk import suits_of
from relay.core.standing import Fact, Spacewalk


def advance(walk: Spacewalk, event: Event) -> Spacewalk:
    """One spacewalk after one more event of its own. What holds for a community alone changes its
    marks and nothing else; a statement changes nothing: what comes of it stands in other events."""
    if event.scope and event.type is not EventType.STATEMENT:
        return _marked(walk, event)
    return _APPLY.get(event.type, _described)(walk, event)


def _described(walk: Spacewalk, event: Event) -> Spacewalk:
    crew = event.crew or walk.crew
    return replace(
        walk,
        segment=event.segment or walk.segment,
        number=event.number or walk.number,
        crew=crew,
        suits=event.suits or suits_of(crew, walk.suits),
        plan=event.plan or walk.plan,
        plan_revision=event.revision if event.plan else walk.plan_revision,
        streams=event.streams or walk.streams,
        ordinal=event.ordinal or walk.ordinal,
    )


def _marked(walk: Spacewalk, event: Event) -> Spacewalk:
    if event.milestone is None:
        return walk
    mark = _fact(event)
    own = {**walk.marks.get(event.scope, {}), mark.key: mark}
    return replace(walk, marks={**walk.marks, event.scope: own})


def _milestone(walk: Spacewalk, event: Event) -> Spacewalk:
    fact = _fact(event)
    return replace(walk, facts={**walk.facts, fact.key: fact})


def _fact(event: Event) -> Fact:
    assert event.milestone is not None
    return Fact(
        milestone=event.milestone,
        attempt=event.attempt,
        occurrence=event.occurrence,
        occurred_at=event.occurred_at,
        said_at=event.said_at,
        standing=event.standing or Standing.REPORTED,
        firm=event.firm,
        revision=event.revision,
        note=event.note,
        warning=event.warning,
        address=event.address,
        by=event.by,
        because=event.because,
    )


def _media(walk: Spacewalk, event: Event) -> Spacewalk:
    assert event.media is not None
    return replace(walk, gallery=(*walk.gallery, event.media))


def _picture_state(walk: Spacewalk, event: Event) -> Spacewalk:
    lost = event.type is EventType.STREAM_LOST
    return replace(walk, picture_revision=event.revision, picture_lost=lost)


def _stream(walk: Spacewalk, event: Event) -> Spacewalk:
    if event.revision > 1:
        return _picture_state(walk, event)
    url = event.stream.url if event.stream else ""
    return replace(walk, streams_told=walk.streams_told | {url})


def _reminder(walk: Spacewalk, event: Event) -> Spacewalk:
    assert event.lead is not None
    assert event.due_at is not None
    return replace(walk, reminded=walk.reminded | {(event.lead, event.due_at)})


def _summary(walk: Spacewalk, event: Event) -> Spacewalk:
    return replace(walk, summary=event.summary, summary_revision=event.revision)


def _hint(walk: Spacewalk, event: Event) -> Spacewalk:
    assert event.hint is not None
    assert event.occurred_at is not None
    return replace(walk, hints=(*walk.hints, Expectation(event.occurred_at, event.hint)))


_APPLY: Mapping[EventType, Callable[[Spacewalk, Event], Spacewalk]] = {
    EventType.HINT: _hint,
    EventType.MILESTONE_REACHED: _milestone,
    EventType.MILESTONE_CONFIRMED: _milestone,
    EventType.MILESTONE_CORRECTED: _milestone,
    EventType.STREAM_LIVE: _stream,
    EventType.STREAM_LOST: _picture_state,
    EventType.STREAM_CHANGED: _picture_state,
    EventType.PICTURE_TAKEN: _media,
    EventType.CLIP_READY: _media,
    EventType.REMINDER_DUE: _reminder,
    EventType.SUMMARY: _summary,
    EventType.STATEMENT: lambda walk, event: walk,
}
