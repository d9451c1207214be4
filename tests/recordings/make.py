"""Makes `documents.jsonl` of every recording from its `story.toml`: `python make.py [FOLDER…]`.

A story holds `[event]` with `[[event.then]]` (Launch Library's event and its changes), `[[walk]]`
(its list of spacewalks), `[video]` with `[[video.then]]` (NASA+), `[[post]]` with `[[post.then]]`
(the station blog and its edits), `[pressure]` (the crewlock, by legs), `[[moderator]]`, `[[again]]` (a reading that finds nothing new)
and `[[broken]]` (a document that is none). Each says `at`, in UTC, when that came to be so.
"""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from relay.plugins import Document
from relay.recording import DOCUMENTS, line
from relay.testing import airlock, documents

HERE = Path(__file__).parent
STORY = "story.toml"

Story = Mapping[str, Any]


def made(folder: Path) -> str:
    """The text of `documents.jsonl` by the folder's story."""
    story = tomllib.loads((folder / STORY).read_text("utf-8"))
    found = [*_read_by_time(story), *_walks(story), *_moderators(story), *_broken(story)]
    found += _pressure(story)
    found.sort(key=lambda document: (document.at, document.source))
    return "".join(f"{line(document)}\n" for document in found)


def _read_by_time(story: Story) -> Iterator[Document]:
    for source, changes, text in (
        ("launch_library", _changes(story, "event"), _event),
        ("nasa_plus", _changes(story, "video"), _videos),
        ("station_blog", _posted(story), _posts),
    ):
        again = [one["at"] for one in story.get("again", ()) if one["source"] == source]
        for at in sorted({*changes, *again}):
            yield Document(source, _fetched(at), text(story, at))


def _fetched(at: datetime) -> datetime:
    """Within the two minutes in which the relay looks again."""
    return at + timedelta(seconds=10 + at.minute * 7 % 100)


def _changes(story: Story, table: str) -> list[datetime]:
    return [one["at"] for one in story[table]["then"]] if table in story else []


def _state(table: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The fields of a table as they are after all changes until then."""
    state = {key: value for key, value in table.items() if key != "then"}
    for change in table.get("then", ()):
        if change["at"] <= at:
            state |= change
    return state


def _event(story: Story, at: datetime) -> str:
    said = [c for c in story["event"]["then"] if "comment" in c and c["at"] <= at]
    updates = [{"comment": c["comment"], "created_on": c["at"]} for c in said]
    event = {**_state(story["event"], at), "updates": updates}
    return documents.library([documents.library_event(event)])


def _videos(story: Story, at: datetime) -> str:
    return documents.scheduled_videos([_state(story["video"], at)])


def _posted(story: Story) -> list[datetime]:
    posts = story.get("post", ())
    return [change["at"] for post in posts for change in (post, *post.get("then", ()))]


def _posts(story: Story, at: datetime) -> str:
    return documents.rss(_post(post, at) for post in story["post"] if post["at"] <= at)


def _post(post: Mapping[str, Any], at: datetime) -> documents.Post:
    now = _state(post, at)
    return documents.Post(published=post["at"], title=now["title"], text=now["text"])


def _walks(story: Story) -> Iterator[Document]:
    for walk in story.get("walk", ()):
        page = documents.library([documents.library_spacewalk(walk)])
        yield Document("launch_library", _fetched(walk["at"]), page)


def _pressure(story: Story) -> Iterator[Document]:
    if "pressure" not in story:
        return
    told = story["pressure"]
    day = datetime.combine(told["day"], datetime.min.time(), UTC)
    legs = [airlock.Leg(until, *more) for until, *more in told["legs"]]
    yield from airlock.along(day, told["start"], told["torr"], legs)
    yield from airlock.switched(day, told["pump"])


def _moderators(story: Story) -> Iterator[Document]:
    for said in story.get("moderator", ()):
        statement = {key: value for key, value in said.items() if key != "at"}
        statement["time"] = documents.utc(statement.get("time"))
        yield Document("moderator", said["at"], json.dumps(statement, ensure_ascii=False))


def _broken(story: Story) -> Iterator[Document]:
    for one in story.get("broken", ()):
        yield Document(one["source"], _fetched(one["at"]), one["document"])


def main() -> None:
    """Write the documents of the named folders, or of all."""
    folders = [Path(name) for name in sys.argv[1:]] or [s.parent for s in HERE.glob(f"*/{STORY}")]
    for folder in folders:
        (folder / DOCUMENTS).write_text(made(folder), "utf-8")


if __name__ == "__main__":
    main()
