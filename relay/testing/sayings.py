"""Spacewalks and events that between them make the relay say everything that it can say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from relay.core import filmed
from relay.core.board import Board
from relay.core.card import card
from relay.core.event import Event, EventType, Summary
from relay.core.hint import Expectation, Hint
from relay.core.media import Caption, Media, MediaKind
from relay.core.milestone import Milestone, Standing
from relay.core.notice import notice
from relay.core.reply import reply
from relay.core.spacewalk import Plan, Precision, Segment, Stream
from relay.core.standing import Fact, Spacewalk
from relay.core.voice import Voice

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
QUESTIONS = ("next", "now", "live", "timeline", "crew", "history", "crew nobody", "what?")
M = Milestone


def stamp(moment: datetime, style: str) -> str:
    """As a platform might write it that shows every reader their own time."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def an_event(kind: EventType, **more: Any) -> Event:
    """Of US EVA 95, at noon."""
    return Event(type=kind, spacewalk="us-eva-95", time=NOON, **more)


def a_walk(*facts: Fact, **more: Any) -> Spacewalk:
    """US EVA 95 with these facts."""
    known = {fact.key: fact for fact in facts}
    return Spacewalk(**{"id": "us-eva-95", "origin": "us-eva-95", "facts": known} | more)


PLANS = (
    None,
    Plan(start=None),
    Plan(start=NOON + HOUR, coverage=NOON, duration=6.5 * HOUR),
    Plan(start=NOON - HOUR, approximate=True, duration=6 * HOUR),
    Plan(start=NOON.replace(day=1) + 60 * HOUR, duration=HOUR / 2),
    *(Plan(start=NOON.replace(day=1), precision=one) for one in Precision),
)


def a_fact(milestone: Milestone, at: datetime | None = NOON, **more: Any) -> Fact:
    """At noon, unless another time or none is given."""
    return Fact(milestone=milestone, occurred_at=at, **more)


COURSES: tuple[tuple[Fact, ...], ...] = (
    (a_fact(M.COVERAGE_START), a_fact(M.DEPRESS_START, None)),
    (a_fact(M.DELAYED),),
    (a_fact(M.SCRUBBED, firm=True, standing=Standing.CONFIRMED),),
    (a_fact(M.SCRUBBED), a_fact(M.HATCH_OPEN, attempt=2)),
    (a_fact(M.EVA_START), a_fact(M.HATCH_OPEN, occurrence=2)),
    (a_fact(M.EVA_START, None, firm=True), a_fact(M.TERMINATED)),
    (a_fact(M.EVA_START, revision=-999, by="Anna"), a_fact(M.TERMINATED, firm=True)),
    (a_fact(M.EVA_START, NOON - 100 * HOUR, standing=Standing.CORRECTED), a_fact(M.EVA_END)),
    (a_fact(M.EVA_START, revision=-998), a_fact(M.EVA_END, None, standing=Standing.CORRECTED)),
    (a_fact(M.EVA_START, NOON - 48 * HOUR, standing=Standing.CORRECTED, firm=True),),
    tuple(a_fact(M.TASK, occurrence=n, note=f"{n}") for n in range(14)),
    (a_fact(M.EVA_START, note="cable laid", warning="odd", by="Anna"),),
)
STREAMS = (
    (),
    (Stream(url="https://stream.example/"),),
    (Stream(url="https://stream.example/", live=True),),
)


def walks() -> Iterator[Spacewalk]:
    """One in every state, with everything known and with nothing."""
    for segment, number, plan in product((None, *Segment), (None, "95"), PLANS):
        yield a_walk(segment=segment, number=number, plan=plan)
        yield a_walk(segment=segment, id="us-2026-08-06", crew=("Anil Menon", "Jessica Meir"))
    for facts, plan, segment in product(COURSES, (*PLANS[:3], PLANS[-5]), (None, *Segment)):
        yield a_walk(*facts, plan=plan, segment=segment, ordinal=271, crew=("Jessica Meir",))
    for hint in Hint:
        yield a_walk(hints=(Expectation(NOON, hint),), plan=PLANS[2])
    for streams in STREAMS:
        yield a_walk(streams=streams, plan=PLANS[2])


