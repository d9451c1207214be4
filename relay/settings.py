"""What may stand in config.toml, section by section; plugins add the sections of their own."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    create_model,
)

from relay.core.notice import KINDS
from relay.core.voice import DEFAULT, LANGUAGES
from relay.plugins import Bot, Destination, Settings, Source
from relay.video.section import VideoSection
from relay.web.section import WebSection

_UNITS = {"d": "days", "h": "hours", "min": "minutes", "s": "seconds"}
_DURATION = r"(?=\d)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})min)?(?:(\d{1,5})s)?"


def duration(text: object) -> timedelta:
    """How long "10min", "24h", "90s", "1h30min" or "7d" is.

    Units go from the largest to the smallest, each at most once, in whole numbers. Raises
    ValueError for anything else, a bare number among it: nobody could tell its unit.
    """
    if isinstance(text, timedelta):
        return text
    found = re.fullmatch(_DURATION, text, re.ASCII) if isinstance(text, str) else None
    if found is None:
        raise ValueError('must be a duration like "90s", "10min", "1h30min", "24h" or "7d"')
    counts = (int(count or 0) for count in found.groups())
    return timedelta(**dict(zip(_UNITS.values(), counts, strict=True)))


def _longest_first(times: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if len(set(times)) < len(times):
        raise ValueError("names the same lead time twice; leave one out")
    if timedelta(0) in times:
        raise ValueError('must be longer than "0s": the start itself is a milestone of its own')
    return tuple(sorted(times, reverse=True))


Duration = Annotated[
    timedelta,
    BeforeValidator(duration),
    WithJsonSchema({"type": "string", "pattern": f"^{_DURATION}$"}),
]
LeadTimes = Annotated[tuple[Duration, ...], AfterValidator(_longest_first)]
Days = Annotated[int, Field(ge=1, le=36_500)]
Filled = Annotated[str, Field(min_length=1)]


class Section(Settings):
    """Base of the sections here: the words below a key are its description everywhere."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class RelaySection(Section):
    """The program as a whole."""

    database: Filled = "spacewalk-relay.db"
    """Where the journal is kept: a file, relative to the folder that the relay is started in."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """How much the log says."""


class JournalSection(Section):
    """What is kept, and how long. Nothing that a spacewalk still needs is ever deleted."""

    keep_days: Days = 3650
    """Days that the events of a spacewalk are kept after its latest news."""
    keep_observation_days: Days = 90
    """Days that the sources' claims behind the events are kept."""
    keep_document_days: Days = 30
    """Days that documents which could not be understood are kept, for mending the parser."""
    documents: Annotated[int, Field(ge=1, le=100_000)] = 200
    """How many such documents are kept; the oldest give way."""
    document_bytes: Annotated[int, Field(ge=1_000, le=100_000_000)] = 1_000_000
    """Bytes that are kept of each of them."""


class RemindersSection(Section):
    """Reminders before the planned start."""

    lead_times: LeadTimes = Field(default=("24h", "1h", "10min"), validate_default=True)
    """How long before the planned start to remind. A destination may ask for some of these only."""
    late_limit: Duration = Field(default="15min", validate_default=True)
    """A reminder that is late, after a slip or a restart, is told as late up to this limit and is
    left out beyond it."""


class DestinationSection(Section):
    """One place to tell."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
    """A name of your choice, used once: letters, digits, `-`, `_` and `.`. It must stay the same:
    what was told already is remembered under it."""
    platform: str
    """The chat platform: the name of an installed bot."""
    address: str = ""
    """Where on the platform: a channel, a room or an address, as the platform writes it."""
    kinds: tuple[Literal[*sorted(KINDS)], ...] = ()  # type: ignore[valid-type]
    """What to tell; empty means everything but hints, which are guesses."""
    lead_times: LeadTimes = ()
    """Which reminders to tell, out of those in `[reminders]`; empty means all of them."""
    priority: Annotated[int, Field(ge=0, le=1_000)] = 100
    """Lowest is told first."""
    language: Literal[*sorted(LANGUAGES)] = DEFAULT  # type: ignore[valid-type]
    """The language of what is told there; times stay in UTC where the platform has no own way."""
    paused: bool = False
    """Nothing is told while it is true."""
    options: dict[str, str] = Field(default_factory=dict)
    """What the platform needs besides, by the platform's own names."""

    def destination(self) -> Destination:
        """The same as the rest of the relay knows it."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        guild = self.options.get("guild")
        community = f"{self.platform}:{guild}" if guild else ""
        return Destination(**values | {"kinds": frozenset(self.kinds), "community": community})


CONSOLE = DestinationSection(id="console", platform="console")
"""Told when no destination is configured at all, so that a first run shows something."""


class Shape(Section):
    """All of config.toml but what plugins add to it: the tables `sources` and `bots`."""

    relay: RelaySection = RelaySection()
    journal: JournalSection = JournalSection()
    reminders: RemindersSection = RemindersSection()
    web: WebSection = WebSection()
    video: VideoSection = VideoSection()
    sources: Settings
    bots: Settings
    destinations: tuple[DestinationSection, ...]


def shape(sources: Mapping[str, type[Source]], bots: Mapping[str, type[Bot]]) -> type[Shape]:
    """The model of config.toml with these plugins installed, `bots` never being none.

    A bot that has no section is None.
    """
    feeds = {name: (source.Config, _UNSET) for name, source in sources.items()}
    chats = {name: (bot.Config | None, None) for name, bot in bots.items()}
    known: Any = Literal[*sorted(bots)]
    platform = (known, Field(description="The chat platform: the name of an installed bot."))
    place: Any = create_model("Destination", __base__=DestinationSection, platform=platform)
    tables: dict[str, Any] = {
        "sources": (_table("Sources", "The public feeds that are followed.", feeds), _UNSET),
        "bots": (
            _table("Bots", "The chat platforms, each for all its destinations.", chats),
            _UNSET,
        ),
        "destinations": (tuple[place, ...], (CONSOLE,)),
    }
    return create_model("Config", __base__=Shape, **tables)


_UNSET = Field(default_factory=dict, validate_default=True)


def _table(name: str, doc: str, sections: Mapping[str, Any]) -> type[Settings]:
    return create_model(name, __base__=Settings, __doc__=doc, **sections)
