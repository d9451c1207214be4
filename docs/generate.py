"""Writes the pages that follow from the code: `make docs`. A test keeps them fresh."""

import itertools
import json
import sys
from pathlib import Path

from relay.config import json_schema
from relay.core.attempts import PAIRS
from relay.core.milestone import TABLE, Milestone
from relay.core.spacewalk import Segment

ROOT = Path(__file__).parents[1]


def milestones() -> str:
    """The page on milestones: the table and its state diagram."""
    return "\n".join(
        [
            "# Milestones",
            "",
            "Generated from `relay/core/milestone.py` by `make docs`.",
            "",
            *_table(),
            "",
            "The way of one attempt. A dotted line undoes what was done; after that it may happen",
            "again, as another occurrence. A call-off ends the attempt, whatever had been reached.",
            "",
            "```mermaid",
            *_diagram(),
            "```",
            "",
        ]
    )


def _table() -> list[str]:
    rows = ["| milestone | title | at the same time | only after | happens again |"]
    rows.append("|---|---|---|---|---|")
    return rows + [_row(milestone) for milestone in TABLE]


def _row(milestone: Milestone) -> str:
    row = TABLE[milestone]
    means = ", ".join(f"`{official}` ({s.value})" for s, official in row.means.items())
    again = "each by its words" if row.repeats else ""
    again = f"after `{row.undone_by}`" if row.undone_by else again
    again = "in the next attempt" if row.calls_off else again
    after = f"`{row.after}`" if row.after else ""
    return f"| `{milestone}` | {row.title} | {means} | {after} | {again} |"


def _diagram() -> list[str]:
    way = sorted((m for m in TABLE if not TABLE[m].calls_off), key=lambda m: TABLE[m].order)
    lines = ["stateDiagram-v2", f"    [*] --> {way[0]}"]
    lines += [f"    {one} --> {other}" for one, other in itertools.pairwise(way)]
    lines += [f"    {back} --> {done}: undone, again" for done, back in PAIRS]
    lines += [f"    {m} --> [*]" for m in TABLE if TABLE[m].calls_off]
    lines += [f"    [*] --> {m}: called off" for m in TABLE if TABLE[m].calls_off]
    for segment in Segment:
        lines += [f"    note right of {m}: {segment.value}: is {o}" for m, o in _means(segment)]
    return [*lines, f"    {way[-1]} --> [*]"]


def _means(segment: Segment) -> list[tuple[Milestone, Milestone]]:
    return [(m, row.means[segment]) for m, row in TABLE.items() if segment in row.means]


def schema() -> str:
    """The JSON schema of config.toml, for editors."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


PAGES = {"docs/milestones.md": milestones, "config.schema.json": schema}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), "utf-8")
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
