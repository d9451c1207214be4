"""All that a bot may ask of the relay."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from relay.core.board import Board
from relay.core.event import Event
from relay.core.statement import Statement
from relay.plugins.destination import Destination, Receipt
from relay.plugins.footage import Footage


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

    @property
    def footage(self) -> Footage:
        """The live stream; where it is switched off every wish for it ends in VideoError."""
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
