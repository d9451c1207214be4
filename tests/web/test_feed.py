"""The feed as feed readers take it: each message once, in its latest wording."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.notice import Notice, notice
from relay.core.spacewalk import Segment, Stream
from relay.testing.claims import DAY, Walk, at
from relay.testing.site import Client, served, stage
from relay.web import feed as module
from relay.web.feed import ENTRIES, WINDOW, atom, newest
from relay.web.fresh import FOLDS, SHELF, Shelf

BASE = "https://spacewalks.example"
PAGE = f"{BASE}/spacewalks/us-eva-90"
ATOM = "{http://www.w3.org/2005/Atom}"


def told(walk: Walk, events: Sequence[Event] | None = None) -> list[Notice]:
    found = [
        notice(e, walk.fusion.board.find(e.spacewalk))
        for e in (walk.told if events is None else events)
    ]
    return newest(one for one in found if one)


def read(notices: Sequence[Notice], mark: str = "") -> Any:
    """What a feed reader makes of it; it must find nothing wrong."""
    found = feedparser.parse(atom(notices, [PAGE] * len(notices), BASE, "3f2a9c01", mark))
    assert not found.bozo, found.get("bozo_exception")
    return found


def begun() -> Walk:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.says("station_blog", M.EVA_START, "12:55", "12:46")
    return walk


def test_the_newest_message_comes_first() -> None:
    found = read(told(begun()))

    assert [entry.title for entry in found.entries] == [
        "Spacewalk begins – US EVA 90",
        "US EVA 90 planned",
    ]
    assert found.feed.title == "Spacewalks"
    assert found.feed.updated == found.entries[0].updated == "2024-06-24T12:55:00Z"
    assert found.entries[0].summary == (
        "At 24 Jun 2024, 12:46 UTC. Official start: the suits are on battery power"
    )


def test_every_entry_leads_to_the_page_and_to_its_source() -> None:
    (entry, *_) = read(told(begun())).entries

    links = {link.rel: link.href for link in entry.links}
    assert links == {"alternate": PAGE, "via": "https://station_blog.example"}


def test_the_feed_names_itself_for_ever() -> None:
    feed = read(told(begun())).feed

    links = {link.rel: link.href for link in feed.links}
    assert links == {"self": f"{BASE}/feed.atom", "alternate": f"{BASE}/"}
    assert feed.id == "urn:spacewalk-relay:3f2a9c01"


def test_a_correction_is_the_same_entry_with_a_later_update() -> None:
    walk = begun()
    before = read(told(walk)).entries[0]
    walk.says("station_blog", M.EVA_START, "13:30", "12:44")

    entries = read(told(walk)).entries

    assert [entry.id for entry in entries].count(before.id) == 1
    assert entries[0].id == before.id == "urn:spacewalk-relay:3f2a9c01:us-eva-90%2Feva_start"
    assert (before.updated, entries[0].updated) == ("2024-06-24T12:55:00Z", "2024-06-24T13:30:00Z")
    assert entries[0].summary.startswith("Correction: 24 Jun 2024, 12:44 UTC, not 12:46 UTC")


def test_what_was_said_again_comes_first_again() -> None:
    walk = begun()
    walk.says("station_blog", M.TASK, "13:00", "12:58", note="A task")
    walk.says("station_blog", M.EVA_START, "13:30", "12:44")

    titles = [entry.title for entry in read(told(walk)).entries]

    assert titles == ["Spacewalk begins – US EVA 90", "Task – US EVA 90", "US EVA 90 planned"]


def test_it_holds_the_newest_fifty() -> None:
    walk = begun()
    for minute in range(ENTRIES):
        walk.says(
            "station_blog", M.TASK, f"14:{minute:02}", f"14:{minute:02}", note=f"Task {minute}"
        )

    entries = read(told(walk)).entries

    assert len(entries) == ENTRIES
    assert "Task 49" in entries[0].summary
    assert "Task 0" in entries[-1].summary


def test_a_replay_says_so_in_every_title() -> None:
    found = read(told(begun()), mark="Replay: ")

    assert [found.feed.title, *(entry.title for entry in found.entries)] == [
        "Replay: Spacewalks",
        "Replay: Spacewalk begins – US EVA 90",
        "Replay: US EVA 90 planned",
    ]


def test_a_feed_without_messages_is_one() -> None:
    found = read([])

    assert (found.entries, found.feed.title) == ([], "Spacewalks")


ANY = st.text(st.characters(codec="utf-8") | st.sampled_from("<>&\"'\0\ufffe\uffff\x0b]"))


@given(ANY, ANY, ANY, ANY)
def test_whatever_a_message_says_the_feed_is_well_formed(
    key: str, title: str, text: str, address: str
) -> None:
    event = Event(type=EventType.SUMMARY, spacewalk="us-eva-90", time=DAY)
    one = Notice(
        key=key,
        revision=1,
        kind="summary",
        title=title,
        text=text,
        address=f"https://x.example/{address}",
        time=DAY,
        event=event,
    )

    entry = ET.fromstring(atom([one], [PAGE], BASE, "3f2a9c01", "")).find(f"{ATOM}entry")

    assert entry is not None
    assert [child.tag for child in entry if child.tag != f"{ATOM}link"] == [
        f"{ATOM}{name}" for name in ("id", "title", "updated", "summary", "category")
    ]


def test_markup_in_a_title_stays_text() -> None:
    walk = Walk()
    stream = Stream(url="https://tv.example/", title="<script>alert(1)</script>", live=True)
    event = Event(type=EventType.STREAM_LIVE, spacewalk="us-eva-90", time=DAY, stream=stream)
    walk.fusion.board = walk.fusion.board.apply(event)

    document = atom(told(walk, [event]), [PAGE], BASE, "3f2a9c01", "")

    assert b"&lt;script&gt;" in document
    assert b"<script" not in document


# --- Over HTTP -----------------------------------------------------------------------------------


def shelved(app: Any) -> None:
    app[SHELF], app[FOLDS] = Shelf(), Shelf()


async def asked(client: Client, **headers: str) -> tuple[int, str, Any]:
    async with client.get("/feed.atom", headers=headers) as answer:
        return answer.status, answer.headers["ETag"], feedparser.parse(await answer.read())


async def test_a_reader_gets_it_once_and_again_when_something_was_told() -> None:
    walk = Walk(Segment.US)
    walk.planned(at("12:50"), at("02:00"))
    async with (
        stage(walk.told, at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
    ):
        status, tag, found = await asked(client)
        assert (status, len(found.entries)) == (200, 1)
        assert found.entries[0].link == PAGE
        assert found.entries[0].id.startswith(f"urn:spacewalk-relay:{made.site.journal.epoch}:")
        status, same, _ = await asked(client, **{"If-None-Match": tag})
        assert (status, same) == (304, tag)

        await made.tell(walk.says("station_blog", M.EVA_START, "12:55", "12:46"))
        status, other, found = await asked(client, **{"If-None-Match": tag})
        assert (status, len(found.entries)) == (200, 2)
        assert other != tag


async def test_a_board_that_catches_up_with_the_journal_is_not_missed() -> None:
    walk = begun()
    async with (
        stage(walk.told[:1], at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
    ):
        board = made.board
        await made.tell(walk.told[1:])
        behind, made.board = made.board, replace(board, spacewalks={})
        _, tag, found = await asked(client)
        assert found.entries == []

        made.board = behind
        status, _, found = await asked(client, **{"If-None-Match": tag})
        assert (status, len(found.entries)) == (200, 2)


async def test_an_entry_leads_to_the_present_id_of_its_spacewalk() -> None:
    walk = Walk(number=None)
    walk.planned(at("12:50"), at("00:00") - timedelta(days=7))
    walk.who = replace(walk.who, number="90")
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6))
    async with (
        stage(walk.told, at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
    ):
        _, _, found = await asked(client)

        assert [entry.link for entry in found.entries] == [PAGE]


async def test_a_long_journal_is_read_from_near_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = begun()
    filler = Event(type=EventType.SPACEWALK_UPDATED, spacewalk="us-eva-90", time=DAY)
    async with (
        stage([*walk.told, *[filler] * WINDOW], at("03:00"), public_url=BASE) as made,
        served(made.site, module.routes, shelved) as client,
    ):
        read_from = []
        events = made.site.journal.events

        async def counted(after: int = 0, limit: int | None = None) -> list[Event]:
            read_from.append(after)
            return await events(after, limit)

        monkeypatch.setattr(made.site.journal, "events", counted)
        for _ in range(20):
            await asked(client)

        assert min(read_from) == len(walk.told)
        assert len(read_from) == WINDOW / 100 + 1
