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
from relay.core.board import Board
from relay.core.card import Card
from relay.core.event import Event
from relay.core.notice import Notice
from relay.core.observation import Observation
from relay.core.statement import Statement
from relay.core.trace import Trace
from relay.core.voice import DEFAULT, Stamp
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
    spacewalks: frozenset[str] = frozenset()
    """Ids of the spacewalks that it wants to hear of; empty means all."""
    language: str = DEFAULT
    """One of `relay.core.voice.LANGUAGES`."""
    community: str = ""
    """What it belongs to, like `discord:197038439483310086`: it hears what holds there alone."""
    made_in_chat: bool = False
    """The configuration does not list it, and so does not pause it either."""
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


class Desk(Protocol):
    """All that a bot may ask of the relay: it knows nothing else of it."""

    @property
    def board(self) -> Board:
        """What is going on now."""
        ...

    @property
    def lead_times(self) -> tuple[timedelta, ...]:
        """How long before a planned start reminders are made; others cannot be asked for."""
        ...

    def now(self) -> datetime:
        """The relay's time: in a replay that of the recording."""
        ...

    def trusts(self, author: str) -> bool:
        """Whether the operator lets this account (`platform:id`) make facts for everyone."""
        ...

    async def observe(self, statement: Statement) -> list[Event]:
        """Take a moderator's word down and weigh it; what changed comes back, all of it told.

        Facts for everyone where the author is trusted, else for the statement's community alone.
        Raises StatementRefused, in words for the author, for what cannot be so, and where nothing
        came of it.
        """
        ...

    def consequences(self, statement: Statement) -> list[Event]:
        """All that `observe` would change, as things stand now. Raises StatementRefused."""
        ...

    async def destination(self, identity: str) -> Destination | None:
        """The one of that id; a suspended one counts as paused."""
        ...

    async def destinations(self, community: str) -> list[Destination]:
        """All that belong to a community, by id."""
        ...

    async def destinations_at(self, platform: str, address: str) -> list[Destination]:
        """All that tell that place, whoever made them, by id."""
        ...

    async def suspended(self) -> Mapping[str, str]:
        """Why each suspended destination is, by its id."""
        ...

    async def put(self, destination: Destination) -> None:
        """Add it, or change what it wants; it is told what is new from now on."""
        ...

    async def pause(self, identity: str) -> bool:
        """Tell it nothing until `resume`. False when there is none of that id."""
        ...

    async def resume(self, identity: str) -> bool:
        """Tell it again what is new from now on."""
        ...

    async def suspend(self, identity: str, reason: str) -> bool:
        """Tell it nothing until `reopen`: the platform refuses it."""
        ...

    async def reopen(self, identity: str) -> bool:
        """It takes messages again; one that people paused stays paused."""
        ...

    async def remove(self, identity: str) -> bool:
        """Forget it and what it was told."""
        ...

    async def shown(self, identity: str, key: str) -> Receipt | None:
        """The message that a destination shows under that key (`Card.key` and the face)."""
        ...


@runtime_checkable
class Conversing(Protocol):
    """A bot that people talk to."""

    def meet(self, desk: Desk) -> None:
        """Called once after `start`, before anything is delivered."""
        ...

    async def serve(self) -> None:
        """Answer people until cancelled. It is started again when it fails."""
        ...


@runtime_checkable
class Showing(Protocol):
    """A bot that also keeps something up to date in place: a card, an entry in a calendar."""

    def faces(self, destination: Destination) -> Mapping[str, timedelta]:
        """What it keeps there of every spacewalk, and how long ahead of the planned start."""
        ...

    async def show(
        self, destination: Destination, face: str, card: Card, key: str, posted: Receipt | None
    ) -> Receipt | None:
        """Make it, or bring `posted` up to date; None when there is nothing to show yet.

        `key` is the same for every try to make it. Raises DeliveryDelayed, DeliveryRefused.
        """
        ...


@runtime_checkable
class Stamping(Protocol):
    """A bot whose platform shows every reader their own time."""

    @property
    def stamp(self) -> Stamp:
        """How it writes an instant."""
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