def events() -> Iterator[Event]:
    """One of every type that is told, in every standing."""
    for plan, old in product(PLANS, (None, NOON)):
        yield an_event(EventType.SPACEWALK_RESCHEDULED, plan=plan, previous=old, crew=("Menon",))
        yield an_event(EventType.SPACEWALK_ANNOUNCED, plan=plan)
    for milestone, standing, at in product(M, Standing, (None, NOON)):
        reached = an_event(
            EventType.MILESTONE_REACHED,
            milestone=milestone,
            standing=standing,
            occurred_at=at,
            previous=NOON - HOUR,
            occurrence=2,
        )
        yield reached
        yield replace(reached, firm=True, by="Anna", warning="odd")
        yield replace(reached, scope="discord:1")
        yield replace(reached, scope="discord:1", by="Anna")
    for hint in Hint:
        yield an_event(EventType.HINT, hint=hint, occurred_at=NOON)
    yield an_event(EventType.STREAM_LIVE, stream=STREAMS[-1][0])
    yield from _filmed()
    yield an_event(EventType.REMINDER_DUE, lead=HOUR, due_at=NOON, late=HOUR / 4)
    yield an_event(EventType.SUMMARY)
    told = Summary(start=NOON - HOUR, end=NOON, tasks=("a",), ordinal=271, terminated=True)
    yield an_event(EventType.SUMMARY, summary=told)
    yield an_event(EventType.SUMMARY, summary=told, scope="discord:1")


def a_picture(**more: Any) -> Media:
    """Of US EVA 95, taken at noon."""
    known: dict[str, Any] = {
        "name": "us-eva-95-1.jpg",
        "kind": MediaKind.PICTURE,
        "at": NOON,
        "size": 90_000,
    }
    return Media(**known | {"credit": "NASA"} | more)


def a_clip(**more: Any) -> Media:
    """Of the half minute from noon on."""
    known: dict[str, Any] = {"name": "us-eva-95-2.mp4", "kind": MediaKind.CLIP, "size": 900_000}
    return a_picture(**known | {"length": timedelta(seconds=30)} | more)


def _filmed() -> Iterator[Event]:
    """One of every type that tells of the live picture."""
    stream = Stream(url="https://stream.example/", title="NASA+")
    for kind, at in product((EventType.STREAM_LOST, EventType.STREAM_CHANGED), (None, NOON)):
        yield an_event(kind, stream=stream, occurred_at=at)
    yield an_event(EventType.STREAM_LIVE, stream=stream, revision=2)
    yield an_event(EventType.STREAM_LOST, note="504")
    for look, milestone in product(("", *sorted(filmed.LOOKS)), (None, M.HATCH_OPEN)):
        shown = a_picture(look=look)
        yield an_event(EventType.PICTURE_TAKEN, media=shown, milestone=milestone)
        yield an_event(EventType.CLIP_READY, media=a_clip(), milestone=milestone)
    whole = a_clip(kind=MediaKind.HYPERLAPSE, at=NOON - 7 * HOUR, length=timedelta(minutes=2))
    yield an_event(EventType.CLIP_READY, media=whole)


def _answered(voice: Voice) -> Iterator[str]:
    """What is said of pictures, clips and captions to those who ask for them."""
    yield filmed.taken(NOON, voice, exact=False, age=timedelta(seconds=5))
    yield filmed.cut(NOON, timedelta(seconds=30), voice, reencoded=True)
    yield filmed.said([Caption(at=NOON, text="42")], voice)
    yield filmed.said([], voice)


def everything(voice: Voice) -> Iterator[str]:
    """All that can be said of these walks and events."""
    channel = Stream(url="https://channel.example/")
    for board, question in product((Board(), Board(channel=channel)), QUESTIONS):
        yield reply(question, board, NOON, voice)
    for walk in walks():
        shown = card(walk, NOON, voice)
        yield f"{shown.title} {shown.state} {shown.facts} {shown.hint} {shown.lines}"
        board = Board(spacewalks={walk.id: walk})
        yield from (reply(question, board, NOON, voice) for question in QUESTIONS)
    yield from _answered(voice)
    begun = a_walk(a_fact(M.EVA_START, NOON - HOUR), crew=("Jessica Meir",))
    for event, segment in product(events(), Segment):
        if told := notice(event, replace(begun, segment=segment), voice):
            yield f"{told.title}. {told.text}"
