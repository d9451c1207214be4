"""Follows 44 spacewalks of 2005 to 2021 by what was posted of them: are start and end right?

`python -m bench.timelines` takes seconds, so `--quick` changes nothing. Every official start and
end that a source states must come out to the minute, one that only follows from the length too,
and nothing else may be told.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import show
from bench.posts import ENDS, STARTS, Record, conflicting, crew, moment, posts
from relay.core.board import Board
from relay.core.event import Event
from relay.core.fusion import Fusion
from relay.core.milestone import Milestone
from relay.core.standing import Spacewalk
from relay.plugins import Document, find_sources
from relay.testing.documents import library, library_event, library_spacewalk, rss

RECORDS = Path(__file__).resolve().parents[2] / "shared/data/timelines/spacewalks-2005-2021.json"

_STATED = {
    Milestone.EVA_START: STARTS,
    Milestone.EVA_END: ENDS,
    Milestone.HATCH_OPEN: ("hatch_open", "hatch_open_second"),
    Milestone.HATCH_CLOSED: ("hatch_close", "hatch_close_first"),
    Milestone.REPRESS_START: ("repress_start", "repress_to_fix_valve"),
    Milestone.DEPRESS_START: ("depress_start", "depress_restarted"),
}
"""Where the record keeps the times that a milestone may have."""
_ONLY_OF = {
    Milestone.SCRUBBED: (),
    Milestone.DELAYED: ("postponed_before_start",),
    Milestone.TERMINATED: ("terminated_early", "ended_early", "shortened"),
}
"""The outcomes on record that such a milestone is true of."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one record. Each word is `right`, `derived`, `missed`, `wrong` or empty."""

    name: str
    start: str
    end: str
    false: tuple[str, ...]


def follow(record: Record, index: int) -> Outcome:
    """Feed the documents about one spacewalk and compare what stands with the record."""
    fusion = Fusion(Board())
    parse = {name: source.parse for name, source in find_sources().items()}
    told: list[Event] = []
    for document in documents(record, index):
        read = parse[document.source](document.text, document.at)
        told += [event for fused in fusion.observe_all(read) for event in fused.events]
    walks = list(fusion.board.spacewalks.values())
    false = [f"{len(walks)} spacewalks are told of"] if len(walks) > 1 else []
    false += [text for event in told if (text := contradiction(record, event))]
    return Outcome(
        record["id"],
        compare(record, "start", _time(walks, Milestone.EVA_START)),
        compare(record, "end", _time(walks, Milestone.EVA_END)),
        tuple(false),
    )


def documents(record: Record, index: int) -> list[Document]:
    """The plan in Launch Library, the feed after each post, and a list that volunteers filled."""
    told = posts(record, index)
    found = [
        Document("station_blog", post.published + timedelta(minutes=1), rss(told[: n + 1]))
        for n, post in enumerate(told)
    ]
    if planned := record["planned"].get("start"):
        start = moment(planned[0]["utc"])
        event = {**_known(record, index), "date": start}
        page = library([library_event(event)])
        found.insert(0, Document("launch_library", start - timedelta(days=3), page))
    if conflicting(record):
        times = {edge: moment(record["best"][f"{edge}_utc"]) for edge in ("start", "end")}
        page = library([library_spacewalk({**_known(record, index), **times})])
        found.append(Document("launch_library", times["end"] + timedelta(hours=1), page))
    return found


def _known(record: Record, index: int) -> dict[str, Any]:
    named = [name["value"] for name in record["name"]]
    side = "U.S." if record["segment"] == "US" else "Russian"
    return {"id": 4000 + index, "name": (named or [f"{side} spacewalk"])[0], "crew": crew(record)}


def _time(walks: list[Spacewalk], milestone: Milestone) -> datetime | None:
    facts = [fact for walk in walks if (fact := walk.fact(milestone))]
    return facts[0].occurred_at if facts else None


def compare(record: Record, edge: str, told: datetime | None) -> str:
    """One word on the official start or end that was told."""
    best = record["best"]
    if best[f"{edge}_utc"] is None:
        return "" if told is None else "wrong"
    if told is None:
        return "missed"
    if told.replace(second=0) != moment(best[f"{edge}_utc"]):
        return "wrong"
    return "right" if best[f"{edge}_marker"] else "derived"


def contradiction(record: Record, event: Event) -> str:
    """In which way an event is false by the record; empty when it is not."""
    fitting = _ONLY_OF.get(event.milestone) if event.milestone else None
    if fitting is not None and record["status"] not in fitting:
        return f"{event.milestone} of one that is {record['status']}"
    kinds = _STATED.get(event.milestone) if event.milestone else None
    if kinds is None or event.occurred_at is None:
        return ""
    stated = {moment(m["utc"]) for m in _all(record) if m["type"] in kinds and m["utc"]}
    best = record["best"]
    edges = [edge for edge in ("start", "end") if best[f"{edge}_utc"]]
    own = [edge for edge in edges if event.milestone == f"eva_{edge}"]
    official = event.milestone in (Milestone.EVA_START, Milestone.EVA_END)
    stated |= {moment(best[f"{edge}_utc"]) for edge in (own if official else edges)}
    if event.occurred_at in stated:
        return ""
    return f"{event.milestone} {event.occurred_at:%d %b %H:%M}"


def _all(record: Record) -> list[dict[str, Any]]:
    return [*record["milestones"], *record["events"]]


def figures(records: list[Record], outcomes: list[Outcome]) -> dict[str, int]:
    """The counts: of what sources state, and apart from it of what only follows."""
    counted: Counter[str] = Counter()
    for record, outcome in zip(records, outcomes, strict=True):
        for edge, word in (("start", outcome.start), ("end", outcome.end)):
            if record["best"][f"{edge}_utc"] is None:
                continue
            kind = "stated" if record["best"][f"{edge}_marker"] else "derived"
            counted[f"{edge}s_{kind}"] += 1
            right = f"{edge}s_right" if kind == "stated" else f"{edge}s_derived_right"
            counted[right] += word in ("right", "derived")
        counted["false_milestones"] += len(outcome.false)
    return {"spacewalks": len(records), **counted}


def main() -> None:
    """Print every spacewalk and the figures."""
    if not RECORDS.exists():
        print(json.dumps({"skipped": f"no records at shared/data/timelines/{RECORDS.name}"}))
        return
    records: list[Record] = json.loads(RECORDS.read_text("utf-8"))
    outcomes = [follow(record, index) for index, record in enumerate(records)]
    rows = [(o.name, o.start, o.end, "; ".join(o.false)) for o in outcomes]
    head = ("spacewalk", "start", "end", "false")
    show("Official start and end, to the minute", head, rows, figures(records, outcomes))


if __name__ == "__main__":
    main()
