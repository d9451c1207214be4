"""What a source is to the relay."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from relay.clock import Clock
from relay.core.observation import Observation
from relay.core.trace import Trace
from relay.errors import SourceUnavailable
from relay.plugins.common import Http, Settings


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
