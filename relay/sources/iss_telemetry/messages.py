"""What a Lightstreamer server has to say, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

RENEWED = frozenset({41, 48})
"""Codes of an end that only wants a new session, and wants it at once."""
Values = Mapping[str, str | None]
"""Fields of an item by name. None is the feed's null, or a field that it has not told yet."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Items whose fields are asked for; `id` tells it from others of the session."""

    id: int
    items: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """The WebSocket lets text through in both directions."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The session is there, and something comes at least every `keepalive` seconds."""

    session: str
    keepalive: float


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The subscription is accepted, and its updates follow."""

    subscription: int


@dataclass(frozen=True, slots=True)
class Update:
    """The whole state of an item after a change, and the names of the fields that were told."""

    item: str
    fields: Values
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Probe:
    """Nothing is new, but the connection lives."""


@dataclass(frozen=True, slots=True)
class Loop:
    """The session goes on after it was bound again, `delay` seconds from now."""

    delay: float


@dataclass(frozen=True, slots=True)
class End:
    """The session is over."""

    code: int
    words: str

    @property
    def renews(self) -> bool:
        """Whether the server asks for a new session at once."""
        return self.code in RENEWED


@dataclass(frozen=True, slots=True)
class Refused:
    """A session or a request was not granted."""

    code: int
    words: str
    permanent: bool
    """Whether asking again soon is pointless."""


Message = Ready | Welcome | Subscribed | Update | Probe | Loop | End | Refused
