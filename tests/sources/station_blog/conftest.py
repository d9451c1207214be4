"""Writes posts as the blog would, and tells what they claim, a line a claim."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from relay.core.observation import Observation
from relay.sources.station_blog import StationBlog

NS = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def written(title: str, *paragraphs: str, published: str, link: str = "https://blog.test/p") -> str:
    moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<content:encoded>{escape(body)}</content:encoded></item>"
    )


def feed_read(*posts: str, at: str) -> list[Observation]:
    document = f'<rss version="2.0" {NS}><channel>{"".join(posts)}</channel></rss>'
    fetched_at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return StationBlog.parse(document, fetched_at)


def told(observation: Observation) -> str:
    when = observation.occurred_at or (observation.plan and observation.plan.start)
    day = observation.plan is not None and observation.plan.precision == "day"
    words = [
        "planned" if observation.planned else "",
        "interim" if observation.interim else "",
        str(observation.kind),
        "again" if observation.again else "",
        when.strftime("%Y-%m-%d" if day else "%Y-%m-%d %H:%M") if when else "-",
        f"after {observation.duration}" if observation.duration else "",
    ]
    return " ".join(word for word in words if word)


def sentence_told(text: str, published: str) -> list[str]:
    """Claims like "planned eva_start 2026-06-30 12:00", read a minute after the post came out."""
    moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    post = {
        "title": {"rendered": "Space Station Update"},
        "content": {"rendered": f"<p>{text}</p>"},
        "date_gmt": f"{moment:%Y-%m-%dT%H:%M:%S}",
    }
    found = StationBlog.parse(json.dumps([post]), moment + timedelta(minutes=1))
    return [told(observation) for observation in found]


@pytest.fixture
def tell() -> Callable[[str, str], list[str]]:
    return sentence_told


@pytest.fixture
def post() -> Callable[..., str]:
    """`post(title, *paragraphs, published="2026-06-30 12:20")`: an item of the feed."""
    return written


@pytest.fixture
def read() -> Callable[..., list[Observation]]:
    """`read(*posts, at="2026-06-30 12:21")`: what a feed of these posts claims then."""
    return feed_read
