import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.testing.footage import FakeFootage
from relay.testing.site import Client, served, site_of_events
from relay.web import assets, pages
from relay.web.rendering import error_page
from tests.web.films import media
from tests.web.told import (
    BEGUN,
    EVA,
    HOSTILE,
    PLANNED,
    VAGUE,
    WHOLE,
    at,
    hinted,
    hostile,
    planned,
)

IDENTIFIED = Event(
    type=EventType.SPACEWALK_IDENTIFIED,
    spacewalk=EVA,
    alias="us-2026-08-06",
    time=at("9:00", -2),
    number="95",
)
EARLY = planned(at("12:00"), spacewalk="us-2026-08-06")


class Reading(HTMLParser):
    """What a browser would make of a page: its tags, and its text apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, attribute: str) -> list[str]:
        return [
            attrs[attribute] or ""
            for name, attrs in self.tags
            if name == tag and attribute in attrs
        ]

    def meta(self, name: str) -> str:
        found = [a["content"] for _, a in self.tags if name in (a.get("property"), a.get("name"))]
        assert len(found) == 1, (name, found)
        return found[0] or ""


@asynccontextmanager
async def client_of(events: Sequence[Event], now: datetime, **site: Any) -> AsyncIterator[Client]:
    async with (
        site_of_events(events, now, **site) as made,
        served(made, [*pages.routes, *assets.routes]) as client,
    ):
        yield client


async def read(client: Client, path: str = "/") -> Reading:
    async with client.get(path) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/html"
        return Reading(await response.text())


async def page_of(events: Sequence[Event], now: datetime, path: str = "/", **site: Any) -> Reading:
    async with client_of(events, now, **site) as client:
        return await read(client, path)


async def test_the_first_page_shows_the_spacewalk_in_focus_without_any_script() -> None:
    page = await page_of(WHOLE[:5], at("13:45"))
    for words in (
        "US EVA 95",
        "Underway",
        "Phase elapsed time (PET)",
        "1:39",
        "Since the official start, 6 Aug 2026, 12:06 UTC",
        "Hatch open",
        "12:04 UTC",
        "confirmed",
        "blog.example.org",
        "The radio box is out",
        "Barratt",
        "Planned length",
        "6 h 30 min",
        "live now",
    ):
        assert words in page.text


async def test_a_planned_time_is_called_planned_and_only_an_exact_one_ticks() -> None:
    exact, vague = await page_of([PLANNED], at("9:55")), await page_of([VAGUE], at("9:55", -1))
    assert ["2026-08-06T12:00:00Z"] == exact.values("p", "data-at")
    assert "Planned to start in" in exact.text
    assert [] == vague.values("p", "data-at")
    assert "6 Aug 2026 (time not yet known)" in vague.text


async def test_a_hint_is_said_to_be_unconfirmed() -> None:
    page = await page_of([PLANNED, hinted(Milestone.EVA_START, "12:06")], at("12:10"))
    assert page.text.count("reported, not yet confirmed") >= 2
    assert "Reported: Phase elapsed time (PET)" in page.text
    assert "reported, not yet confirmed" in page.meta("og:description")


async def test_an_empty_board_has_a_friendly_page_with_the_same_frame() -> None:
    empty, full = await page_of([], at("9:00")), await page_of(WHOLE, at("20:00"))
    assert "No announced spacewalk is known" in empty.text
    parts = [attrs["data-part"] for _, attrs in empty.tags if "data-part" in attrs]
    assert parts == [attrs["data-part"] for _, attrs in full.tags if "data-part" in attrs]


async def test_each_spacewalk_has_a_lasting_page_and_former_names_lead_to_it() -> None:
    async with client_of([EARLY, IDENTIFIED, *WHOLE], at("20:00")) as client:
        assert "US EVA 95" in (await read(client, f"/spacewalks/{EVA}")).text
        async with client.get("/spacewalks/us-2026-08-06", allow_redirects=False) as moved:
            assert (301, f"/spacewalks/{EVA}") == (moved.status, moved.headers["Location"])


@pytest.mark.parametrize("path", ["/spacewalks/us-eva-1", "/overlay?spacewalk=us-eva-1"])
async def test_an_unknown_spacewalk_is_not_found(path: str) -> None:
    async with client_of(WHOLE, at("20:00")) as client, client.get(path) as response:
        assert 404 == response.status


@pytest.mark.parametrize("path", ["/", "/spacewalks", f"/spacewalks/{EVA}"])
async def test_previews_carry_absolute_addresses(path: str) -> None:
    base = "https://spacewalks.example"
    page = await page_of(WHOLE, at("20:00"), path, public_url=base)
    assert f"{base}{path}" == page.meta("og:url")
    assert [f"{base}{path}"] == [a["href"] for _, a in page.tags if a.get("rel") == "canonical"]
    assert page.meta("og:image").startswith(f"{base}/static/card.")
    assert "summary_large_image" == page.meta("twitter:card")
    assert "website" == page.meta("og:type")


async def test_a_preview_has_the_newest_picture_where_there_is_one() -> None:
    base = "https://spacewalks.example"
    kept = [media(at("12:04")), media(at("12:06")), media(at("12:30"), clip=True)]
    footage = FakeFootage()
    footage.media = kept
    for path in ("/", f"/spacewalks/{EVA}"):
        page = await page_of(WHOLE, at("20:00"), path, public_url=base, footage=footage)
        assert f"{base}/media/{kept[1].name}" == page.meta("og:image")
    listed = await page_of(WHOLE, at("20:00"), "/spacewalks", public_url=base, footage=footage)
    assert listed.meta("og:image").startswith(f"{base}/static/card.")


async def test_a_preview_says_state_times_and_crew() -> None:
    page = await page_of(WHOLE, at("20:00"))
    assert "US EVA 95 – over" == page.meta("og:title")
    expected = "Over. 6 Aug 2026, 12:06 UTC to 18:38 UTC. Crew Barratt and Dyson"
    assert expected == page.meta("og:description")


async def test_without_a_public_address_previews_use_the_one_asked_for() -> None:
    async with client_of(WHOLE, at("20:00")) as client:
        assert str(client.make_url("/")) == (await read(client)).meta("og:url")


async def test_the_list_has_all_spacewalks_by_year() -> None:
    other = planned(at("12:00", 9), spacewalk="us-2026-08-15")
    page = await page_of([*WHOLE, other], at("20:00"), "/spacewalks")
    links = [a for a in page.values("a", "href") if a.startswith("/spacewalks/")]
    assert ["/spacewalks/us-2026-08-15", f"/spacewalks/{EVA}"] == links
    assert "6 h 32 min" in page.text
    assert "2026" in page.text


async def test_the_mark_of_a_replay_is_on_every_page_and_in_every_title() -> None:
    async with client_of(WHOLE, at("20:00"), mark="Replay: ") as client:
        for path in ("/", "/spacewalks", f"/spacewalks/{EVA}", "/overlay"):
            page = await read(client, path)
            titled = re.search("Replay: (All spacewalks|US EVA 95)", page.text)
            assert titled, path
            assert page.text.count("Replay") >= 2, path


PATHS = ["/", "/spacewalks", f"/spacewalks/{EVA}", "/overlay", f"/overlay?spacewalk={EVA}"]


@pytest.mark.parametrize("path", PATHS)
async def test_hostile_words_stay_words(path: str) -> None:
    page = await page_of(hostile(), at("13:30"), path, mark=HOSTILE)
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert all(re.match(r"/static/(film|page)\.", s) for s in page.values("script", "src"))
    assert len(page.values("script", "src")) == len([t for t, _ in page.tags if t == "script"])
    assert "style" not in {tag for tag, _ in page.tags}
    for address in [*page.values("a", "href"), *page.values("link", "href")]:
        assert re.match(
            r"(/|#main|https://(live|blog)\.example\.org/|http://127\.0\.0\.1:)", address
        )
    assert not {"\u202e", "\u2066"} & set(page.text)
    assert len(page.text) < 20_000


@pytest.mark.parametrize("path", ["/", "/spacewalks"])
async def test_an_id_from_outside_cannot_leave_its_place_in_an_address(path: str) -> None:
    strange = planned(at("12:00", 1), spacewalk='x"/../?a=<b>')
    page = await page_of([PLANNED, strange], at("9:00"), path)
    assert "/spacewalks/x%22%2F..%2F%3Fa%3D%3Cb%3E" in page.values("a", "href")


async def test_a_page_carries_the_time_of_the_relay() -> None:
    page = await page_of([PLANNED], at("9:55"), rate=lambda: 60.0)
    assert ["2026-08-06T09:55:00Z"] == page.values("body", "data-now")
    assert ["60.0"] == page.values("body", "data-rate")
    assert ["now"] == page.values("body", "data-topic")


async def test_nothing_is_asked_of_another_host() -> None:
    page = await page_of(WHOLE, at("20:00"))
    asked = [
        *page.values("link", "href"),
        *page.values("script", "src"),
        *page.values("img", "src"),
    ]
    own = [a for a in asked if a.startswith(("/", "http://127.0.0.1:"))]
    assert own == asked


async def test_an_error_page_says_what_happened_and_where_to_go() -> None:
    async with site_of_events([], at("9:00"), mark="Replay: ") as site:
        page = Reading(error_page(429, "Wait 7 s & <b>ask</b> again.", site))
    assert "Too Many Requests" in page.text
    assert "Wait 7 s & <b>ask</b> again." in page.text
    assert {"/", "/spacewalks"} <= set(page.values("a", "href"))
    assert "b" not in {tag for tag, attrs in page.tags if not attrs}


async def static_of(client: Client) -> list[str]:
    page = await read(client)
    addresses = [*page.values("link", "href"), *page.values("script", "src")]
    return [address for address in addresses if address.startswith("/static/")]


async def test_static_files_last_for_ever_under_their_hashed_name() -> None:
    async with client_of([], at("9:00")) as client:
        addresses = await static_of(client)
        assert {"css", "js", "svg"} == {address.rpartition(".")[2] for address in addresses}
        for address in addresses:
            async with client.get(address) as response:
                assert 200 == response.status
                assert "public, max-age=31536000, immutable" == response.headers["Cache-Control"]
                known = {"If-None-Match": response.headers["ETag"]}
            async with client.get(address, headers=known) as again:
                assert (304, b"") == (again.status, await again.read())


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/page.css",
        "/static/page.000000000000.css",
        "/static/..%2f..%2fpages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%5cpages.py",
    ],
)
async def test_no_other_file_is_to_be_had(path: str) -> None:
    async with client_of([], at("9:00")) as client, client.get(path) as response:
        assert 404 == response.status


async def test_page_style_and_script_are_at_most_60_kilobytes() -> None:
    async with client_of(WHOLE, at("20:00")) as client:
        total = 0
        for path in ["/", *await static_of(client)]:
            async with client.get(path) as response:
                total += len(await response.read())
    assert 20_000 < total <= 60 * 1024


async def test_an_overlay_may_be_framed_and_says_little() -> None:
    page = await page_of([PLANNED, BEGUN], at("13:38"), "/overlay")
    assert {"/overlay"} == pages.FRAMED_PATHS
    assert "1:32" in page.text
    assert "Spacewalk begins, 6 Aug 2026, 12:06 UTC" in page.text
    assert not page.values("a", "href")
