"""The figures, read as Prometheus reads them."""

import math
from datetime import timedelta

from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from relay.core.milestone import Milestone as M
from relay.plugins import Still, Watching
from relay.testing.claims import Walk, at
from relay.testing.site import served, stage
from relay.web.metrics import NOWHERE, Metrics, route_of


def read(metrics: Metrics) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        (sample.name.removeprefix("spacewalk_relay_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


async def test_journal_and_board_are_looked_at_when_asked() -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    async with stage(walk.told, at("03:00")) as made:
        metrics = Metrics(made.site)
        before = read(metrics)
        await made.tell(walk.says("station_blog", M.EVA_START, "12:55", "12:46"))
        after = read(metrics)

    states = [("spacewalks", "planned"), ("spacewalks", "underway"), ("journal_head",)]
    assert [before[name] for name in states] == [1, 0, 1]
    assert [after[name] for name in states] == [0, 1, 2]


async def test_what_happens_is_counted() -> None:
    async with stage([], at("03:00")) as made:
        metrics = Metrics(made.site)
        for _ in range(3):
            metrics.stream_opened()
        metrics.stream_closed()
        metrics.stream_stalled()
        metrics.refused("connections")
        metrics.answered("/spacewalks/{id}", 200)
        metrics.answered("/spacewalks/{id}", 204)
        metrics.answered(NOWHERE, 404)
        found = read(metrics)

    assert found["streams",] == 2
    assert found["streams_stalled_total",] == 1
    assert found["refused_total", "connections"] == 1
    assert found["answers_total", "/spacewalks/{id}", "2xx"] == 2
    assert found["answers_total", "none", "4xx"] == 1


async def test_the_process_and_the_version_are_there() -> None:
    async with stage([], at("03:00")) as made:
        text = Metrics(made.site).text().decode()

    assert "process_resident_memory_bytes" in text
    assert 'spacewalk_relay_build_info{version="' in text


async def test_two_relays_in_one_process_count_apart() -> None:
    async with stage([], at("03:00")) as made:
        one, other = Metrics(made.site), Metrics(made.site)
        one.stream_opened()

        assert (read(one)["streams",], read(other)["streams",]) == (1, 0)


async def test_a_route_is_named_by_its_pattern_whatever_is_asked() -> None:
    routes = web.RouteTableDef()

    @routes.get("/spacewalks/{id}")
    async def page(request: web.Request) -> web.Response:
        return web.Response(text=route_of(request))

    async with stage([], at("03:00")) as made, served(made.site, routes) as client:
        for name in ("us-eva-95", "hostile%0Aname"):
            async with client.get(f"/spacewalks/{name}") as answer:
                assert await answer.text() == "/spacewalks/{id}"


async def test_the_stream_is_looked_at_when_asked() -> None:
    names = ("picture_age_seconds", "video_followed", "video_lost")
    async with stage([], at("03:00")) as made:
        metrics = Metrics(made.site)
        age, *rest = (read(metrics)[name,] for name in names)
        assert math.isnan(age)
        assert [0, 0] == rest
        made.footage.still = Still(jpeg=b"", at=at("03:00") - timedelta(seconds=8))
        made.footage.now = Watching(title="NASA+")
        assert [8, 1, 0] == [read(metrics)[name,] for name in names]
        made.footage.now = Watching(lost_since=at("03:00"))
        assert [8, 0, 1] == [read(metrics)[name,] for name in names]

    async with stage([], at("03:00"), footage=None) as made:
        assert not set(names) & {name for name, *_ in read(Metrics(made.site))}
