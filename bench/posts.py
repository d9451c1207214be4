"""Writes the posts that a blog like the agency's would have had about a spacewalk on record.

The words are made; the times are printed in the local form in which the record's source gave them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bench.phrases import AIRLOCK, ENDED, STARTED
from relay.core.naming import family_name
from relay.testing.documents import Post

Record = Mapping[str, Any]

STARTS = ("start", "battery_power", "hatch_open")
ENDS = ("end", "repress_start", "hatch_close")
AGENCIES = ("NASA", "RSC Energia", "Roscosmos", "ESA")

_EARLY = {"terminated_early"}


class Telling(NamedTuple):
    """A post and the time of what it tells, to be printed in it."""

    title: str
    words: str
    at: datetime


def posts(record: Record, index: int) -> list[Post]:
    """All posts about one spacewalk, oldest first; `index` chooses among the phrasings."""
    people = crew(record)
    kind = "Astronauts" if record["segment"] == "US" else "Cosmonauts"
    words = {
        "crew": f"{kind} {' and '.join(people)}" if people else f"Two {kind.lower()}",
        "airlock": next(
            (a for a in ("Pirs", "Poisk", "Zvezda") if a in str(record["airlock"])), "Pirs"
        ),
        "length": length(record["best"]["duration_min"], index),
        "time": "{time}",
    }
    lag = timedelta(minutes=2 + index % 11)
    told = [*_ahead(record), *_begun(record, index), *_airlock(record), *_over(record, index)]
    told.sort(key=lambda one: one.at)
    return [Post(published=t.at + lag, title=t.title, text=t.words.format(**words)) for t in told]


def crew(record: Record) -> list[str]:
    """Who went out, with both names."""
    people = record["crew"]
    pair = [person["name"] for role in ("EV1", "EV2") for person in people[role][:1]]
    return pair or [person["name"] for person in people["members"]]


def families(record: Record) -> list[str]:
    """Their family names."""
    return [family_name(name) for name in crew(record)]


def moment(text: str) -> datetime:
    """An instant of the record."""
    return datetime.fromisoformat(text)


def length(minutes: int | None, index: int) -> str:
    """A printed duration; nothing said when it is not known."""
    if minutes is None:
        return "a long day"
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return f"{rest} minutes"
    return f"{hours} hours{(' and', ',')[index % 2]} {rest} minute{'s' * (rest != 1)}"


def printed(milestone: Mapping[str, Any], index: int) -> str:
    """The time as its source gave it, in the manner of the blog: "9:32 a.m. CST"."""
    found = re.search(r"(\d\d):(\d\d)(?::\d\d)? (\w+)", milestone["local"])
    assert found
    hour, minute, zone = int(found[1]), found[2], found[3]
    if zone == "MSK":
        return f"{hour}:{minute} Moscow time"
    if zone in ("GMT", "UTC", "CET", "CEST"):
        return f"{hour:02}:{minute} {zone}"
    half = ("a.m.", "p.m.") if index % 3 else ("am", "pm")
    return f"{hour % 12 or 12}:{minute} {half[hour >= 12]} {zone}".replace(" am", "am").replace(
        " pm", "pm"
    )


def _ahead(record: Record) -> Iterator[Telling]:
    planned = record["planned"].get("start")
    if not planned:
        return
    start = moment(planned[0]["utc"])
    day = f"{start:%A}, {start:%b}. {start.day}"
    time = printed(planned[0], 1)
    words = f"{{crew}} are scheduled to begin a spacewalk at about {time} on {day}."
    yield Telling("Crew Ready for Spacewalk", words, start - timedelta(hours=20))
    if record["status"].startswith("postponed"):
        words = f"Teams have decided to postpone the spacewalk planned for {day}."
        yield Telling("Spacewalk Postponed", words, start - timedelta(hours=5))


def _begun(record: Record, index: int) -> Iterator[Telling]:
    best = record["best"]
    stated = _stating(record, STARTS, best["start_utc"]) if best["start_marker"] else None
    if stated:
        words = STARTED[record["segment"]][index % 4].replace("{time}", printed(stated, index))
        yield Telling("Spacewalk Begins", words, moment(stated["utc"]))


def _over(record: Record, index: int) -> Iterator[Telling]:
    best = record["best"]
    title = "Spacewalk Ends Early" if record["status"] in _EARLY else "Spacewalk Complete"
    stated = conflicting(record) or (
        _stating(record, ENDS, best["end_utc"]) if best["end_marker"] else None
    )
    if stated:
        words = ENDED[record["segment"]][index % 4].replace("{time}", printed(stated, index))
        yield Telling(title, words, moment(stated["utc"]))
    elif best["duration_min"]:
        end = moment(best["end_utc"] or f"{record['date']}T20:00Z")
        words = "The work of {crew} is done. Their spacewalk lasted {length}."
        yield Telling(title, words, end)


def _airlock(record: Record) -> Iterator[Telling]:
    """What else the record states of airlock and hatch, besides the official start and end."""
    best = record["best"]
    official = {(m["type"], m["utc"]) for m in record["milestones"]} & {
        (kind, best[f"{edge}_utc"]) for edge, kinds in _EDGES for kind in kinds
    }
    for one in [*record["milestones"], *record["events"]]:
        russian = record["segment"] == "Russian" and one["type"] in ("hatch_open", "hatch_close")
        words = AIRLOCK.get(one["type"])
        if words and not russian and (one["type"], one["utc"]) not in official:
            time = printed(one, 1)
            yield Telling("At the Airlock", words.replace("{time}", time), moment(one["utc"]))


_EDGES = (("start", STARTS), ("end", ENDS))


def _stating(record: Record, kinds: tuple[str, ...], utc: str) -> Mapping[str, Any] | None:
    return next((m for m in record["milestones"] if m["type"] in kinds and m["utc"] == utc), None)


def conflicting(record: Record) -> Mapping[str, Any] | None:
    """An end that an agency itself stated and that is not the true one."""
    best = record["best"]
    own = [m for m in record["milestones"] if m["type"] in ENDS and _is_agency(m)]
    right = [m for m in own if moment(m["utc"]) == moment(best["end_utc"])]
    wrong = [m for m in own if m not in right and not _precedes(record, m)]
    return wrong[-1] if wrong and best["end_utc"] else None


def _is_agency(milestone: Mapping[str, Any]) -> bool:
    return bool(milestone["publisher"].startswith(AGENCIES))


def _precedes(record: Record, milestone: Mapping[str, Any]) -> bool:
    """A closed hatch is no stated end of a US spacewalk."""
    return bool(record["segment"] == "US" and milestone["type"] == "hatch_close")
