"""What trusted people report: it flows like any other source, and so is recorded and replayed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, ClassVar, NoReturn

from pydantic import ConfigDict, Field

from relay.clock import Clock
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation
from relay.core.spacewalk import Identity, Segment
from relay.core.statement import Statement
from relay.errors import SourceChanged, SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.fields import Fields, instant, load, text

_BY_NUMBER = re.compile(r"(us|rs)-eva-([0-9]{1,3}[a-z]?)", re.IGNORECASE)
_BY_DATE = re.compile(r"(us|rs|eva)-([0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE)
_ACCOUNT = r"^[a-z][a-z0-9_-]{0,31}:[^\s\x00-\x1f]{1,200}$"
ACCOUNT = 240
"""Characters of an account; a longer one is cut off."""
_SEGMENTS = {segment.prefix: segment for segment in Segment}


class ModeratorSettings(Settings):
    """The section `[sources.moderator]` of config.toml."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether statements of moderators count."""
    trusted: tuple[Annotated[str, Field(pattern=_ACCOUNT)], ...] = ()
    """Accounts that make facts for everyone, as `platform:id`, like `discord:80351110224678912`.
    What any other moderator says holds in their own community alone."""


class Moderators(Source):
    """A document is one statement: `{"by": "…", "milestone": "hatch_open", "time": "<UTC>" or
    null, "note": "…", "spacewalk": "us-eva-95", "near": "<UTC>", "retract": true, "author": "…"}`;
    all after the time may be absent. `near` is an instant that the spacewalk lies near, where its
    name does not say it. They come from chats and recordings; nothing is fetched."""

    name: ClassVar[str] = "moderator"
    Config: ClassVar[type[Settings]] = ModeratorSettings

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:
        """Made like every other source, but there is nothing to fetch."""

    async def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        nothing: asyncio.Future[Sequence[Document]] = asyncio.get_running_loop().create_future()
        for document in await nothing:
            yield document

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
                author=text(statement.get("author"), ACCOUNT),
                note=note,
                evidence=Evidence(words=note, by=_author(statement)),
            )
        ]


def written(statement: Statement, near: datetime | None) -> str:
    """The document that says it. `near` is when its spacewalk is planned, as far as known."""
    at = statement.occurred_at
    fields = {
        "by": statement.by,
        "author": statement.author,
        "milestone": statement.milestone.value,
        "time": _iso(at) if at else None,
        "note": statement.note,
        "spacewalk": statement.spacewalk,
        **({"near": _iso(near)} if near else {}),
        **({"retract": True} if statement.retracts else {}),
    }
    return json.dumps(fields, ensure_ascii=False)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


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
    return _instant(statement, "time")


def _instant(statement: Fields, name: str) -> datetime | None:
    said = statement.get(name)
    if said is None:
        return None
    return instant(said) or _refuse(
        f"{text(said, 40)!r} is no time; write it like 2026-08-06T12:35:00Z, or leave it out"
    )


def _retracts(statement: Fields) -> bool:
    said = statement.get("retract", False)
    return said if isinstance(said, bool) else _refuse('"retract" is either true or false')


def _spacewalk(statement: Fields, otherwise_near: datetime) -> Identity:
    said, near = statement.get("spacewalk"), _instant(statement, "near")
    if said is None:
        return Identity(near=near or otherwise_near)
    known = text(said, 40).lower()
    if numbered := _BY_NUMBER.fullmatch(known):
        return Identity(segment=_SEGMENTS[numbered[1]], number=numbered[2], near=near)
    dated = _BY_DATE.fullmatch(known)
    noon = instant(f"{dated[2]}T12:00:00Z") if dated else None
    if dated is None or noon is None:
        _refuse(f"{known!r} is no spacewalk; write it like us-eva-95, rs-eva-49 or us-2026-08-06")
    return Identity(segment=_SEGMENTS.get(dated[1]), near=near or noon)


def _refuse(why: str) -> NoReturn:
    raise SourceChanged(f"moderator: {why}")
