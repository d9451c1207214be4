"""Reads the events of Launch Library: the plan, the streams and what was written under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relay.core.milestone import Milestone, Trust
from relay.core.naming import segment_and_number
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity, Plan, Precision, Stream
from relay.sources.fields import Fields, address, duration, fields, instant, number, objects, text
from relay.sources.launch_library.identity import identity, on_station
from relay.sources.launch_library.updates import clock_time, milestone_in

SOURCE = "launch_library"
EVA = 3
"""The id of the event type; `/config/event_types/` lists them."""
NEWS = timedelta(days=3)
"""How long what is written under an event is worth telling."""
_EARLY = timedelta(hours=2)
"""A start or end written longer than this before the planned start is about another spacewalk."""
_SKEW = timedelta(minutes=10)

_PRECISIONS = {
    "second": Precision.MINUTE,
    "minute": Precision.MINUTE,
    "hour": Precision.HOUR,
    "morning": Precision.DAY,
    "afternoon": Precision.DAY,
    "day": Precision.DAY,
    "week": Precision.MONTH,
    "month": Precision.MONTH,
}
"""By the names of `/config/net_precisions/`; quarters, halves and years are a year here."""


_CANCELLED_NAME = re.compile(r"\b(?:cancell?ed|scrubbed|called off)\b", re.IGNORECASE)
_CANCELLED_TEXT = re.compile(
    r"^(?:the|this) (?:EVA|spacewalk) (?:has been|was|is) (?:cancell?ed|scrubbed|called off)\b"
    r"(?![^.]*\b(?:originally|and|but|now|until|previous\w*|first)\b)[^.]*\.?\s*$",
    re.IGNORECASE,
)
"""Only as all that is said: a description that goes on may tell of an earlier try."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said to have happened, when, in which words and where."""

    milestone: Milestone
    time: datetime | None
    words: str
    address: str
    written_at: datetime | None = None


def read_event(event: Fields, seen_at: datetime) -> list[Observation]:
    """All that one event claims; nothing when it is no spacewalk of the station."""
    kind = fields(event.get("type"))
    if kind and number(kind.get("id")) != EVA and text(kind.get("name")).upper() != "EVA":
        return []
    if not on_station(event) or not text(event.get("name")):
        return []
    plan = _plan(event)
    who = _identity(event, plan)
    return [
        *_schedule(event, plan, who, seen_at),
        *_streams(event, who, seen_at),
        *(_said(statement, who, seen_at) for statement in _statements(event, plan, seen_at)),
    ]


def _plan(event: Fields) -> Plan:
    said = text(fields(event.get("date_precision")).get("name")).lower()
    return Plan(
        start=instant(event.get("date")),
        precision=_PRECISIONS.get(said, Precision.YEAR if said else Precision.DAY),
        duration=duration(event.get("duration")),
        name=text(event.get("name"), 200),
        description=text(event.get("description"), 2048),
    )


def _identity(event: Fields, plan: Plan) -> Identity:
    vague = plan.precision in (Precision.MONTH, Precision.YEAR)
    return identity(
        [plan.name],
        near=None if vague else plan.start,
        people=objects(event.get("astronauts")),
        agencies=objects(event.get("agencies")),
        description=plan.description,
        event=event.get("id"),
    )


def _page(event: Fields) -> str:
    infos = objects(event.get("info_urls"))
    pages = [address(info.get("url")) for info in sorted(infos, key=_priority)]
    return next(filter(None, pages), "") or address(event.get("url"))


def _priority(entry: Fields) -> int:
    priority = number(entry.get("priority"))
    return 100 if priority is None else priority


def _schedule(event: Fields, plan: Plan, who: Identity, seen_at: datetime) -> list[Observation]:
    said = text(fields(event.get("date_precision")).get("name"), 50) or "no precision given"
    words = f"{plan.name}: {text(event.get('date'), 40) or 'no date'} ({said})"
    return [
        Observation(
            source=SOURCE,
            trust=Trust.AUTOMATIC,
            spacewalk=who,
            kind=Topic.SCHEDULE,
            seen_at=seen_at,
            planned=True,
            plan=plan,
            evidence=Evidence(address=_page(event), words=words),
        )
    ]


def _streams(event: Fields, who: Identity, seen_at: datetime) -> Iterator[Observation]:
    videos = [video for video in objects(event.get("vid_urls")) if address(video.get("url"))]
    flagged = any(video.get("live") is True for video in videos)
    for video in videos:
        live = video.get("live") is True if flagged else event.get("webcast_live") is True
        stream = Stream(
            url=address(video.get("url")),
            title=text(video.get("title"), 200) or text(video.get("publisher"), 200),
            live=live,
            starts_at=instant(video.get("start_time")),
            ends_at=instant(video.get("end_time")),
            priority=_priority(video),
        )
        yield Observation(
            source=SOURCE,
            trust=Trust.AUTOMATIC,
            spacewalk=who,
            kind=Topic.STREAM,
            seen_at=seen_at,
            planned=not live,
            stream=stream,
            evidence=Evidence(address=stream.url, words=stream.title),
        )


def _statements(event: Fields, plan: Plan, seen_at: datetime) -> Iterator[Statement]:
    page = _page(event)
    if _CANCELLED_NAME.search(plan.name):
        yield Statement(Milestone.SCRUBBED, None, plan.name, page)
    elif cancelled := _CANCELLED_TEXT.search(plan.description):
        yield Statement(Milestone.SCRUBBED, None, cancelled[0], page)
    for update in objects(event.get("updates")):
        written_at = instant(update.get("created_on"))
        if written_at is None or not seen_at - NEWS <= written_at <= seen_at + _SKEW:
            continue
        comment = text(update.get("comment"), 2000)
        stated = _stated(comment, written_at, plan)
        if stated is not None:
            milestone, time = stated
            place = address(update.get("info_url")) or page
            yield Statement(milestone, time, comment[:500], place, written_at)


def _stated(
    comment: str, written_at: datetime, plan: Plan
) -> tuple[Milestone, datetime | None] | None:
    """What a comment states of the planned spacewalk, and the time that it prints for it."""
    found = milestone_in(comment)
    number_said, number_meant = segment_and_number(comment)[1], segment_and_number(plan.name)[1]
    if found is None or (number_said and number_said != number_meant):
        return None
    milestone, sentence = found
    if milestone in (Milestone.SCRUBBED, Milestone.DELAYED):
        return milestone, None
    if plan.start is None or not plan.exact or written_at < plan.start - _EARLY:
        return None
    try:
        return milestone, clock_time(sentence, written_at)
    except ValueError:
        return None


def _said(statement: Statement, who: Identity, seen_at: datetime) -> Observation:
    # An old comment stays what it was when the event gets another date.
    meant = replace(who, near=statement.written_at or who.near)
    return Observation(
        source=SOURCE,
        trust=Trust.AUTOMATIC,
        spacewalk=meant,
        kind=statement.milestone,
        seen_at=seen_at,
        occurred_at=statement.time,
        said_at=statement.written_at,
        evidence=Evidence(address=statement.address, words=statement.words),
    )
