"""Every recording, replayed through the whole program, tells just what its golden file says."""

import difflib
import json
import os
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from relay.config import load
from relay.core.board import fold
from relay.core.event import Event
from relay.core.milestone import Milestone
from relay.core.standing import Fact, Spacewalk
from relay.journal.codec import EVENTS, event_json
from relay.recording import ABOUT, DOCUMENTS, read
from relay.replay import replay
from tests.recordings.make import STORY, made

HERE = Path(__file__).parent / "recordings"
FOLDERS = sorted(about.parent for about in HERE.glob(f"*/{ABOUT}"))
EXPECTED = "expected.jsonl"
REFRESH = "REFRESH_RECORDINGS"
"""Set to 1, it makes the test write the golden files instead of comparing them."""

each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


async def replayed(folder: Path, place: Path) -> list[Event]:
    """What a replay tells, with the journal in that new folder."""
    place.mkdir(exist_ok=True)
    (place / "config.toml").write_text("")
    where = {"SPACEWALK_RELAY__RELAY__DATABASE": str(place / "relay.db")}
    events: list[Event] = []
    await replay(load(place / "config.toml", where), read(folder), events.append, bots=[])
    return events


def golden(event: Event) -> str:
    """An event without what depends on more than the recording: the names of the claims."""
    told = event_json(event)
    told.pop("because", None)
    return json.dumps(told, ensure_ascii=False) + "\n"


@each
async def test_a_replay_tells_what_is_expected(folder: Path, tmp_path: Path) -> None:
    told = [golden(event) for event in await replayed(folder, tmp_path)]
    path = folder / EXPECTED
    if os.environ.get(REFRESH):
        path.write_text("".join(told), "utf-8")

    expected = path.read_text("utf-8").splitlines(keepends=True)
    if expected != told:
        pytest.fail(
            f"{difference(expected, told)}\n\nIf what is told now is right, by the facts in "
            f"{folder.name}/{ABOUT}: {REFRESH}=1 pytest tests/test_recordings.py",
            pytrace=False,
        )


def difference(expected: list[str], told: list[str]) -> str:
    """What is gone and what is new, a field a line, each with the event that it belongs to."""
    before, after = ([f for line in lines for f in in_fields(line)] for lines in (expected, told))
    return "\n".join(difflib.unified_diff(before, after, EXPECTED, "told now", n=0, lineterm=""))


def in_fields(line: str) -> list[str]:
    event = json.loads(line)
    name = f"{event['time']} {event['milestone'] or event['type']}"
    fields = {
        f"{k}.{p}": v for k in event if isinstance(event[k], dict) for p, v in event[k].items()
    }
    fields |= {k: v for k, v in event.items() if k != "seq" and not isinstance(v, dict)}
    return [f"{name}: {key} = {json.dumps(value)}" for key, value in fields.items() if value]


def test_a_difference_shows_the_event_and_the_field() -> None:
    event = {"seq": 7, "time": "12:50", "milestone": "eva_start", "occurred_at": "12:46"}
    later = event | {"seq": 8, "occurred_at": "12:47"}
    shown = difference([json.dumps(event)], [json.dumps(later)]).splitlines()

    assert '-12:50 eva_start: occurred_at = "12:46"' in shown
    assert '+12:50 eva_start: occurred_at = "12:47"' in shown
    assert not [line for line in shown if "seq" in line]


@each
def test_the_golden_file_states_the_facts(folder: Path) -> None:
    about = tomllib.loads((folder / ABOUT).read_text("utf-8"))
    lines = (folder / EXPECTED).read_text("utf-8").splitlines()
    walk = fold(EVENTS.decode(line) for line in lines).find(about["spacewalk"])

    assert walk
    never = about["facts"].pop("never", [])
    assert about["facts"] == {name: stated(walk, name) for name in about["facts"]}
    assert set() == {fact.milestone.value for fact in walk.standing_facts()} & set(never)


def stated(walk: Spacewalk, name: str) -> object:
    """What the board says under the name of a fact of `recording.toml`."""
    facts = walk.standing_facts()
    if name == "coverage":
        return walk.plan.coverage if walk.plan else None
    if name in {"ordinal", "attempt"}:
        return getattr(walk, name)
    if name == "called_off":
        return [
            f.milestone for f in facts if f.milestone in (Milestone.DELAYED, Milestone.SCRUBBED)
        ]
    return _times([fact for fact in facts if fact.milestone == name])


def _times(facts: list[Fact]) -> datetime | list[datetime | None] | None:
    times = [f.occurred_at for f in sorted(facts, key=lambda f: (f.attempt, f.occurrence))]
    return times[0] if len(times) == 1 else times


@each
def test_the_documents_are_those_of_the_story(folder: Path) -> None:
    if not (folder / STORY).exists():
        pytest.skip("recorded, not made")
    assert made(folder) == (folder / DOCUMENTS).read_text("utf-8"), (
        f"run python tests/recordings/make.py tests/recordings/{folder.name}"
    )


async def test_a_second_replay_into_the_same_journal_tells_nothing(tmp_path: Path) -> None:
    first = await replayed(FOLDERS[0], tmp_path)

    assert first
    assert await replayed(FOLDERS[0], tmp_path) == []


def test_the_command_line_tells_the_same(tmp_path: Path) -> None:
    folder = HERE / "2021-09-03-rs-eva-49"
    expected = (folder / EXPECTED).read_text("utf-8")
    command = [sys.executable, "-m", "relay", "replay", str(folder), "--speed", "max", "--json"]
    done = subprocess.run(
        [*command, "--no-web", "--no-bots"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert without_because(expected) == without_because(done.stdout)


def without_because(lines: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in json.loads(x).items() if k != "because"} for x in lines.splitlines()]
