"""The first to see a request, on a real port."""

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.board import Board
from relay.plugins import Watching
from relay.testing.footage import FakeFootage
from relay.testing.site import stage
from relay.web.doors import KNOWN
from relay.web.rate import BURST, Rate
from relay.web.section import WebSection
from relay.web.server import serving
from tests.web.films import still
from tests.web.told import BEGUN, PLANNED

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
PROXY = ("127.0.0.0/8",)


@contextlib.asynccontextmanager
async def asking(
    site: dict[str, Any] | None = None, **limits: Any
) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of a served relay; its session leads to it."""
    async with (
        stage([], NOON) as made,
        serving(WebSection(port=0, **limits), replace(made.site, **(site or {}))) as url,
        aiohttp.ClientSession(url) as session,
    ):
        yield session


@given(st.integers(1, 6000), st.lists(st.floats(0, 100), min_size=1, max_size=300))
def test_nobody_asks_more_often_than_allowed(per_minute: int, waits: list[float]) -> None:
    now = 0.0
    rate = Rate(per_minute, lambda: now)
    answered = 0
    for wait in waits:
        now += wait
        answered += rate.wait("a") == 0

    most = max(BURST, per_minute / 60)
    assert answered <= most + now * per_minute / 60 + 1


def test_who_waits_as_long_as_told_is_answered() -> None:
    now = 0.0
    rate = Rate(60, lambda: now)
    for _ in range(BURST):
        assert rate.wait("a") == 0
    wait = rate.wait("a")

    assert wait == pytest.approx(1)
    assert rate.wait("b") == 0
    now += wait + 0.001
    assert rate.wait("a") == 0


def test_of_a_crowd_only_the_latest_are_remembered() -> None:
    rate = Rate(60, lambda: 0.0)
    for _ in range(BURST):
        rate.wait("a")
    for number in range(KNOWN):
        rate.wait(str(number))

    assert rate.wait("a") == 0


async def test_one_request_too_many_is_told_when_to_come_again() -> None:
    async with asking(requests_per_minute=1) as session:
        for _ in range(BURST):
            async with session.get("/healthz") as answer:
                assert answer.status == 200
        async with session.get("/healthz") as answer:
            assert answer.status == 429
            assert answer.content_type == "application/problem+json"
            assert int(answer.headers["Retry-After"]) in range(1, 62)


async def test_readers_behind_a_proxy_are_told_apart_by_what_the_proxy_says() -> None:
    async with asking(requests_per_minute=1, trusted_proxies=PROXY) as session:
        for _ in range(BURST):
            await session.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"})
        for header, status in (
            ("192.0.2.1", 429),
            ("192.0.2.2", 200),
            ("192.0.2.2, 192.0.2.1", 429),
            ("192.0.2.1, 127.0.0.9", 429),
            ("rubbish, 192.0.2.1", 429),
            ("192.0.2.1, rubbish", 200),
        ):
            async with session.get("/healthz", headers={"X-Forwarded-For": header}) as answer:
                assert answer.status == status, header


async def test_nobody_else_is_believed_about_whom_it_asks_for() -> None:
    async with asking(requests_per_minute=1) as session:
        for number in range(BURST):
            await session.get("/healthz", headers={"X-Forwarded-For": f"192.0.2.{number}"})
        async with session.get("/healthz", headers={"X-Forwarded-For": "192.0.2.99"}) as answer:
            assert answer.status == 429


@pytest.mark.parametrize(("trusted", "scheme"), [(PROXY, "https"), ((), "http")])
async def test_the_page_knows_how_it_was_reached(trusted: tuple[str, ...], scheme: str) -> None:
    headers = {"Host": "walks.example", "X-Forwarded-Proto": "https"}
    async with (
        asking(trusted_proxies=trusted) as session,
        session.get("/", headers=headers) as answer,
    ):
        assert f'<link rel="canonical" href="{scheme}://walks.example/">' in await answer.text()


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a@b", '"><script>', "[::1", "a:b", "a" * 300])
async def test_a_host_that_is_none_is_refused(host: str) -> None:
    async with asking() as session, session.get("/", headers={"Host": host}) as answer:
        assert answer.status == 400
        assert "<script>" not in await answer.text()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/live", "/static/x"])
async def test_it_is_only_for_reading(method: str, path: str) -> None:
    async with asking() as session, session.request(method, path) as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET,HEAD"
        assert answer.content_type == "application/problem+json"


async def test_a_body_is_not_even_read() -> None:
    async with asking() as session, session.get("/", data=b"x" * 100_000) as answer:
        assert answer.status == 413


async def test_another_page_may_ask_the_programs_interfaces() -> None:
    async with asking() as session:
        async with session.options("/events") as answer:
            assert answer.status == 204
            assert answer.headers["Access-Control-Allow-Headers"] == "Last-Event-ID"
        async with session.get("/api/v1/spacewalks") as answer:
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
        async with session.get("/") as answer:
            assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/nothing", "/overlay", "/api/v1/spacewalks", "/events"])
async def test_every_answer_says_what_a_browser_may_do(path: str) -> None:
    async with asking() as session, session.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        framed = "frame-ancestors *" if path == "/overlay" else "frame-ancestors 'none'"
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert policy.endswith(framed)
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] == "spacewalk-relay"


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static",
        "/templates/",
    ],
)
async def test_there_is_no_way_to_the_files(path: str) -> None:
    async with asking() as session, session.get(path) as answer:
        assert answer.status == 404


async def test_a_failure_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> Board:
        raise RuntimeError("the secret of the house")

    async with asking({"board": fails}) as session:
        for accept in ("text/html", "*/*"):
            with caplog.at_level(logging.ERROR):
                async with session.get("/", headers={"Accept": accept}) as answer:
                    text = await answer.text()

            assert answer.status == 500
            assert "secret" not in text
            assert "Traceback" not in text
    assert "the secret of the house" in caplog.text


async def test_a_browser_gets_a_page_about_what_is_wrong() -> None:
    async with asking() as session:
        async with session.get("/nothing", headers={"Accept": "text/html"}) as answer:
            assert (answer.status, answer.content_type) == (404, "text/html")
        async with session.get("/nothing") as answer:
            assert (answer.status, answer.content_type) == (404, "application/problem+json")
            told = await answer.json(content_type=None)
            assert (told["status"], told["title"]) == (404, "Not Found")


async def test_an_address_that_a_reader_made_up_before_the_proxy_is_not_believed() -> None:
    async with asking(requests_per_minute=1, trusted_proxies=PROXY) as session:
        for number in range(BURST + 1):
            made_up = [
                ("X-Forwarded-For", f"198.51.100.{number}"),
                ("X-Forwarded-For", "192.0.2.1"),
            ]
            async with session.get("/healthz", headers=made_up) as answer:
                assert answer.status == (200 if number < BURST else 429)


async def test_a_host_that_is_none_counts_as_a_request() -> None:
    async with asking(requests_per_minute=1) as session:
        for _ in range(BURST):
            async with session.get("/", headers={"Host": "a b"}) as answer:
                assert answer.status == 400
        async with session.get("/healthz") as answer:
            assert answer.status == 429


async def test_answers_that_cost_more_count_as_several_requests() -> None:
    async with asking(requests_per_minute=1) as session:
        for number in range(BURST // 11 + 2):
            path = "/calendar.ics" if number % 2 else "/feed.atom"
            async with session.get(path, headers={"Host": f"h{number}.example"}) as answer:
                assert answer.status == (200 if number < BURST // 11 + 1 else 429)


async def test_who_may_open_no_further_stream_still_gets_the_page() -> None:
    reader = {"X-Forwarded-For": "192.0.2.1"}
    limits: dict[str, Any] = {"connections_per_address": 1, "trusted_proxies": PROXY}
    async with asking(**limits) as session, session.get("/events", headers=reader):
        async with session.get("/events", headers=reader) as answer:
            assert answer.status == 429
        async with session.get("/", headers=reader) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("player", "sources"),
    [
        ("", "'self' https:"),
        ("https://live.example.org/a.m3u8", "'self' https:"),
        ("http://camera.lan:8888/a/b.m3u8", "'self' https: http://camera.lan:8888"),
        ("http://192.0.2.7/a.m3u8", "'self' https: http://192.0.2.7"),
        ("http://x;script-src/a.m3u8", "'self' https:"),
        ("http://a@b/a.m3u8", "'self' https:"),
        ("http://camera.lan", "'self' https:"),
    ],
)
async def test_a_page_may_play_its_own_stream_and_no_other(player: str, sources: str) -> None:
    footage = FakeFootage()
    footage.still, footage.now = still(NOON), Watching(player=player)
    begun = [PLANNED, BEGUN]
    async with (
        stage(begun, BEGUN.time, footage=footage) as made,
        serving(WebSection(port=0), made.site) as url,
        aiohttp.ClientSession(url) as session,
    ):
        for path, expected in (("/", sources), ("/spacewalks", "'self' https:")):
            async with session.get(path) as answer:
                rules = answer.headers["Content-Security-Policy"].split("; ")
                assert [f"media-src {expected}"] == [r for r in rules if r.startswith("media-src")]
                assert "img-src 'self'" in rules
                assert "default-src 'none'" in rules
