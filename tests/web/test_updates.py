import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from relay.core.event import Event
from relay.core.milestone import Milestone
from relay.core.spacewalk import Segment
from relay.core.trace import Trace
from relay.testing.follower import following
from relay.testing.site import site_of_events, stage
from relay.web.rendering import page, titles
from relay.web.section import WebSection
from relay.web.server import serving
from relay.web.states import Changes
from relay.web.updates import shown, title, update
from tests.web.films import media, still
from tests.web.pressures import until
from tests.web.told import BEGUN, EVA, HATCH, PLANNED, TASK, WHOLE, at, hinted


def read(text: str | None) -> dict[str, Any]:
    assert text
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


TELEMETRY: list[Callable[[], Trace] | None] = [None, lambda: until("20:00")]


@pytest.mark.parametrize("pressure", TELEMETRY)
async def test_an_update_holds_every_part_as_the_page_has_it(
    pressure: Callable[[], Trace] | None,
) -> None:
    async with site_of_events(WHOLE, at("20:00"), mark="Replay: ", pressure=pressure) as site:
        told = read(update(site, "now"))
        view = shown(site, "now")
        assert view
        whole = page(
            "walk.html",
            site,
            topic="now",
            view=view,
            title=title(site, view),
            base="",
            canonical="/",
        )
    assert set(titles(site)) == set(told["parts"])
    assert (pressure is not None) == ("pressure" in told["parts"])
    assert "Replay: US EVA 95 – over" == told["title"]
    for name, html in told["parts"].items():
        assert html.strip() in whole, name


@pytest.mark.parametrize("topic", ["overlay", f"overlay/{EVA}"])
async def test_an_overlay_is_one_part(topic: str) -> None:
    async with site_of_events(WHOLE, at("20:00")) as site:
        assert {"overlay"} == set(read(update(site, topic))["parts"])


@pytest.mark.parametrize("topic", ["", "us-eva-1", "overlay/us-eva-1", "overlay/", "now/", "NOW"])
async def test_an_unknown_topic_has_no_update(topic: str) -> None:
    async with site_of_events(WHOLE, at("20:00")) as site:
        assert update(site, topic) is None


@pytest.mark.parametrize("pressure", [None, Trace, lambda: until("10:58")])
@pytest.mark.parametrize("events", [[PLANNED], [PLANNED, BEGUN], WHOLE])
async def test_time_alone_is_no_news(
    events: list[Event], pressure: Callable[[], Trace] | None
) -> None:
    async with stage(events, at("11:00"), pressure=pressure) as made:
        before = update(made.site, "now")
        made.now += timedelta(minutes=37)
        assert before == update(made.site, "now")


async def test_a_new_sample_is_news_of_the_pressure_alone() -> None:
    known = until("12:00")
    async with stage([PLANNED], at("12:01"), pressure=lambda: known) as made:
        before = read(update(made.site, "now"))
        known = until("12:01")
        after = read(update(made.site, "now"))
    assert {"pressure"} == {n for n, html in after["parts"].items() if html != before["parts"][n]}


async def test_a_russian_spacewalk_is_not_shown_with_the_pressure_of_another_airlock() -> None:
    russian = replace(PLANNED, segment=Segment.RUSSIAN)
    async with site_of_events([russian], at("12:00"), pressure=lambda: until("12:00")) as site:
        assert "" == read(update(site, "now"))["parts"]["pressure"]
    async with site_of_events([], at("12:00"), pressure=lambda: until("12:00")) as site:
        assert "torr at" in read(update(site, "now"))["parts"]["pressure"]


async def test_every_event_that_shows_is_news() -> None:
    seen = set()
    async with stage([PLANNED], at("14:00")) as made:
        seen.add(update(made.site, "now"))
        for event in WHOLE[1:6]:
            await made.tell([event])
            seen.add(update(made.site, "now"))
    assert 6 == len(seen)


async def test_the_newest_event_is_announced_in_the_words_of_its_notice() -> None:
    async with site_of_events([PLANNED, HATCH, BEGUN], at("12:11")) as site:
        assert (
            "Spacewalk begins – US EVA 95. At 6 Aug 2026, 12:06 UTC. "
            "Official start: the suits are on battery power"
        ) == read(update(site, "now", BEGUN))["announce"]
        assert "" == read(update(site, "now"))["announce"]


