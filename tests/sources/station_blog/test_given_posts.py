"""Measured on real posts and on sentences made from the facts of 35 posts, where they are at hand."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.core.milestone import Milestone
from relay.core.observation import Observation
from relay.sources.station_blog import StationBlog

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
EXPECTED_AS = {
    "official_start": (Milestone.EVA_START, False),
    "planned_start": (Milestone.EVA_START, True),
    "official_end": (Milestone.EVA_END, False),
    "coverage_live": (Milestone.COVERAGE_START, False),
    "postponed": (Milestone.DELAYED, False),
    "hatch_open": (Milestone.HATCH_OPEN, False),
    "hatch_closed": (Milestone.HATCH_CLOSED, False),
    "depress_start": (Milestone.DEPRESS_START, False),
}


def given(path: str) -> str:
    file = DATA / path
    if not file.exists():
        pytest.skip(f"the collected posts are not beside the repository: {path}")
    return file.read_text(encoding="utf-8")


def read(title: str, text: str, at: datetime) -> list[Observation]:
    post = {
        "title": {"rendered": title},
        "content": {"rendered": text},
        "date_gmt": f"{at:%Y-%m-%dT%H:%M:%S}",
    }
    return StationBlog.parse(json.dumps([post]), at + timedelta(minutes=1))


def published(sentence: dict[str, object], fact: dict[str, str]) -> datetime:
    """A quarter of an hour after what it reports; plans, in the morning of the day."""
    expected: list[dict[str, str]] = sentence["expect"]  # type: ignore[assignment]
    times = [datetime.fromisoformat(one["utc"]) for one in expected if "utc" in one]
    if times and not any(one["kind"] == "planned_start" for one in expected):
        return max(times) + timedelta(minutes=15)
    return datetime.fromisoformat(fact["document_date"]).replace(hour=11, minute=30, tzinfo=UTC)


def comparable(found: list[Observation]) -> list[tuple[object, ...]]:
    return sorted((one.kind.value, one.planned, one.occurred_at, one.duration) for one in found)


def test_the_sentences_are_read_as_expected() -> None:
    facts = {
        fact["id"]: fact
        for fact in map(json.loads, given("posts/facts-2005-2021.jsonl").splitlines())
    }
    misses = []
    for sentence in map(json.loads, given("posts/sentences-2005-2021.jsonl").splitlines()):
        found = read("Update", sentence["text"], published(sentence, facts[sentence["from"]]))
        told = sorted(map(str, comparable(found)))
        if sorted(map(str, expectations(sentence))) != told:
            misses.append((sentence["id"], told))

    assert [] == misses


def expectations(sentence: dict[str, list[dict[str, str]]]) -> Iterator[tuple[object, ...]]:
    for one in sentence["expect"]:
        kind, planned = EXPECTED_AS[one["kind"]]
        at = datetime.fromisoformat(one["utc"]) if "utc" in one else None
        length = timedelta(minutes=int(one["duration_min"])) if "duration_min" in one else None
        yield kind.value, planned, at, length


def test_posts_on_other_things_say_nothing() -> None:
    posts = list(csv.DictReader(given("nasa_blog/nasa_blogs_2025-07-01_03.csv").splitlines()))
    at = datetime(2025, 7, 3, 22, tzinfo=UTC)

    told = [
        found
        for row in posts
        for found in read(row["title"], f"<p>{row['summary']}</p><p>{row['description']}</p>", at)
    ]

    assert len(posts) == 10
    assert [] == told


def test_the_full_texts_give_their_facts() -> None:
    told = {}
    for text in json.loads(given("nasa_blog/texts.json")):
        day = text.get("event_date") or text.get("document_date") or "2022-01-19"
        end = text.get("facts", {}).get("official_end_utc", f"{day}T20:00:00Z")
        at = datetime.fromisoformat(end) + timedelta(minutes=14)
        found = read(text.get("title", "Update"), text["text"], at)
        told[text["kind"], text["segment"]] = [
            (one.kind.value, one.planned, one.occurred_at, one.duration) for one in found
        ]

    assert {
        ("end", "RU"): [
            (
                "eva_end",
                False,
                datetime(2021, 9, 3, 22, 35, tzinfo=UTC),
                timedelta(hours=7, minutes=54),
            )
        ],
        ("end", "US"): [
            (
                "eva_end",
                False,
                datetime(2022, 3, 23, 19, 26, tzinfo=UTC),
                timedelta(hours=6, minutes=54),
            )
        ],
        ("start", "US"): [("eva_start", False, None, None)],
        ("prep", "US"): [],
        ("ll2_event_description", "RU"): [],
    } == told


def test_the_titles_of_a_summer_are_read_rightly() -> None:
    told = {
        title: [(one.kind.value, one.planned) for one in read(title, "", at)]
        for snapshot in json.loads(given("nasa_blog/titles-2026-06-07.json"))
        for at in [datetime.fromisoformat(snapshot["commit_time"]).astimezone(UTC)]
        for title in snapshot["activities"]
    }

    begun = [title for title, found in told.items() if found == [("eva_start", False)]]
    ended = [title for title, found in told.items() if found == [("eva_end", False)]]
    assert all(" Begin Spacewalk" in title for title in begun)
    assert all("Complete Spacewalk" in title for title in ended)
    assert (1, 1) == (len(begun), len(ended))
    assert 2 == len([title for title, found in told.items() if found])
