"""Documents in the form in which the public sources return them, for recordings and benches."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

BLOG = "https://blog.example.org/spacestation"
LIBRARY = "https://ll.thespacedevs.com/2.3.0"
PLUS = "https://plus.example.org"
IN_FEED = 10
"""Posts in the feed of the station blog."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of the station blog; an empty line in `text` parts its paragraphs."""

    published: datetime
    title: str
    text: str

    @property
    def address(self) -> str:
        """Where it would stand: the words of the title under the day."""
        words = "".join(c if c.isalnum() else " " for c in self.title.lower()).split()
        return f"{BLOG}/{self.published:%Y/%m/%d}/{'-'.join(words)}/"


def rss(posts: Iterable[Post]) -> str:
    """RSS 2.0 as the station blog serves it: the latest posts, newest first."""
    latest = sorted(posts, key=lambda post: post.published, reverse=True)[:IN_FEED]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f"<channel><title>Space Station</title><link>{BLOG}/</link>\n"
        + "".join(map(_item, latest))
        + "</channel></rss>\n"
    )


def _item(post: Post) -> str:
    paragraphs = "\n".join(f"<p>{escape(part)}</p>" for part in _paragraphs(post.text))
    return (
        f"<item><title>{escape(post.title)}</title><link>{post.address}</link>"
        f"<pubDate>{format_datetime(post.published)}</pubDate>"
        f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>\n"
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]


def library_event(event: Mapping[str, Any]) -> dict[str, Any]:
    """One event of Launch Library 2.3.0 in detailed mode, of what its fields need to be known."""
    return {
        "id": event["id"],
        "url": f"{LIBRARY}/events/{event['id']}/",
        "name": event["name"],
        "slug": event["name"].lower().replace(" ", "-").replace(".", ""),
        "type": {"id": 3, "name": "EVA"},
        "description": event.get("description", ""),
        "webcast_live": event.get("webcast_live", False),
        "location": "International Space Station",
        "date": utc(event["date"]),
        "date_precision": {"name": event.get("precision", "Minute")},
        "duration": event.get("duration"),
        "info_urls": [],
        "vid_urls": [{"priority": 10, "title": event["name"], "url": u} for u in _video(event)],
        "updates": [
            {"id": n, "comment": said["comment"], "created_on": utc(said["created_on"])}
            for n, said in enumerate(event.get("updates", ()), 1)
        ],
        "agencies": [{"name": name} for name in event.get("agencies", ())],
        "spacestations": [{"name": "International Space Station"}],
        "astronauts": [{"name": name} for name in event.get("crew", ())],
    }


def _video(event: Mapping[str, Any]) -> list[str]:
    return [event["video"]] if event.get("video") else []


def library_spacewalk(walk: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of Launch Library's list of spacewalks, as volunteers fill it in afterwards."""
    return {
        "id": walk["id"],
        "url": f"{LIBRARY}/spacewalks/{walk['id']}/",
        "name": walk["name"],
        "start": utc(walk.get("start")),
        "end": utc(walk.get("end")),
        "duration": walk.get("duration"),
        "location": "International Space Station",
        "crew": [{"astronaut": {"name": name}} for name in walk.get("crew", ())],
        "event": {"id": walk["event"], "name": walk["name"]} if "event" in walk else None,
    }


def library(results: Iterable[Mapping[str, Any]]) -> str:
    """A page of Launch Library."""
    entries = list(results)
    page = {"count": len(entries), "next": None, "previous": None, "results": entries}
    return json.dumps(page, ensure_ascii=False)


def scheduled_videos(videos: Iterable[Mapping[str, Any]]) -> str:
    """The list of scheduled videos of NASA+. Times are Unix seconds as text, "0" when unknown."""
    return json.dumps([_scheduled(video) for video in videos], ensure_ascii=False)


def _scheduled(video: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": video["id"],
        "slug": video["slug"],
        "link": f"{PLUS}/scheduled-video/{video['slug']}/",
        "title": {"rendered": video["title"]},
        "meta": {
            "first_aired_date": _epoch(video.get("first")),
            "end_aired_date": _epoch(video.get("end")),
            "video-url": video.get("url", ""),
            "youtube-url": "",
        },
    }


def _epoch(instant: datetime | None) -> str:
    return str(int(instant.timestamp())) if instant else "0"


def utc(instant: datetime | None) -> str | None:
    """An instant as Launch Library writes it."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if instant else None
