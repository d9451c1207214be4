"""What is told of a plan: that it is made, that it has moved, that it is soon due."""

from datetime import timedelta

from relay.core import wording
from relay.core.event import Event, EventType
from relay.core.spacewalk import Plan, Precision
from relay.core.standing import Spacewalk
from relay.core.voice import Voice

Words = tuple[str, str, str, str]
"""Kind, key within the spacewalk, title, text."""


def planned(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    """A plan, or a new one in place of an old one."""
    plan = event.plan
    moved = event.type is EventType.SPACEWALK_RESCHEDULED
    name = wording.name(walk, voice)
    title = voice.say("plan.moved" if moved else "plan.title", name=name)
    parts = _slip(event, voice) if moved and event.previous else [_start(plan, voice)]
    if event.crew:
        parts.append(voice.say("plan.crew", crew=wording.crew(event.crew, voice)))
    if plan and plan.coverage:
        coverage = wording.clock_time(plan.coverage, plan.start, voice=voice)
        parts.append(voice.say("plan.coverage", time=coverage))
    if plan and plan.duration:
        parts.append(voice.say("plan.length", length=wording.length(plan.duration, voice)))
    # A plan after a call-off is told anew, not as an edit of the one that failed.
    key = f"plan#{event.attempt}" if event.attempt > 1 else "plan"
    return "rescheduled" if moved else "announced", key, title, wording.sentences(parts)


def _start(plan: Plan | None, voice: Voice) -> str:
    if plan is None:
        return voice.say("plan.none")
    return voice.say("plan.start", time=wording.awaited(plan, voice))


def _slip(event: Event, voice: Voice) -> list[str]:
    new = event.plan
    if new is None:
        return [voice.say("plan.none")]
    old = Plan(start=event.previous, precision=event.previous_precision or Precision.MINUTE)
    times = {"old": wording.planned(old, voice), "new": wording.planned(new, voice)}
    if not (old.exact and new.exact and old.start and new.start):
        return [voice.say("slip", **times)]
    way = "slip.later" if new.start > old.start else "slip.earlier"
    far = wording.to_go(new, voice)
    slip = voice.say(way, **times, length=wording.length(new.start - old.start, voice))
    return [slip, voice.say("plan.start", time=far) if far else ""]


def reminder(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    """How long it is to the planned start, and how late that is said."""
    assert event.lead is not None
    assert event.due_at is not None
    start = event.due_at + event.lead
    to_go = wording.length(start - event.time, voice)
    title = voice.say("reminder", name=wording.name(walk, voice), length=to_go)
    late = wording.length(event.late, voice) if event.late else ""
    minutes = round(event.lead / timedelta(minutes=1))
    key = f"reminder{minutes}/{start:%Y%m%dT%H%MZ}"
    parts = [_start(Plan(start=start), voice), late and voice.say("reminder.late", length=late)]
    return "reminder", key, title, wording.sentences(parts)
