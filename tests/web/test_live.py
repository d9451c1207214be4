"""One address that leads to the picture, and never to a wrong place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone as M
from relay.core.spacewalk import Plan, Stream
from relay.testing.claims import DAY, at
from relay.testing.site import Stage, served, stage
from relay.web import live as module

BEST = Stream(url="https://best.example/", live=True, priority=1)
OTHER = Stream(url="https://other.example/", live=True, priority=2)
CHANNEL = Stream(url="https://channel.example/", live=True)


def planned(name: str, *streams: Stream, days: int = 0) -> Event:
    return Event(
        type=EventType.SPACEWALK_ANNOUNCED,
        spacewalk=name,
        time=DAY,
        plan=Plan(start=at("12:50") + timedelta(days=days)),
        streams=streams,
    )


def reached(name: str, milestone: M, clock: str) -> Event:
    return Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk=name,
        time=at(clock),
        occurred_at=at(clock),
        milestone=milestone,
    )


def underway(name: str, *streams: Stream) -> list[Event]:
    return [planned(name, *streams), reached(name, M.EVA_START, "12:46")]


def channel(stream: Stream = CHANNEL) -> Event:
    return Event(type=EventType.CHANNEL_CHANGED, spacewalk="", time=DAY, stream=stream)


async def led(made: Stage) -> tuple[int, str]:
    async with (
        served(made.site, module.routes) as client,
        client.get("/live", allow_redirects=False) as answer,
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("events", "leads_to"),
    [
        (underway("us-eva-90", OTHER, BEST), BEST.url),
        ([*underway("us-eva-90", OTHER), planned("us-eva-91", BEST, days=3)], OTHER.url),
        ([*underway("us-eva-90"), planned("us-eva-91", BEST), channel()], BEST.url),
        ([planned("us-eva-90", replace(BEST, live=False)), channel()], CHANNEL.url),
        ([*underway("us-eva-90", replace(BEST, live=False), OTHER), channel()], OTHER.url),
        (
            [*underway("us-eva-90", BEST), reached("us-eva-90", M.EVA_END, "19:00"), channel()],
            CHANNEL.url,
        ),
        ([planned("us-eva-90"), channel()], CHANNEL.url),
    ],
    ids=[
        "lowest priority number",
        "what is underway before what is to come",
        "what is to come before the channel",
        "a stream that is not live does not count",
        "live before better",
        "nothing of what is over",
        "the channel",
    ],
)
async def test_it_leads_to_the_best(events: list[Event], leads_to: str) -> None:
    async with stage(events, at("13:00")) as made:
        assert await led(made) == (302, leads_to)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example/",
            "/relative",
            "ftp://x.example/",
        ),
        *(
            "https://",
            "https:///path",
            "https://x.example/\r\nSet-Cookie: a=b",
            "https://a b.example/",
        ),
        "https://x.example/\u202egpj",
        "https://x.example:99999/",
        "https://x.example:x/",
        "https://[::1]x/",
    ],
)
async def test_it_leads_nowhere_but_to_a_plain_web_address(url: str) -> None:
    hostile = Stream(url=url, live=True)
    async with stage([*underway("us-eva-90", hostile), channel(hostile)], at("13:00")) as made:
        assert await led(made) == (404, "")


async def test_when_nothing_is_live_it_says_what_comes_next() -> None:
    ended = [*underway("us-eva-90", BEST), reached("us-eva-90", M.EVA_END, "19:00")]
    events = [*ended, planned("us-eva-91", days=3)]
    async with (
        stage(events, at("20:00")) as made,
        served(made.site, module.routes) as client,
        client.get("/live", allow_redirects=False) as answer,
    ):
        problem = await answer.json()

    assert (answer.status, answer.content_type) == (404, "application/problem+json")
    assert problem["detail"].startswith("Nothing is live now. ")
    assert "planned start 27 Jun 2024, 12:50 UTC (in 2 d 16 h)" in problem["detail"]
