"""What trusted people report: it flows like any other source, and so is recorded and replayed."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import ClassVar, NoReturn

from pydantic import ConfigDict

from relay.clock import Clock
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation
from relay.core.spacewalk import Identity, Segment
from relay.errors import SourceChanged, SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.fields import Fields, instant, load, text

_BY_NUMBER = re.compile(r"(us|rs)-eva-([0-9]{1,3}[a-z]?)", re.IGNORECASE)
_BY_DATE = re.compile(r"(us|rs|eva)-([0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE)
_SEGMENTS = {segment.prefix: segment for segment in Segment}


class ModeratorSettings(Settings):
    """The section `[sources.moderator]` of config.toml."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether statements of moderators count."""


class Moderators(Source):
    """A document is one statement: `{"by": "…", "milestone": "hatch_open", "time": "<UTC>" or
    null, "note": "…", "spacewalk": "us-eva-95", "retract": true}`; the last three may be absent."""

    name: ClassVar[str] = "moderator"
    Config: ClassVar[type[Settings]] = ModeratorSettings

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:  # noqa: ARG002
        # Made like every other source, but nothing is fetched and nothing can be set.
        self._clock = clock
        self._waiting: asyncio.Queue[Document] = asyncio.Queue()

    def submit(self, document: str) -> list[Observation]:
        """Take a statement in; what it was understood as comes back, to be shown to its author.

        Raises SourceChanged, with words for the author, when it is no statement.
        """
        now = self._clock.now()
        understood = self.parse(document, now)
        self._waiting.put_nowait(Document(self.name, now, document))
        return understood

    async def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        while True:
            yield await self._waiting.get()

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        statement = load(document, Moderators.name)
        if not isinstance(statement, dict):
            _refuse("the statement is not a JSON object")
        time = _time(statement)
        note = text(statement.get("note"))
        return [
            Observation(
                source=Moderators.name,
                trust=Trust.MODERATOR,
                spacewalk=_spacewalk(statement, time or fetched_at),
                kind=_milestone(statement),
                seen_at=fetched_at,
                occurred_at=time,
                retracts=_retracts(statement),
                note=note,
                evidence=Evidence(words=note, by=_author(statement)),
            )
        ]


def _author(statement: Fields) -> str:
    by = text(statement.get("by"), 100)
    return by or _refuse('it does not say who speaks: give "by" a name')


def _milestone(statement: Fields) -> Milestone:
    said = text(statement.get("milestone"), 40).lower()
    try:
        return Milestone(said)
    except ValueError:
        allowed = ", ".join(Milestone)
        _refuse(f"{said!r} is no milestone; it is one of {allowed}")


def _time(statement: Fields) -> datetime | None:
    said = statement.get("time")
    if said is None:
        return None
    return instant(said) or _refuse(
        f"{text(said, 40)!r} is no time; write it like 2026-08-06T12:35:00Z, or leave it out"
    )


def _retracts(statement: Fields) -> bool:
    said = statement.get("retract", False)
    return said if isinstance(said, bool) else _refuse('"retract" is either true or false')


def _spacewalk(statement: Fields, otherwise_near: datetime) -> Identity:
    said = statement.get("spacewalk")
    if said is None:
        return Identity(near=otherwise_near)
    known = text(said, 40).lower()
    if numbered := _BY_NUMBER.fullmatch(known):
        return Identity(segment=_SEGMENTS[numbered[1]], number=numbered[2])
    dated = _BY_DATE.fullmatch(known)
    noon = instant(f"{dated[2]}T12:00:00Z") if dated else None
    if dated is None or noon is None:
        _refuse(f"{known!r} is no spacewalk; write it like us-eva-95, rs-eva-49 or us-2026-08-06")
    return Identity(segment=_SEGMENTS.get(dated[1]), near=noon)


def _refuse(why: str) -> NoReturn:
    raise SourceChanged(f"moderator: {why}")
