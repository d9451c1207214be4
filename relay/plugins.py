"""What a source and a bot are to the relay, and how they are found: by entry point.

A source stands in the group `spacewalk_relay.sources`, a bot in `spacewalk_relay.bots`; the name
of the entry point is the name of its section in config.toml.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import EntryPoint, entry_points
from typing import Any, ClassVar, Protocol, runtime_checkable

import aiohttp
from pydantic import BaseModel, ConfigDict

from relay.clock import Clock
from relay.core.notice import Notice
from relay.core.observation import Observation
from relay.core.trace import Trace
from relay.errors import ConfigError, SourceUnavailable

SOURCES = "spacewalk_relay.sources"
BOTS = "spacewalk_relay.bots"


class Settings(BaseModel):
    """Base of every section of config.toml: an unknown key is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Document:
    """What a source returned, as it came, and when."""

    source: str
    at: datetime
    text: str


Read = Callable[[str, datetime], list[Observation]]
"""What turns the documents of a source, one after the other, into what they claim."""


@runtime_checkable
class Traced(Protocol):
    """A reader that also keeps what was measured, for the page to draw."""

    @property
    def trace(self) -> Trace:
        """The last hours."""
        ...


class Http(Protocol):
    """Makes client sessions that keep the relay's rules of safety."""

    def session(self, *, allow_private: bool = False) -> aiohttp.ClientSession:
        """A session for the caller to close. It connects to public addresses only, redirects
        included, unless `allow_private` says otherwise."""
        ...


class Source(Protocol):
    """A public feed: fetching, which does I/O, apart from parsing, which is pure."""

    name: ClassVar[str]
    Config: ClassVar[type[Settings]]

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None: ...

    def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        """Every new document, for ever. A failed try is yielded, not raised: the source goes on
        by itself, and who reads decides what to show of it."""
        ...

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        """What the document claims. Raises `SourceChanged` when it is not of the known form."""
        ...

    @classmethod
    def reader(cls) -> Read:
        """Reads documents in the order in which they come; a new one for each run. A source whose
        documents say something only together, like samples, has one that remembers."""
        return cls.parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One place to tell: a platform, an address there, and what it wants to hear."""

    id: str
    platform: str
    address: str
    kinds: frozenset[str] = frozenset()
    """Kinds of notice (`relay.core.notice.KINDS`); empty means all."""
    lead_times: tuple[timedelta, ...] = ()
    priority: int = 100
    """Lowest is told first."""
    paused: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    """What the platform needs besides, by the platform's own names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's own id of a message: what editing it later takes."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of `spacewalk-relay check`: what was tried, whether it works and what to do."""

    part: str
    works: bool
    says: str


class Bot(Protocol):
    """A chat platform."""

    name: ClassVar[str]
    Config: ClassVar[type[Settings]]

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None: ...

    async def start(self) -> None:
        """Open what `deliver` needs. Raises ConfigError when it can never work."""
        ...

    async def deliver(
        self, destination: Destination, notice: Notice, key: str, posted: Receipt | None
    ) -> Receipt:
        """Tell it, or edit the message `posted` where the platform can.

        `key` is the same for every try of the same notice and revision: platforms that know
        idempotency keys get it. Raises DeliveryDelayed or DeliveryRefused.
        """
        ...

    async def close(self) -> None:
        """Let go of what `start` opened."""
        ...

    async def check(self, destinations: Sequence[Destination]) -> list[Finding]:
        """Try what can be tried without telling anyone anything."""
        ...


def find_sources() -> dict[str, type[Source]]:
    """Every installed source, by name. Raises ConfigError for one that does not load."""
    return {point.name: _load(point) for point in entry_points(group=SOURCES)}


def find_bots() -> dict[str, type[Bot]]:
    """Every installed chat platform, by name. Raises ConfigError for one that does not load."""
    return {point.name: _load(point) for point in entry_points(group=BOTS)}


def _load(point: EntryPoint) -> Any:
    try:
        return point.load()
    except (ImportError, AttributeError) as problem:
        raise ConfigError(
            f"the plugin {point.name!r} ({point.value}) does not load: {problem}; "
            f"install it again, with its extra if it has one"
        ) from problem
