"""NASA's station blog: the agency's own words on every spacewalk, minutes after it happens."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from relay.clock import Clock
from relay.core.observation import Observation
from relay.errors import SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.polling import Endpoint, Poller, every
from relay.sources.station_blog.feed import read_posts
from relay.sources.station_blog.reading import read_post


class Config(Settings):
    """The section `[sources.station_blog]` of config.toml."""

    enabled: bool = True
    url: str = "https://www.nasa.gov/blogs/spacestation/feed/"
    """The RSS feed."""
    rest_url: str = ""
    """A WordPress REST list of posts, read instead of the feed where it is set."""
    interval_seconds: float = Field(default=120, ge=30)
    allow_private: bool = False
    """Whether the address may be one of the local network."""


class StationBlog(Source):
    """Posts of the station blog, as RSS or WordPress REST."""

    name: ClassVar[str] = "station_blog"
    Config: ClassVar[type[Settings]] = Config

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:
        section = Config.model_validate(config.model_dump())
        endpoint = Endpoint(
            url=section.rest_url or section.url,
            interval=every(section.interval_seconds),
            headers={"Accept": "application/rss+xml, application/json;q=0.9"},
        )
        self._poller = Poller(
            self.name, [endpoint], http, clock, allow_private=section.allow_private
        )

    def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        """Every changed answer of the feed, for ever; a failed try is yielded."""
        return self._poller.documents()

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        """What the posts claim, oldest post first. Raises SourceChanged when the document is
        neither RSS 2.0 nor a REST list of posts."""
        posts = sorted(read_posts(document, fetched_at), key=lambda post: post.published)
        return [claim for post in posts for claim in read_post(post, fetched_at)]
