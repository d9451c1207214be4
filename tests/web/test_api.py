"""The API as a program asks it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.spacewalk import Segment, Stream, Suit
from relay.journal.codec import event_json
from relay.journal.journal import Journal
from relay.journal.retention import Retention, prune
from relay.testing.claims import DAY, Walk, at
from relay.testing.site import Client, Stage, served, stage
from relay.web import api as module
from relay.web.api import MOST

BASE = "https://spacewalks.example"
WEEK = timedelta(days=7)


def begun() -> Walk:
    """US EVA 90, first known by its day, underway."""
    walk = Walk(number=None)
    walk.planned(at("12:50"), DAY - WEEK)
    walk.who = replace(walk.who, number="90")
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5))
    walk.says("station_blog", M.EVA_START, "12:55", "12:46")
    walk.says("station_blog", M.EVA_START, "13:30", "12:44")
    return walk


def other(name: str, days: float, kind: EventType = EventType.SPACEWALK_ANNOUNCED) -> Event:
    walk = Walk()
    (event,) = walk.planned(at("12:50") + timedelta(days=days), DAY)
    return replace(event, spacewalk=name, type=kind)


def reached(name: str, milestone: M, clock: str) -> Event:
    return Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk=name,
        time=at(clock),
        milestone=milestone,
        occurred_at=at(clock),
    )


@pytest.fixture
async def made() -> AsyncIterator[Stage]:
    async with stage(begun().told, at("14:00"), public_url=BASE) as found:
        yield found


@pytest.fixture
async def client(made: Stage) -> AsyncIterator[Client]:
    async with served(made.site, module.routes) as found:
        yield found


async def asked(client: Client, path: str, expected: int = 200) -> Any:
    async with client.get(path, allow_redirects=False) as answer:
        assert answer.status == expected, await answer.text()
        problem = "application/problem+json" if expected >= 400 else "application/json"
        assert answer.content_type == problem
        return await answer.json()


# --- Spacewalks ----------------------------------------------------------------------------------


async def test_a_spacewalk_in_short(client: Client) -> None:
    assert await asked(client, "/api/v1/spacewalks") == {
        "spacewalks": [
            {
                "id": "us-eva-90",
                "aliases": ["us-2024-06-24"],
                "name": "US EVA 90",
                "state": "underway",
                "segment": "us",
                "number": "90",
                "ordinal": None,
                "crew": [],
                "suits": [],
                "plan": {
                    "start": "2024-06-24T12:50:00Z",
                    "precision": "minute",
                    "approximate": False,
                    "duration": "PT6H30M",
                    "coverage": None,
                    "name": "",
                    "description": "",
                },
                "start": "2024-06-24T12:44:00Z",
                "end": None,
                "links": {
                    "page": f"{BASE}/spacewalks/us-eva-90",
                    "api": f"{BASE}/api/v1/spacewalks/us-eva-90",
                    "events": f"{BASE}/api/v1/events?spacewalk=us-eva-90",
                },
            }
        ]
    }


async def test_a_whole_spacewalk_says_how_firmly_each_milestone_is_known(
    made: Stage, client: Client
) -> None:
    withdrawn = replace(reached("us-eva-90", M.EGRESS, "12:50"), standing=Standing.RETRACTED)
    suits = (Suit(name="Dyson", role="EV1", marking="red stripes"),)
    known = Event(
        type=EventType.SPACEWALK_UPDATED,
        spacewalk="us-eva-90",
        time=at("13:40"),
        crew=("Dyson", "Barratt"),
        suits=suits,
        streams=(
            Stream(url="https://tv.example/", live=True, priority=1),
            Stream(url="javascript:alert(1)", live=True),
        ),
    )
    await made.tell([withdrawn, known])

    found = await asked(client, "/api/v1/spacewalks/us-eva-90")

    start, egress = found["milestones"]
    assert (start["milestone"], start["occurred_at"]) == ("eva_start", "2024-06-24T12:44:00Z")
    assert (start["standing"], start["revision"], start["firm"]) == ("corrected", 2, True)
    assert (start["attempt"], start["occurrence"]) == (1, 1)
    assert start["address"] == "https://station_blog.example"
    assert [len(one) for one in start["because"]] == [16, 16]
    assert (egress["milestone"], egress["standing"]) == ("egress", "retracted")
    assert found["suits"] == [{"name": "Dyson", "role": "EV1", "marking": "red stripes"}]
    assert [stream["url"] for stream in found["streams"]] == ["https://tv.example/"]
    assert found["summary"] is None


async def test_a_spacewalk_that_is_over_has_its_summary(client: Client, made: Stage) -> None:
    walk = begun()
    await made.tell(walk.says("station_blog", M.EVA_END, "13:35", "13:17"))

    found = await asked(client, "/api/v1/spacewalks/us-eva-90")

    assert (found["state"], found["end"]) == ("over", "2024-06-24T13:17:00Z")
    assert found["summary"] == {
        "start": "2024-06-24T12:44:00Z",
        "end": "2024-06-24T13:17:00Z",
        "duration": "PT33M",
        "tasks": [],
        "ordinal": None,
        "terminated": False,
    }


async def test_present_ones_come_first_then_the_soonest_then_past_ones(
    made: Stage, client: Client
) -> None:
    later, soon, past = other("us-eva-92", 9), other("us-eva-91", 3), other("us-eva-89", -30)
    over = [reached("us-eva-89", M.EVA_START, "01:00"), reached("us-eva-89", M.EVA_END, "02:00")]
    await made.tell([later, soon, past, *over])

    found = await asked(client, "/api/v1/spacewalks")

    names = [walk["id"] for walk in found["spacewalks"]]
    assert names == ["us-eva-90", "us-eva-91", "us-eva-92", "us-eva-89"]


async def test_lists_can_be_of_one_state_or_segment(made: Stage, client: Client) -> None:
    russian = replace(other("rs-eva-63", 3), segment=Segment.RUSSIAN)
    await made.tell([russian, other("us-eva-91", 3)])

    async def names(query: str) -> list[str]:
        found = await asked(client, f"/api/v1/spacewalks?{query}")
        return [walk["id"] for walk in found["spacewalks"]]

    assert await names("state=planned") == ["rs-eva-63", "us-eva-91"]
    assert await names("segment=russian") == ["rs-eva-63"]
    assert await names("segment=us&state=planned") == ["us-eva-91"]
    assert await names("state=called%20off") == []


async def test_an_earlier_id_leads_to_the_present_one_for_good(client: Client) -> None:
    async with client.get("/api/v1/spacewalks/us-2024-06-24", allow_redirects=False) as answer:
        assert answer.status == 308
        assert answer.headers["Location"] == "/api/v1/spacewalks/us-eva-90"


async def test_hostile_words_lose_what_cannot_be_seen_and_stay_within_json(
    made: Stage, client: Client
) -> None:
    walk = replace(reached("us-eva-90", M.TASK, "13:00"), note='"}\u202e\x1b[2J</script>')
    await made.tell([replace(walk, address="data:text/html,x")])

    found = await asked(client, "/api/v1/spacewalks/us-eva-90")

    (task,) = (one for one in found["milestones"] if one["milestone"] == "task")
    assert (task["note"], task["address"]) == ('"}</script>', "")


# --- Events --------------------------------------------------------------------------------------


async def test_the_whole_journal_from_the_start(made: Stage, client: Client) -> None:
    journal = made.site.journal
    events = await journal.events()

    found = await asked(client, "/api/v1/events")

    assert found == {
        "epoch": journal.epoch,
        "events": [event_json(event) for event in events],
        "next": f"{journal.epoch}-{len(events)}",
        "more": False,
        "gap": None,
    }
    assert len(events) > 4
    assert found == await asked(client, "/api/v1/events?after=0")


async def test_reading_on_with_next_gives_every_event_once(made: Stage, client: Client) -> None:
    seen, after, more = [], "0", True
    while more:
        found = await asked(client, f"/api/v1/events?limit=2&after={after}")
        assert len(found["events"]) <= 2
        seen += [event["seq"] for event in found["events"]]
        after, more = found["next"], found["more"]

    assert seen == list(range(1, made.site.journal.head + 1))
    assert (await asked(client, f"/api/v1/events?after={after}"))["next"] == after


async def test_a_filter_leaves_out_the_rest_and_still_moves_on(made: Stage, client: Client) -> None:
    await made.tell([other("us-eva-91", 3), reached("us-eva-91", M.EVA_START, "13:00")])
    head = f"{made.site.journal.epoch}-{made.site.journal.head}"

    async def found(query: str) -> list[tuple[str, str]]:
        answer = await asked(client, f"/api/v1/events?{query}")
        assert (answer["next"], answer["more"]) == (head, False)
        return [(event["spacewalk"], event["type"]) for event in answer["events"]]

    assert await found("spacewalk=us-eva-91") == [
        ("us-eva-91", "spacewalk_announced"),
        ("us-eva-91", "milestone_reached"),
    ]
    assert await found("kind=spacewalk_announced&kind=spacewalk_identified") == [
        ("us-2024-06-24", "spacewalk_announced"),
        ("us-eva-90", "spacewalk_identified"),
        ("us-eva-91", "spacewalk_announced"),
    ]
    assert await found("kind=eva_start&spacewalk=us-eva-91") == [("us-eva-91", "milestone_reached")]
    assert await found("spacewalk=us-eva-1") == []


async def test_events_from_before_the_number_was_known_belong_to_it(client: Client) -> None:
    by_number = await asked(client, "/api/v1/events?spacewalk=us-eva-90")
    by_day = await asked(client, "/api/v1/events?spacewalk=us-2024-06-24")

    assert by_number == by_day
    assert {event["spacewalk"] for event in by_day["events"]} == {"us-2024-06-24", "us-eva-90"}


async def test_looking_for_what_is_rare_ends_after_a_while_and_can_go_on(
    made: Stage, client: Client
) -> None:
    await made.tell([other("us-eva-91", 3)] * MOST + [reached("us-eva-91", M.EGRESS, "13:00")])

    first = await asked(client, "/api/v1/events?kind=egress")
    second = await asked(client, f"/api/v1/events?kind=egress&after={first['next']}")

    assert (first["events"], first["more"]) == ([], True)
    assert first["next"].endswith(f"-{MOST}")
    assert [event["seq"] for event in second["events"]] == [made.site.journal.head]
    assert second["more"] is False


async def test_a_reader_of_another_journal_is_told_and_starts_anew(
    made: Stage, client: Client
) -> None:
    epoch, head = made.site.journal.epoch, made.site.journal.head

    found = await asked(client, "/api/v1/events?after=elsewhere-7")

    assert [event["seq"] for event in found["events"]] == list(range(1, head + 1))
    assert (found["gap"]["from"], found["gap"]["to"]) == ("elsewhere-7", f"{epoch}-0")
    assert "another journal" in found["gap"]["reason"]


async def test_a_reader_ahead_of_the_journal_is_told(made: Stage, client: Client) -> None:
    epoch, head = made.site.journal.epoch, made.site.journal.head

    found = await asked(client, f"/api/v1/events?after={epoch}-{head + 5}")

    assert (found["events"], found["next"]) == ([], f"{epoch}-{head}")
    assert (found["gap"]["from"], found["gap"]["to"]) == (f"{epoch}-{head + 5}", f"{epoch}-{head}")


async def test_deleted_events_are_a_gap_that_is_told(tmp_path: Path) -> None:
    year = timedelta(days=365)
    old = [other("us-eva-80", -700), other("us-eva-81", -699)]
    old = [replace(event, time=DAY - 2 * year) for event in old]
    async with (
        stage([*old, *begun().told], at("14:00"), database=str(tmp_path / "relay.db")) as made,
        served(made.site, module.routes) as client,
    ):
        journal = made.site.journal
        await prune(made.store, Retention(events=year, observations=year, documents=year), made.now)

        found = await asked(client, "/api/v1/events")
        later = await asked(client, f"/api/v1/events?after={journal.epoch}-2")

    assert found["events"][0]["seq"] == 3
    assert (found["gap"]["from"], found["gap"]["to"]) == (
        f"{journal.epoch}-0",
        f"{journal.epoch}-2",
    )
    assert (later["events"], later["gap"]) == (found["events"], None)


# --- What is refused, and what is not sent twice -------------------------------------------------


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/api/v1/events?after=17", "an event id looks like"),
        ("/api/v1/events?after=a-1&after=a-2", "after may be given once"),
        ("/api/v1/events?limit=0", "from 1 to 1000"),
        ("/api/v1/events?limit=1001", "from 1 to 1000"),
        ("/api/v1/events?limit=ten", "from 1 to 1000"),
        ("/api/v1/events?limit=%2B5", "from 1 to 1000"),
        ("/api/v1/events?kind=hatch", "known are: channel_changed, "),
        ("/api/v1/events?spacewalk=EVA%2090", "looks like"),
        ("/api/v1/events?kinds=hatch_open", "known are: after, limit, spacewalk, kind"),
        ("/api/v1/spacewalks?state=done", "known are: planned, postponed, called off"),
        ("/api/v1/spacewalks?segment=eu", "known are: us, russian"),
        ("/api/v1/spacewalks?states=over", "known are: state, segment"),
        ("/api/v1/spacewalks/us-eva-90?x=1", "none is known here"),
        ("/api/v1/spacewalks/..%2F..%2Fx", "looks like"),
    ],
)
async def test_what_is_not_understood_is_refused_with_what_would_be(
    client: Client, path: str, says: str
) -> None:
    problem = await asked(client, path, 400)

    assert problem["title"] == "Bad Request"
    assert says in problem["detail"]


async def test_an_unknown_spacewalk_is_not_found(client: Client) -> None:
    problem = await asked(client, "/api/v1/spacewalks/us-eva-1", 404)

    assert problem["detail"].startswith("no spacewalk us-eva-1 is known: ")


@pytest.mark.parametrize(
    "path", ["/api/v1/spacewalks", "/api/v1/spacewalks/us-eva-90", "/api/v1/events"]
)
async def test_an_answer_is_sent_again_only_when_it_changed(
    made: Stage, client: Client, path: str
) -> None:
    async with client.get(path) as answer:
        tag = answer.headers["ETag"]
        assert answer.headers["Cache-Control"] == "no-cache"
    async with client.get(path, headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")

    await made.tell([reached("us-eva-90", M.EGRESS, "13:40"), other("us-eva-91", 3)])

    async with client.get(path, headers={"If-None-Match": tag}) as answer:
        assert answer.status == 200


async def test_one_event_of_a_kind_that_never_comes_is_looked_for_in_few_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = []
    read = Journal.events

    async def counted(journal: Journal, *more: Any) -> list[Event]:
        steps.append(more)
        return await read(journal, *more)

    monkeypatch.setattr(Journal, "events", counted)
    told = [reached("us-eva-90", M.TASK, "13:00")] * 500
    async with stage(told, at("14:00")) as made, served(made.site, module.routes) as client:
        answer = await asked(client, "/api/v1/events?limit=1&kind=scrubbed")
    assert answer["events"] == []
    assert 6 == len(steps)
