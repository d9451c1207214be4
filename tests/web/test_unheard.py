"""What moderators say for the record or for their own community stays out of all that is public."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Standing
from relay.testing.follower import following
from relay.testing.site import Stage, stage
from relay.web.feed import WINDOW
from relay.web.history import PAGE
from relay.web.section import WebSection
from relay.web.server import serving
from relay.web.states import States
from tests.web.told import BEGUN, EVA, HATCH, PLANNED, WHOLE, at

SECRET = "quokka"
HERE = f"discord:{SECRET}"
SAID = Event(
    type=EventType.STATEMENT,
    spacewalk=EVA,
    time=at("12:10"),
    milestone=Milestone.EGRESS,
    by=SECRET,
    author=HERE,
    note=SECRET,
)
MARKED = replace(
    SAID,
    type=EventType.MILESTONE_REACHED,
    author="",
    scope=HERE,
    revision=-999,
    occurred_at=at("12:09"),
    standing=Standing.REPORTED,
)
HIDDEN = (SAID, replace(SAID, scope=HERE), MARKED)


class Open:
    """A relay that is served, and all that it answers."""

    def __init__(self, made: Stage, url: str, session: aiohttp.ClientSession) -> None:
        self.made = made
        self.url = url
        self._session = session

    async def get(self, path: str) -> str:
        async with self._session.get(self.url + path) as answer:
            return await answer.text()

    async def json(self, path: str) -> Any:
        return json.loads(await self.get(path))


@pytest.fixture
async def site() -> AsyncIterator[Open]:
    section = WebSection(port=0, requests_per_minute=1_000_000)
    async with (
        stage([], at("20:00"), public_url="https://spacewalks.example") as made,
        serving(section, made.site) as url,
        aiohttp.ClientSession() as session,
    ):
        yield Open(made, url, session)


PATHS = [
    *("/", "/spacewalks", f"/spacewalks/{EVA}", "/overlay", "/feed.atom", "/calendar.ics"),
    *("/api/v1/spacewalks", f"/api/v1/spacewalks/{EVA}", "/api/v1/events?after=0&limit=1000"),
]


@pytest.mark.parametrize("path", PATHS)
async def test_what_is_answered_is_the_same_with_and_without(site: Open, path: str) -> None:
    await site.made.tell(WHOLE)
    before = await site.get(path)
    await site.made.tell(HIDDEN * 3)
    after = await site.get(path)

    if "events" in path:
        assert json.loads(after)["events"] == json.loads(before)["events"]
    else:
        assert after == before
    assert SECRET not in after


async def test_figures_name_nobody(site: Open) -> None:
    await site.made.tell([*WHOLE, *HIDDEN])

    assert SECRET not in await site.get("/metrics") + await site.get("/readyz")


async def test_a_follower_hears_none_of_it_and_all_the_rest(site: Open) -> None:
    async with following(f"{site.url}/events") as reader:
        await site.made.tell([PLANNED, SAID, MARKED, HATCH, *HIDDEN, BEGUN, SAID])

        assert await reader.seqs(3) == [1, 4, 8]


@pytest.mark.parametrize("wish", ["", f"&spacewalk={EVA}", "&kind=egress&kind=hatch_open"])
async def test_who_comes_back_anywhere_misses_repeats_and_awaits_nothing(
    site: Open, wish: str
) -> None:
    """Beside hidden events, after them and at the very end; in memory and from the database."""
    told = [HATCH, *HIDDEN, HATCH, SAID] * (PAGE // 4)
    await site.made.tell(told)
    heard = [seq for seq, event in enumerate(told, 1) if event is HATCH]
    end = len(told)
    for after in [0, 1, 2, 3, 4, 5, 6, PAGE - 2, PAGE - 1, PAGE, PAGE + 1, end - 2, end - 1, end]:
        place = f"{site.made.store.epoch}-{after}"
        async with following(f"{site.url}/events?after={place}{wish}") as reader:
            (new,) = await site.made.tell([HATCH])
            expected = [seq for seq in heard if seq > after]
            assert await reader.seqs(len(expected) + 1) == [*expected, new.seq]
            heard.append(new.seq)


async def test_pieces_of_the_journal_lead_over_what_is_hidden(site: Open) -> None:
    await site.made.tell([PLANNED, *HIDDEN, HATCH, *HIDDEN, *HIDDEN])
    found, after, pieces = [], "0", 0
    while True:
        answer = await site.json(f"/api/v1/events?after={after}&limit=1")
        found += [event["seq"] for event in answer["events"]]
        assert answer["gap"] is None
        after, pieces = answer["next"], pieces + 1
        if not answer["more"]:
            break

    assert (found, after) == ([1, 5], f"{site.made.store.epoch}-11")


async def test_it_cannot_be_asked_for(site: Open) -> None:
    await site.made.tell([PLANNED, *HIDDEN])

    assert (await site.json("/api/v1/events?after=0&kind=statement"))["status"] == 400
    assert (await site.json("/api/v1/events?after=0&kind=egress"))["events"] == []
    described = await site.json("/api/openapi.json")
    assert "statement" not in described["components"]["schemas"]["EventType"]["enum"]
    assert (
        not {"author", "scope"} & described["components"]["schemas"]["Event"]["properties"].keys()
    )


async def test_a_page_that_is_open_is_not_made_anew(
    site: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read out last stays, and what is hidden is not read out."""
    looked: list[Event | None] = []
    look = States.look

    def looking(states: States, *new: Event) -> None:
        looked.extend(new)
        look(states, *new)

    monkeypatch.setattr(States, "look", looking)
    await site.made.tell([PLANNED, HATCH])
    site.made.now = at("12:06")
    async with following(f"{site.url}/updates?page=now") as reader:
        first = await reader.next()
        await site.made.tell(HIDDEN)
        await site.made.tell([BEGUN])
        second = await reader.next()

    assert SECRET not in json.dumps([first.data, second.data])
    assert "Spacewalk begins" in second.data["announce"]
    assert [one.milestone for one in looked if one] == [None, Milestone.HATCH_OPEN, BEGUN.milestone]


async def test_however_much_is_hidden_the_feed_holds_what_was_told(site: Open) -> None:
    await site.made.tell([PLANNED, HATCH, BEGUN])
    await site.made.tell(HIDDEN * (WINDOW // 2))
    first = await site.get("/feed.atom")
    await site.made.tell([replace(MARKED, time=MARKED.time + timedelta(minutes=1))] * 50)

    assert (first.count("<entry>"), await site.get("/feed.atom")) == (3, first)
