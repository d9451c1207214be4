"""Events of a made spacewalk, in few words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from relay.core.board import Board, fold
from relay.core.event import Event, EventType, Summary
from relay.core.milestone import Milestone, Standing
from relay.core.spacewalk import Plan, Precision, Segment, Stream
from relay.core.standing import Spacewalk

DAY = datetime(2026, 8, 6, tzinfo=UTC)
EVA = "us-eva-95"
SOURCE = "https://blog.example.org/begins"
HOSTILE = '<script>alert(1)</script>" onmouseover="alert(2)" \u202eevil\u2066 ' + "W" * 5000
HOSTILE_ADDRESSES = (
    "javascript:alert(3)",
    "data:text/html,<script>alert(4)</script>",
    'https://a.example/" onmouseover="alert(5)',
    "https://[broken",
    "https://a.example/\u202egpj",
    "//a.example/",
    "https://",
)


def at(clock: str, days: int = 0) -> datetime:
    hours, minutes = clock.split(":")
    return DAY + timedelta(days=days, hours=int(hours), minutes=int(minutes))


def planned(start: datetime | None = None, **more: Any) -> Event:
    of_event = {k: more.pop(k) for k in ("crew", "streams", "spacewalk", "suits") if k in more}
    first = Event(
        type=EventType.SPACEWALK_ANNOUNCED,
        spacewalk=EVA,
        time=at("9:00", -3),
        segment=Segment.US,
        number="95",
        crew=("Barratt", "Dyson"),
        plan=Plan(start=start, **more),
        streams=(Stream(url="https://live.example.org/95", title="EVA 95", live=True),),
    )
    event = replace(first, **of_event)
    return replace(event, number=None) if event.spacewalk != EVA else event


def reached(milestone: Milestone, clock: str | None = None, **more: Any) -> Event:
    firm: dict[str, Any] = {"standing": Standing.CONFIRMED, "firm": True, "address": SOURCE}
    when = at(clock) if clock else None
    return Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk=EVA,
        time=(when or at("12:00")) + timedelta(minutes=5),
        milestone=milestone,
        occurred_at=when,
        **firm | more,
    )


def hinted(milestone: Milestone, clock: str | None = None, **more: Any) -> Event:
    return reached(milestone, clock, standing=Standing.REPORTED, firm=False, **more)


PLANNED = planned(at("12:00"), duration=timedelta(hours=6, minutes=30), coverage=at("10:30"))
VAGUE = planned(at("0:00"), precision=Precision.DAY)
COVERAGE = reached(Milestone.COVERAGE_START, "10:31")
HATCH = reached(Milestone.HATCH_OPEN, "12:04")
BEGUN = reached(Milestone.EVA_START, "12:06")
TASK = reached(Milestone.TASK, "13:40", note="The radio box is out")
ENDED = reached(Milestone.EVA_END, "18:38")
SUMMED = Event(
    type=EventType.SUMMARY,
    spacewalk=EVA,
    time=at("18:50"),
    summary=Summary(start=at("12:06"), end=at("18:38"), tasks=("The radio box is out",)),
)
WHOLE = (PLANNED, COVERAGE, HATCH, BEGUN, TASK, ENDED, SUMMED)


def board_of(*events: Event) -> Board:
    return fold(events)


def walk_of(*events: Event) -> Spacewalk:
    return next(iter(fold(events).spacewalks.values()))


def hostile() -> tuple[Event, ...]:
    """Every field that comes from outside is hostile."""
    streams = [Stream(url=u, title=HOSTILE, live=True) for u in HOSTILE_ADDRESSES]
    good = Stream(url="https://live.example.org/a", title=HOSTILE, priority=1)
    first = planned(at("12:00"), crew=(HOSTILE, "x" * 5000), name=HOSTILE, description=HOSTILE * 2)
    events = [replace(first, streams=(good, *streams))]
    events += [
        reached(
            Milestone.TASK, "13:00", note=HOSTILE, warning=HOSTILE, address=address, occurrence=n
        )
        for n, address in enumerate(HOSTILE_ADDRESSES, 1)
    ]
    return (*events, HATCH, BEGUN)
