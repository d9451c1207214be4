"""The captions as a source: they come from the video that is followed, and from recordings."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import ConfigDict

from relay.clock import Clock
from relay.core.media import Caption
from relay.core.observation import Observation
from relay.errors import SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.captions.reading import SOURCE, Reading


class CaptionsSettings(Settings):
    """The section `[sources.captions]` of config.toml."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether what is said counts as a hint."""


class Captions(Source):
    """A document is one line of captions, like `{"time": "2026-08-06T12:46:10Z", "text": "THE
    HATCH IS NOW OPEN."}`, or several, one a line. They come from the stream that is followed
    and from recordings; nothing is fetched."""

    name: ClassVar[str] = SOURCE
    Config: ClassVar[type[Settings]] = CaptionsSettings

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:
        """Made like every other source, but there is nothing to fetch."""

    async def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        nothing: asyncio.Future[Sequence[Document]] = asyncio.get_running_loop().create_future()
        for document in await nothing:
            yield document

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        return Reading()(document, fetched_at)

    @classmethod
    def reader(cls) -> Reading:
        """Reads lines in their order, and remembers: a sentence comes in several of them."""
        return Reading()


def written(caption: Caption) -> str:
    """The document that holds it."""
    time = caption.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"time": time, "text": caption.text}, ensure_ascii=False)
