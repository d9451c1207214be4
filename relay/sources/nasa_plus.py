"""NASA+ (plus.nasa.gov): when the agency's coverage of a spacewalk runs, and where to watch it."""

import html
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

from pydantic import ConfigDict, Field

from relay.clock import Clock
from relay.core.milestone import Milestone, Trust
from relay.core.naming import segment_and_number
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity, Stream
from relay.errors import SourceChanged, SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.fields import Fields, address, epoch, fields, load, number, objects, text
from relay.sources.polling import Endpoint, Poller, every

VIDEOS = (
    "/wp/v2/scheduled_video?per_page=20&orderby=date&order=desc&_fields=id,link,slug,title,meta"
)
CHANNELS = "/nasaplus/v1/live-streams"
"""The round-the-clock channel, whose address rotates."""
EVENT_PRIORITY, PAGE_PRIORITY, CHANNEL_PRIORITY = 5, 100, 200
"""The stream of the event itself before its page, and both before the round-the-clock channel."""
LONGEST_COVERAGE = timedelta(hours=12)
"""A window without an end is over by then; the address has become that of a recording."""

_SPACEWALK = re.compile(r"\bspace\s?walks?\b|\bEVAs?\b", re.IGNORECASE)
_ABOUT_ONE = re.compile(
    r"\b(?:news|conference|briefing|press|media|preview\w*|overview|interview|recap|highlights?|"
    r"replay|rebroadcast|encore|training|explained|documentary|q\s?&\s?a|history|anniversary|"
    r"moonwalk|artemis|lunar|polaris)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class NasaPlusSettings(Settings):
    """The section `[sources.nasa_plus]` of config.toml."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether it is asked at all."""
    url: str = "https://plus.nasa.gov/wp-json"
    """Where the REST interface of the site begins."""
    interval_seconds: float = Field(default=120, ge=10)
    """Seconds between two readings of the scheduled videos, give or take a tenth."""
    channel_interval_seconds: float = Field(default=900, ge=10)
    """The same for the address of the round-the-clock channel."""
    allow_private: bool = False
    """Whether `url` may be an address of the local network."""


class NasaPlus(Source):
    """The scheduled videos and the list of channels, told apart by their form."""

    name: ClassVar[str] = "nasa_plus"
    Config: ClassVar[type[Settings]] = NasaPlusSettings

    def __init__(
        self, config: Settings, http: Http, clock: Clock, random: Random | None = None
    ) -> None:
        assert isinstance(config, NasaPlusSettings)
        site = config.url.rstrip("/")
        asked = (
            (site + VIDEOS, config.interval_seconds),
            (site + CHANNELS, config.channel_interval_seconds),
        )
        self._poller = Poller(
            self.name,
            # Unchanged words mean something else once the coverage has begun.
            [
                Endpoint(url=url, interval=every(seconds), conditional=False)
                for url, seconds in asked
            ],
            http,
            clock,
            random=random,
            allow_private=config.allow_private,
        )

    async def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        async with aclosing(self._poller.documents()) as found:
            async for item in found:
                yield item

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        entries = load(document, NasaPlus.name)
        known = [item for item in objects(entries) if "title" in item]
        if not isinstance(entries, list) or (entries and not known):
            raise SourceChanged(
                "nasa_plus: the document is neither a list of scheduled videos nor of channels; "
                "compare the kept document with what plus.nasa.gov/wp-json returns now"
            )
        return [
            observation
            for entry in known
            for observation in (
                _channel(entry, fetched_at)
                if "live-stream-link" in entry
                else _video(entry, fetched_at)
            )
        ]


def _channel(entry: Fields, seen_at: datetime) -> Iterator[Observation]:
    url = address(entry.get("live-stream-link"))
    if url:
        title = _title(entry)
        stream = Stream(url=url, title=title, live=True, priority=CHANNEL_PRIORITY)
        yield _watch(stream, Identity(), url, seen_at)


def _video(entry: Fields, seen_at: datetime) -> Iterator[Observation]:
    title = _title(entry)
    if not _SPACEWALK.search(title) or _ABOUT_ONE.search(title):
        return
    page = address(entry.get("link"))
    stream = _stream(fields(entry.get("meta")), title, page, seen_at)
    who = _identity(entry, title, stream.starts_at)
    if stream.starts_at is not None:
        yield _coverage(who, title, page, stream.starts_at, seen_at)
    if stream.live:
        yield Observation(
            source=NasaPlus.name,
            trust=Trust.AUTOMATIC,
            spacewalk=who,
            kind=Milestone.COVERAGE_START,
            seen_at=seen_at,
            evidence=Evidence(address=page, words=f"{title}: on air by its schedule"),
        )
    if stream.url:
        yield _watch(stream, who, page, seen_at)


def _stream(meta: Fields, title: str, page: str, seen_at: datetime) -> Stream:
    first, end = epoch(meta.get("first_aired_date")), epoch(meta.get("end_aired_date"))
    if first is None or (end is not None and end <= first):
        end = None
    video = address(meta.get("video-url"))
    until = end or (first + LONGEST_COVERAGE if first else None)
    return Stream(
        url=video or page,
        title=title,
        live=bool(video and first and until and first <= seen_at <= until),
        starts_at=first,
        ends_at=end,
        priority=EVENT_PRIORITY if video else PAGE_PRIORITY,
    )


def _coverage(
    who: Identity, title: str, page: str, first: datetime, seen_at: datetime
) -> Observation:
    return Observation(
        source=NasaPlus.name,
        trust=Trust.AGENCY,
        spacewalk=who,
        kind=Milestone.COVERAGE_START,
        seen_at=seen_at,
        occurred_at=first,
        planned=True,
        evidence=Evidence(address=page, words=f"{title}: {first:%Y-%m-%dT%H:%M:%SZ}"),
    )


def _watch(stream: Stream, who: Identity, page: str, seen_at: datetime) -> Observation:
    return Observation(
        source=NasaPlus.name,
        trust=Trust.AGENCY,
        spacewalk=who,
        kind=Topic.STREAM,
        seen_at=seen_at,
        planned=not stream.live,
        stream=stream,
        evidence=Evidence(address=page or stream.url, words=stream.title),
    )


def _identity(entry: Fields, title: str, near: datetime | None) -> Identity:
    segment, count = segment_and_number(title)
    own = number(entry.get("id"))
    reference = None if own is None else f"nasa_plus:{own}"
    return Identity(segment=segment, number=count, near=near, reference=reference)


def _title(entry: Fields) -> str:
    given = entry.get("title")
    rendered = given if isinstance(given, str) else fields(given).get("rendered")
    return text(html.unescape(_TAG.sub("", text(rendered, 2000))), 200)
