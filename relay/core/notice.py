"""An event in words, the same for every platform."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core import wording
from relay.core.event import Event, EventType
from relay.core.hint import TITLES
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.spacewalk import Plan, Precision, Segment
from relay.core.standing import Spacewalk
from relay.core.text import plain

KINDS: frozenset[str] = frozenset(
    {"announced", "rescheduled", "reminder", "stream", "hint", "summary"}
    | {m.value for m in Milestone}
)
"""What a destination can ask for."""

ON_REQUEST = frozenset({"hint"})
"""Told only to destinations that name it, not to those that want all."""

STALE = timedelta(hours=6)
"""A fact that is this old when it is first learnt goes on the board and is not told as news."""
NOTE = 500
ADDRESS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to tell. `key` with `revision` names it for ever: the same key again is an edit."""

    key: str
    revision: int
    kind: str
    """One of KINDS."""
    title: str
    text: str
    """Plain text: nothing in it is markup, and every platform escapes it its own way."""
    address: str
    """Where to read or watch, http(s), or empty."""
    time: datetime
    """When the relay knew."""
    event: Event

    @property
    def correction(self) -> bool:
        """Whether it says that something told before was wrong."""
        again = self.kind == "summary" and self.revision > 1
        return again or self.event.standing is Standing.CORRECTED


def notice(event: Event, walk: Spacewalk | None) -> Notice | None:
    """The words for an event of this spacewalk, or None for what only the board has to know."""
    words = _WORDS.get(event.type)
    if walk is None or words is None or _is_old_news(event):
        return None
    kind, key, title, text = words(event, walk)
    return Notice(
        key=f"{event.origin or event.spacewalk}/{key}",
        revision=event.revision,
        kind=kind,
        title=title,
        text=text,
        address=_address(event, walk),
        time=event.time,
        event=event,
    )


Words = tuple[str, str, str, str]
"""Kind, key within the spacewalk, title, text."""


def _is_old_news(event: Event) -> bool:
    about = event.occurred_at or event.said_at or event.time
    if event.type is EventType.SPACEWALK_ANNOUNCED:
        return event.plan is None or (event.plan.start or about) < event.time
    if event.summary:
        about = event.summary.end
    return event.revision == 1 and event.time - about > STALE


def _address(event: Event, walk: Spacewalk) -> str:
    watch = event.stream.url if event.stream else ""
    if event.type in (EventType.SPACEWALK_ANNOUNCED, EventType.REMINDER_DUE) and walk.streams:
        watch = walk.streams[0].url
    address = watch or event.address
    usable = address.startswith(("https://", "http://")) and len(address) <= ADDRESS
    return address if usable else ""


def _plan(event: Event, walk: Spacewalk) -> Words:
    plan = event.plan
    moved = event.type is EventType.SPACEWALK_RESCHEDULED
    title = f"{wording.name(walk)} {'moved' if moved else 'planned'}"
    parts = [f"Planned start {wording.planned(plan)}" if plan else "No date yet"]
    if moved and event.previous and plan:
        old = Plan(start=event.previous, precision=event.previous_precision or Precision.MINUTE)
        parts = [_slip(old, plan)]
    if event.crew:
        parts.append(f"Crew {wording.crew(event.crew)}")
    if plan and plan.coverage:
        parts.append(f"Live coverage from {wording.clock_time(plan.coverage, plan.start)}")
    if plan and plan.duration:
        parts.append(f"Planned length {wording.length(plan.duration)}")
    # A plan after a call-off is told anew, not as an edit of the one that failed.
    key = f"plan#{event.attempt}" if event.attempt > 1 else "plan"
    return "rescheduled" if moved else "announced", key, title, _lines(parts)


def _slip(old: Plan, new: Plan) -> str:
    words = f"{wording.planned(old)} → {wording.planned(new)}"
    if not (old.exact and new.exact and old.start and new.start):
        return words
    way = "later" if new.start > old.start else "earlier"
    return f"{words} ({wording.length(new.start - old.start)} {way})"


def _milestone(event: Event, walk: Spacewalk) -> Words:
    assert event.milestone is not None
    row = TABLE[event.milestone]
    again = f"#{event.attempt}.{event.occurrence}"
    key = event.milestone.value + (again if again != "#1.1" else "")
    withdrawn = event.standing is Standing.RETRACTED
    what = f"{row.title} (again)" if event.occurrence > 1 and not row.repeats else row.title
    title = f"{'Withdrawn: ' if withdrawn else ''}{what} – {wording.name(walk)}"
    if withdrawn:
        return event.milestone.value, key, title, "This did not happen after all."
    parts = [_when(event), _meaning(event, walk), plain(event.note, NOTE), _doubt(event)]
    return event.milestone.value, key, title, _lines(parts)