async def test_an_announcement_says_what_is_not_sure() -> None:
    hint = hinted(Milestone.HATCH_OPEN, "12:04")
    async with site_of_events([PLANNED, hint], at("12:11")) as site:
        assert "Reported, not yet confirmed" in read(update(site, "now", hint))["announce"]


async def test_what_happens_to_another_spacewalk_is_not_announced() -> None:
    other = [PLANNED, *(e for e in (HATCH, BEGUN, TASK))]
    async with site_of_events(other, at("13:50")) as site:
        from_elsewhere = update(
            site, EVA, Event(type=TASK.type, spacewalk="us-eva-1", time=at("13:50"))
        )
        assert "" == read(from_elsewhere)["announce"]


async def test_signs_of_life_repeat_nothing() -> None:
    async with (
        stage([PLANNED], at("12:00"), heartbeat=0.05) as made,
        serving(WebSection(port=0), made.site) as url,
        following(f"{url}/updates?page=now") as reader,
    ):
        await reader.next()
        await made.tell([BEGUN])
        assert "begins" in (await reader.next()).data["announce"]

        kinds = {(await reader.next(beats=True)).kind for _ in range(5)}

        assert {"heartbeat"} == kinds


async def test_a_new_sample_goes_out_with_a_sign_of_life() -> None:
    known = until("12:00")
    async with (
        stage([PLANNED], at("12:02"), heartbeat=0.5, pressure=lambda: known) as made,
        serving(WebSection(port=0), made.site) as url,
        following(f"{url}/updates?page=now") as reader,
    ):
        assert "29.1 torr at 11:59:56 UTC" in (await reader.next()).data["parts"]["pressure"]
        known = until("12:02")
        assert "24.1 torr at 12:01:49 UTC" in (await reader.next()).data["parts"]["pressure"]


async def test_a_new_picture_goes_out_before_the_next_sign_of_life() -> None:
    async with (
        stage(WHOLE[:5], at("13:45"), heartbeat=3600.0) as made,
        serving(WebSection(port=0), made.site) as url,
        following(f"{url}/updates?page=now") as reader,
    ):
        assert "" == (await reader.next()).data["parts"]["picture"]
        made.footage.still = still(at("13:44"))
        assert "13:44 UTC" in (await reader.next()).data["parts"]["picture"]


async def test_who_comes_between_two_events_is_told_the_same_state_as_everyone() -> None:
    async with (
        stage([PLANNED], at("12:00"), heartbeat=0.05) as made,
        serving(WebSection(port=0), made.site) as url,
        following(f"{url}/updates?page=now") as first,
    ):
        await first.next()
        await made.tell([BEGUN])
        told = await first.next()
        async with following(f"{url}/updates?page={EVA}") as second:
            state = (await second.next()).data
    assert told.data["announce"] == state["announce"]
    assert told.data["parts"].items() <= state["parts"].items()


async def test_a_new_picture_alone_does_not_send_the_gallery_again() -> None:
    async with (
        stage(WHOLE[:5], at("13:45"), heartbeat=3600.0) as made,
        serving(WebSection(port=0), made.site) as url,
        following(f"{url}/updates?page=now") as reader,
    ):
        before = (await reader.next()).data
        made.footage.still, made.footage.media = still(at("13:44")), [media(at("12:04"))]
        after = (await reader.next()).data
        assert {"picture", "gallery"} == set(after["parts"])
        async with following(f"{url}/updates?page=now") as again:
            whole = (await again.next()).data
    assert whole["parts"] == before["parts"] | after["parts"]


def state(**parts: str) -> str:
    return json.dumps({"parts": parts, "title": "", "announce": ""})


def sent(piece: tuple[bytes, int]) -> Any:
    return read(piece[0].partition(b"data: ")[2].decode().strip())["parts"]


def test_only_who_has_the_state_before_is_sent_what_differs() -> None:
    changes = Changes()
    changes.put(state(now="1", log="a"))
    assert {"now": "1", "log": "a"} == sent(changes.piece(0))
    _, early = changes.piece(0)
    changes.put(state(now="2", log="a"))
    assert {"now": "2"} == sent(changes.piece(early))
    _, late = changes.piece(early)
    changes.put(state(now="3", log="a"))
    assert not changes.put(state(now="3", log="a"))
    assert {"now": "3"} == sent(changes.piece(late))
    for cursor in (0, early):
        assert {"now": "3", "log": "a"} == sent(changes.piece(cursor))
    assert b"" == changes.piece(changes.piece(0)[1])[0]
