"""What is told of each type of event: kind, key, title and text."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from relay.core import filmed, wording
from relay.core.event import Event, EventType, Summary
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.planning import Words, planned, reminder
from relay.core.spacewalk import Segment
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.core.voice import Voice

NOTE = 500


def _milestone(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    assert event.milestone is not None
    again = f"#{event.attempt}.{event.occurrence}"
    key = event.milestone.value + (again if again != "#1.1" else "")
    what = wording.title(event.milestone, voice)
    if event.occurrence > 1 and not TABLE[event.milestone].repeats:
        what = voice.say("again", what=what)
    title = voice.say("title", what=what, name=wording.name(walk, voice))
    if event.standing is Standing.RETRACTED:
        withdrawn = voice.say("withdrawn", what=title)
        # Of several tasks only the words tell which one.
        which = plain(event.note, NOTE) if TABLE[event.milestone].repeats else ""
        text = wording.sentences([which, _withdrawn(event, voice)])
        return event.milestone.value, key, withdrawn, text
    parts = [
        _when(event, voice),
        _meaning(event, walk, voice),
        plain(event.note, NOTE),
        _marked(event, voice),
        _doubt(event, voice),
    ]
    return event.milestone.value, key, title, wording.sentences(parts)


def _withdrawn(event: Event, voice: Voice) -> str:
    who = plain(event.by, wording.NAME)
    if not who:
        return voice.say("not_so")
    return voice.say("not_so.here" if event.scope else "not_so.by", who=who)


def _when(event: Event, voice: Voice) -> str:
    if event.occurred_at is None:
        return voice.say("no_time", time=wording.clock_time(event.time, voice=voice))
    if event.standing is Standing.CORRECTED and event.previous:
        return _correction(event, voice)
    return voice.say("at", time=wording.clock_time(event.occurred_at, voice=voice))


def _correction(event: Event, voice: Voice) -> str:
    """In words where only seconds changed: stamps have none."""
    assert event.occurred_at
    assert event.previous
    if abs(event.occurred_at - event.previous) < timedelta(minutes=1):
        voice = voice.in_words
    previous = wording.clock_time(event.previous, event.occurred_at, voice=voice)
    time = wording.clock_time(event.occurred_at, voice=voice)
    return voice.say("correction", time=time, previous=previous)


def _meaning(event: Event, walk: Spacewalk, voice: Voice) -> str:
    """What official start and end go by, and how long it took."""
    if event.milestone is Milestone.EVA_START:
        return voice.say(f"start.{walk.segment or Segment.US}")
    start = walk.fact(Milestone.EVA_START)
    if event.milestone is Milestone.EVA_END and event.occurred_at and start and start.occurred_at:
        lasted = wording.length(event.occurred_at - start.occurred_at, voice)
        return voice.say("after", length=lasted)
    return ""


def _marked(event: Event, voice: Voice) -> str:
    """Who says so, where a person does; of a mark for one community also how little it is."""
    who = plain(event.by, wording.NAME)
    if event.scope:
        return voice.say("by.here", who=who) if who else voice.say("by.here.unnamed")
    return voice.say("by", who=who) if who else ""


def _doubt(event: Event, voice: Voice) -> str:
    unsure = "" if event.firm or event.scope else voice.say("doubt")
    note = plain(event.warning, NOTE)
    return wording.sentences([unsure, voice.say("warning", note=note) if note else ""])


def _stream(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    """A source says that it is live; with a later revision, its picture is back."""
    if event.revision > 1:
        return filmed.state(event, walk, voice)
    assert event.stream is not None
    title = voice.say("live", name=wording.name(walk, voice))
    return "stream", f"stream/{event.stream.url}", title, plain(event.stream.title, 200)


def _hint(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    assert event.hint is not None
    assert event.occurred_at is not None
    what = voice.say(f"hint.{event.hint}")
    title = voice.say("title", what=what, name=wording.name(walk, voice))
    key = f"hint/{event.hint}/{event.occurred_at:%Y%m%dT%H%M%SZ}"
    text = voice.say("hint", time=wording.clock_time(event.occurred_at, voice=voice))
    return "hint", key, title, text


def _summary(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    title = voice.say("summary", name=wording.name(walk, voice))
    summary = event.summary
    if summary is None:
        withdrawn = voice.say("withdrawn", what=title)
        return "summary", "summary", withdrawn, voice.say("summary.not_so")
    tasks = plain("; ".join(plain(task, 120) for task in summary.tasks), NOTE)
    parts = [
        _span(summary, walk, voice),
        wording.title(Milestone.TERMINATED, voice) if summary.terminated else "",
        voice.say("summary.tasks", tasks=tasks) if tasks else "",
        voice.say("summary.ordinal", ordinal=summary.ordinal) if summary.ordinal else "",
        _marked(event, voice) if event.scope else "",
        "" if _is_firm(walk) or event.scope else voice.say("doubt"),
    ]
    return "summary", "summary", title, wording.sentences(parts)


def _span(summary: Summary, walk: Spacewalk, voice: Voice) -> str:
    span = voice.say(
        "summary.span",
        length=wording.length(summary.duration, voice),
        start=wording.clock_time(summary.start, voice=voice),
        end=wording.clock_time(summary.end, summary.start, voice=voice),
    )
    if not walk.crew:
        return span
    return voice.say("summary.crew", crew=wording.crew(walk.crew, voice), span=span)


def _is_firm(walk: Spacewalk) -> bool:
    ends = (walk.fact(Milestone.EVA_START), walk.fact(Milestone.EVA_END))
    return all(fact is not None and fact.firm for fact in ends)


WORDS: Mapping[EventType, Callable[[Event, Spacewalk, Voice], Words]] = MappingProxyType(
    {
        EventType.SPACEWALK_ANNOUNCED: planned,
        EventType.SPACEWALK_RESCHEDULED: planned,
        EventType.MILESTONE_REACHED: _milestone,
        EventType.MILESTONE_CONFIRMED: _milestone,
        EventType.MILESTONE_CORRECTED: _milestone,
        EventType.STREAM_LIVE: _stream,
        EventType.STREAM_LOST: filmed.state,
        EventType.STREAM_CHANGED: filmed.state,
        EventType.PICTURE_TAKEN: filmed.picture,
        EventType.CLIP_READY: filmed.clip,
        EventType.HINT: _hint,
        EventType.REMINDER_DUE: reminder,
        EventType.SUMMARY: _summary,
    }
)
"""Types that are not here change the board and are told to nobody."""