def _when(event: Event) -> str:
    if event.occurred_at is None:
        return f"Time not given; learnt at {wording.clock_time(event.time)}"
    at = wording.clock_time(event.occurred_at)
    if event.standing is Standing.CORRECTED and event.previous:
        return f"Correction: {at}, not {wording.clock_time(event.previous, event.occurred_at)}"
    return f"At {at}"


def _meaning(event: Event, walk: Spacewalk) -> str:
    """What official start and end go by, and how long it took."""
    russian = walk.segment is Segment.RUSSIAN
    if event.milestone is Milestone.EVA_START:
        rule = "the hatch is open" if russian else "the suits are on battery power"
        return f"Official start: {rule}"
    start = walk.fact(Milestone.EVA_START)
    if event.milestone is Milestone.EVA_END and event.occurred_at and start and start.occurred_at:
        return f"After {wording.length(event.occurred_at - start.occurred_at)}"
    return ""


def _doubt(event: Event) -> str:
    unsure = "" if event.firm else "Reported, not yet confirmed"
    warning = f"Note: {plain(event.warning, NOTE)}" if event.warning else ""
    return _lines([unsure, warning])


def _stream(event: Event, walk: Spacewalk) -> Words:
    assert event.stream is not None
    title = plain(event.stream.title, 200)
    return "stream", f"stream/{event.stream.url}", f"Live now: {wording.name(walk)}", title


def _hint(event: Event, walk: Spacewalk) -> Words:
    assert event.hint is not None
    assert event.occurred_at is not None
    at = wording.clock_time(event.occurred_at)
    title = f"{TITLES[event.hint]} – {wording.name(walk)}"
    key = f"hint/{event.hint}/{event.occurred_at:%Y%m%dT%H%M%SZ}"
    return "hint", key, title, f"By the telemetry of {at}. A guess, not a report"


def _reminder(event: Event, walk: Spacewalk) -> Words:
    assert event.lead is not None
    assert event.due_at is not None
    start = event.due_at + event.lead
    title = f"{wording.name(walk)} in {wording.length(start - event.time)}"
    late = f"This reminder is {wording.length(event.late)} late" if event.late else ""
    minutes = round(event.lead / timedelta(minutes=1))
    key = f"reminder{minutes}/{start:%Y%m%dT%H%MZ}"
    return "reminder", key, title, _lines([f"Planned start {wording.clock_time(start)}", late])


def _summary(event: Event, walk: Spacewalk) -> Words:
    title = f"{wording.name(walk)}: summary"
    summary = event.summary
    if summary is None:
        return "summary", "summary", f"Withdrawn: {title}", "It is not over after all."
    span = (
        f"{wording.clock_time(summary.start)} to {wording.clock_time(summary.end, summary.start)}"
    )
    tasks = "; ".join(plain(task, 120) for task in summary.tasks)
    who = f"{wording.crew(walk.crew)}: " if walk.crew else ""
    parts = [
        f"{who}{wording.length(summary.duration)}, {span}",
        "Called to end early" if summary.terminated else "",
        f"Tasks: {plain(tasks, NOTE)}" if tasks else "",
        f"Station spacewalk {summary.ordinal}" if summary.ordinal else "",
        "" if _is_firm(walk) else "Reported, not yet confirmed",
    ]
    return "summary", "summary", title, _lines(parts)


def _is_firm(walk: Spacewalk) -> bool:
    ends = (walk.fact(Milestone.EVA_START), walk.fact(Milestone.EVA_END))
    return all(fact is not None and fact.firm for fact in ends)


def _lines(parts: list[str]) -> str:
    return ". ".join(part for part in parts if part)


_WORDS: dict[EventType, Callable[[Event, Spacewalk], Words]] = {
    EventType.SPACEWALK_ANNOUNCED: _plan,
    EventType.SPACEWALK_RESCHEDULED: _plan,
    EventType.MILESTONE_REACHED: _milestone,
    EventType.MILESTONE_CONFIRMED: _milestone,
    EventType.MILESTONE_CORRECTED: _milestone,
    EventType.STREAM_LIVE: _stream,
    EventType.HINT: _hint,
    EventType.REMINDER_DUE: _reminder,
    EventType.SUMMARY: _summary,
}
