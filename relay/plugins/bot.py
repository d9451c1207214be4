"""What a chat platform is to the relay, and the more that some can do."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, Protocol, runtime_checkable

from relay.clock import Clock
from relay.core.card import Card
from relay.core.notice import Notice
from relay.core.voice import Stamp
from relay.plugins.common import Http, Settings
from relay.plugins.desk import Desk
from relay.plugins.destination import Destination, Finding, Receipt


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
