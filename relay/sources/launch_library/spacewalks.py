"""Reads the spacewalks of Launch Library: start and end as they were entered afterwards."""

from datetime import datetime, timedelta

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation
from relay.core.spacewalk import Identity
from relay.sources.fields import Fields, address, duration, fields, instant, objects, text
from relay.sources.launch_library.events import SOURCE
from relay.sources.launch_library.identity import identity, on_station

_FITS = timedelta(minutes=1)


def read_spacewalk(entry: Fields, seen_at: datetime) -> list[Observation]:
    """The start and the end that one entry states; planned ones while they lie ahead."""
    start, end = instant(entry.get("start")), instant(entry.get("end"))
    if start is not None and end is not None and end <= start:
        end = None
    if not on_station(entry):
        return []
    who = _identity(entry, start or end)
    length = duration(entry.get("duration"))
    warning = _mismatch(start, end, length)
    return [
        Observation(
            source=SOURCE,
            trust=Trust.AUTOMATIC,
            spacewalk=who,
            kind=kind,
            seen_at=seen_at,
            occurred_at=time,
            planned=time > seen_at,
            duration=length,
            warning=warning,
            evidence=_evidence(entry, kind, time),
        )
        for kind, time in ((Milestone.EVA_START, start), (Milestone.EVA_END, end))
        if time is not None
    ]


def _identity(entry: Fields, near: datetime | None) -> Identity:
    people = [fields(member.get("astronaut")) for member in objects(entry.get("crew"))]
    event = fields(entry.get("event"))
    return identity(
        [text(entry.get("name"), 200), text(event.get("name"), 200)],
        near=near,
        people=people,
        agencies=[fields(who.get("agency")) for who in people],
        event=event.get("id"),
    )


def _evidence(entry: Fields, kind: Milestone, time: datetime) -> Evidence:
    field = "start" if kind is Milestone.EVA_START else "end"
    words = f"{text(entry.get('name'), 200)}: {field} {time:%Y-%m-%dT%H:%M:%SZ}"
    return Evidence(address=address(entry.get("url")), words=words)


def _mismatch(start: datetime | None, end: datetime | None, length: timedelta | None) -> str:
    if start is None or end is None or length is None or abs(end - start - length) <= _FITS:
        return ""
    return f"the entry says {length} long, but {end - start} lie between its start and its end"
