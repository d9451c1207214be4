"""A desk over plain dictionaries, for the tests of bots that people talk to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.board import Board
from relay.core.event import Event
from relay.core.statement import Statement
from relay.plugins import Desk, Destination, Footage, Receipt
from relay.testing.footage import FakeFootage

LEADS = (timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10))


class FakeDesk(Desk):
    """Everything lies open: a test sets `board` and `moment`, and looks at what was kept."""

    def __init__(self, board: Board, moment: datetime, trusted: Iterable[str] = ()) -> None:
        self.current = board
        self.moment = moment
        self.leads: tuple[timedelta, ...] = LEADS
        self.trusted = frozenset(trusted)
        self.kept: dict[str, Destination] = {}
        self.reasons: dict[str, str] = {}
        self.heard: list[Statement] = []
        self.told: list[Event] | Exception = []
        """What `observe` answers, or raises."""
        self.following: list[Event] = []
        """What `consequences` answers."""
        self.shots = FakeFootage()
        self.receipts: dict[tuple[str, str], Receipt] = {}

    @property
    def board(self) -> Board:
        return self.current

    @property
    def lead_times(self) -> tuple[timedelta, ...]:
        return self.leads

    @property
    def footage(self) -> Footage:
        return self.shots

    def now(self) -> datetime:
        return self.moment

    def trusts(self, author: str) -> bool:
        return author in self.trusted

    async def observe(self, statement: Statement) -> list[Event]:
        self.heard.append(statement)
        if isinstance(self.told, Exception):
            raise self.told
        return self.told

    def consequences(self, statement: Statement) -> list[Event]:
        return [event for event in self.following if event.spacewalk == statement.spacewalk]

    async def destination(self, identity: str) -> Destination | None:
        return next(iter(self._those(lambda one: one.id == identity)), None)

    async def destinations(self, community: str) -> list[Destination]:
        return self._those(lambda one: one.community == community)

    async def destinations_at(self, platform: str, address: str) -> list[Destination]:
        return self._those(lambda one: (one.platform, one.address) == (platform, address))

    async def suspended(self) -> Mapping[str, str]:
        return dict(self.reasons)

    async def put(self, destination: Destination) -> None:
        self.kept[destination.id] = destination

    async def pause(self, identity: str) -> bool:
        return self._set_paused(identity, paused=True)

    async def resume(self, identity: str) -> bool:
        self.reasons.pop(identity, None)
        return self._set_paused(identity, paused=False)

    async def suspend(self, identity: str, reason: str) -> bool:
        if identity in self.kept:
            self.reasons[identity] = reason
        return identity in self.kept

    async def remove(self, identity: str) -> bool:
        self.reasons.pop(identity, None)
        return self.kept.pop(identity, None) is not None

    async def shown(self, identity: str, key: str) -> Receipt | None:
        return self.receipts.get((identity, key))

    async def reopen(self, identity: str) -> bool:
        self.reasons.pop(identity, None)
        return identity in self.kept

    def _those(self, meant: Callable[[Destination], bool]) -> list[Destination]:
        known = (one for _, one in sorted(self.kept.items()) if meant(one))
        return [replace(one, paused=one.paused or one.id in self.reasons) for one in known]

    def _set_paused(self, identity: str, *, paused: bool) -> bool:
        if identity in self.kept:
            self.kept[identity] = replace(self.kept[identity], paused=paused)
        return identity in self.kept
