"""The places to tell, and what comes of telling them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from relay.core.voice import DEFAULT


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
