"""The coverage windows and streams of NASA+."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, Topic
from relay.core.spacewalk import Identity, Segment
from relay.errors import SourceChanged
from relay.http import SafeHttp
from relay.plugins import Document
from relay.sources.nasa_plus import NasaPlus
from relay.testing.clock import FakeClock
from relay.testing.feed import Answer, FakeFeed
from relay.testing.sources import SourceContract

FIRST = datetime(2026, 8, 6, 11, 0, tzinfo=UTC)
END = FIRST + timedelta(hours=8)


def video(title: object = "U.S. Spacewalk 95", **meta: object) -> dict[str, object]:
    return {
        "id": 12,
        "slug": "us-spacewalk-95",
        "link": "https://plus.nasa.gov/scheduled-video/us-spacewalk-95/",
        "title": {"rendered": title},
        "meta": {
            "first_aired_date": str(int(FIRST.timestamp())),
            "end_aired_date": str(int(END.timestamp())),
            "video-url": "https://cdn.example.org/95/master.m3u8",
            "youtube-url": "",
            **meta,
        },
    }


CHANNEL = {"title": "NASA+ Live", "live-stream-link": "https://cdn.example.org/24-7/master.m3u8"}


def read(*entries: object, at: datetime = FIRST - timedelta(hours=1)) -> list[Observation]:
    return NasaPlus.parse(json.dumps(entries), at)


def kinds(observations: list[Observation]) -> list[tuple[str, bool]]:
    return [(item.kind.value, item.planned) for item in observations]


class TestContract(SourceContract):
    source = NasaPlus
    examples = (json.dumps([video(), video("Preview News Conference")]), json.dumps([CHANNEL]))


def test_before_it_the_window_is_a_plan() -> None:
    coverage, watch = read(video())

    assert FIRST == coverage.occurred_at
    assert [("coverage_start", True), ("stream", True)] == kinds([coverage, watch])
    assert (
        Identity(segment=Segment.US, number="95", near=FIRST, reference="nasa_plus:12")
        == coverage.spacewalk
    )
    assert watch.stream is not None
    assert (FIRST, END, False) == (watch.stream.starts_at, watch.stream.ends_at, watch.stream.live)


def test_in_the_window_with_a_stream_it_is_live_but_no_time_is_made_up() -> None:
    observations = read(video(), at=FIRST)

    assert [("coverage_start", True), ("coverage_start", False), ("stream", False)] == kinds(
        observations
    )
    on_air = observations[1]
    assert (None, Trust.AUTOMATIC) == (on_air.occurred_at, on_air.trust)


@pytest.mark.parametrize(
    ("meta", "at", "live"),
    [
        ({}, END, True),
        ({}, END + timedelta(seconds=1), False),
        ({"video-url": ""}, FIRST, False),
        ({"end_aired_date": "0"}, END, True),
        ({"end_aired_date": "0"}, FIRST + timedelta(days=2), False),
        ({"first_aired_date": "0"}, FIRST, False),
        ({"first_aired_date": "99999999999999"}, FIRST, False),
        ({"first_aired_date": "-5"}, FIRST, False),
        ({"first_aired_date": "soon"}, FIRST, False),
        ({"first_aired_date": int(FIRST.timestamp())}, FIRST, True),
        ({"video-url": "javascript:alert(1)"}, FIRST, False),
    ],
)
def test_live_is_only_what_can_be_watched_now(
    meta: dict[str, object], at: datetime, live: bool
) -> None:
    streams = [item.stream for item in read(video(**meta), at=at) if item.stream]

    assert [live] == [stream.live for stream in streams]


def test_without_an_address_of_its_own_the_page_is_what_to_open() -> None:
    watch = read(video(**{"video-url": ""}))[-1]

    assert watch.stream is not None
    assert "https://plus.nasa.gov/scheduled-video/us-spacewalk-95/" == watch.stream.url


@pytest.mark.parametrize(
    "title",
    [
        "U.S. Spacewalk 95 Preview News Conference",
        "Spacewalk Briefing",
        "Artemis: Training for a Moonwalk EVA",
        "Crew-12 Launch",
        "Spacewalkers",
        "The History of the Spacewalk",
    ],
)
def test_what_is_about_a_spacewalk_is_none(title: str) -> None:
    assert [] == read(video(title))


@pytest.mark.parametrize(
    ("title", "segment", "number", "shown"),
    [
        ("U.S. Spacewalk&nbsp;#95", Segment.US, "95", "U.S. Spacewalk\xa0#95"),
        ("Russian Spacewalk &#8211; 66", Segment.RUSSIAN, "66", "Russian Spacewalk – 66"),
        ("<em>Russian</em> Spacewalk", Segment.RUSSIAN, None, "Russian Spacewalk"),
        ("Spacewalk &lt;b&gt;", None, None, "Spacewalk <b>"),
    ],
)
def test_titles_as_wordpress_writes_them(
    title: str, segment: Segment | None, number: str | None, shown: str
) -> None:
    watch = read(video(title))[-1]

    assert (segment, number) == (watch.spacewalk.segment, watch.spacewalk.number)
    assert watch.stream is not None
    assert shown == watch.stream.title


def test_the_round_the_clock_channel_belongs_to_no_spacewalk() -> None:
    (channel,) = read(CHANNEL, {"title": "Broken", "live-stream-link": "rtmp://x"})

    assert (Topic.STREAM, Identity()) == (channel.kind, channel.spacewalk)
    assert channel.stream is not None
    assert (200, True, "NASA+ Live") == (
        channel.stream.priority,
        channel.stream.live,
        channel.stream.title,
    )


def test_one_broken_entry_does_not_cost_the_others() -> None:
    broken = {**video(), "meta": [], "title": {"rendered": None}}

    assert [Milestone.COVERAGE_START, Topic.STREAM] == [i.kind for i in read(broken, 7, video())]


@pytest.mark.parametrize(
    "document", ["{}", '{"code":"rest_no_route"}', '"x"', "[1]", '[{"a":1}]', "<html>", ""]
)
def test_another_form_is_said(document: str) -> None:
    with pytest.raises(SourceChanged, match="nasa_plus"):
        NasaPlus.parse(document, FIRST)


async def test_both_lists_are_read_and_unchanged_ones_again() -> None:
    clock = FakeClock(FIRST - timedelta(hours=1))
    answers = {
        "/wp/v2/scheduled_video": Answer(json.dumps([video()]), 200, {"ETag": '"a"'}),
        "/nasaplus/v1/live-streams": Answer(json.dumps([CHANNEL])),
    }
    async with FakeFeed(clock, lambda asked: answers[asked.path]) as feed:
        config = NasaPlus.Config.model_validate({"url": feed.url + "/", "allow_private": True})
        documents = NasaPlus(config, SafeHttp(), clock, Random(1)).documents()
        first = [await anext(documents), await anext(documents)]
        again = asyncio.ensure_future(anext(documents))
        await clock.asleep()
        await clock.advance(140)
        await again

    assert [item.text for item in first if isinstance(item, Document)] == [
        answer.text for answer in answers.values()
    ]
    assert [asked.path for asked in feed.asked] == [*answers, "/wp/v2/scheduled_video"]
    assert "If-None-Match" not in feed.asked[-1].headers
