"""What those who keep the relay running are told."""

import asyncio
import logging
from typing import Any

import pytest

from relay.testing.claims import Walk, at
from relay.testing.site import Client, Stage, served, stage
from relay.web import health as module
from relay.web.metrics import METRICS, Metrics


def metered(made: Stage) -> Any:
    return lambda app: app.__setitem__(METRICS, Metrics(made.site))


async def asked(client: Client, path: str) -> tuple[int, Any]:
    async with client.get(path) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.json()


async def test_a_relay_that_works_says_so() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    async with (
        stage(walk.told, at("03:00")) as made,
        served(made.site, module.routes) as client,
    ):
        assert await asked(client, "/healthz") == (200, {"status": "ok", "head": 1})
        assert await asked(client, "/readyz") == (200, {"status": "ok", "head": 1})


async def test_an_empty_journal_is_ready() -> None:
    async with stage([], at("03:00")) as made, served(made.site, module.routes) as client:
        assert await asked(client, "/readyz") == (200, {"status": "ok", "head": 0})


async def test_a_relay_without_its_journal_lives_but_is_not_ready(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with stage([], at("03:00")) as made, served(made.site, module.routes) as client:
        await made.store.close()
        with caplog.at_level(logging.ERROR):
            status, problem = await asked(client, "/readyz")

        assert (status, problem["title"]) == (503, "Service Unavailable")
        assert "the relay's log says why" in problem["detail"]
        assert "database" not in problem["detail"]
        assert "is closed" in caplog.text
        assert (await asked(client, "/healthz"))[0] == 200


async def test_a_database_that_does_not_answer_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    async with stage([], at("03:00")) as made, served(made.site, module.routes) as client:

        async def never(**_: int) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(made.site.journal, "events", never)
        assert (await asked(client, "/readyz"))[0] == 503
        assert "no answer within 0.0 s" in caplog.text


async def test_figures_are_in_the_format_of_prometheus() -> None:
    async with (
        stage([], at("03:00")) as made,
        served(made.site, module.routes, metered(made)) as client,
        client.get("/metrics") as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        assert "spacewalk_relay_journal_head 0.0" in await answer.text()
