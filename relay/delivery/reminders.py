"""Reminders before a planned start. Each is one event for everyone, however many are told.

Nothing is stored for them: what is due follows from the board, and what was told stands there too.
So a slip, a scrub, a restart and a clock that jumped need nothing but a fresh look.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.core.standing import Spacewalk, State
from relay.core.wording import clock_time, length
from relay.timers import Timers

LATE = timedelta(minutes=1)
"""A reminder this late says so."""
SAME = timedelta(minutes=10)
"""A slip by less repeats no reminder that was told: the notice of the slip says it all."""
WAITING = frozenset({State.PLANNED, State.PREPARING})

log = logging.getLogger(__name__)

Add = Callable[[Callable[[], Sequence[Event]]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder to come."""

    spacewalk: str
    origin: str
    lead: timedelta
    at: datetime

    @property
    def name(self) -> str:
        """Unique among reminders, the same after every look."""
        return f"reminder {self.spacewalk} {self.lead}"


def due(board: Board, lead_times: Iterable[timedelta]) -> list[Due]:
    """Every reminder that is not told yet, also those whose time has passed."""
    leads = sorted(set(lead_times))
    return [
        Due(walk.id, walk.origin, lead, walk.plan.start - lead)
        for walk in board.spacewalks.values()
        if walk.plan and walk.plan.exact and walk.plan.start and _is_awaited(walk)
        for lead in leads
        if not _was_told(walk, lead, walk.plan.start - lead)
    ]


def _is_awaited(walk: Spacewalk) -> bool:
    """Whether "in ten minutes" still makes sense: an open hatch is ahead of every plan."""
    return walk.state in WAITING and walk.fact(Milestone.HATCH_OPEN) is None


def _was_told(walk: Spacewalk, lead: timedelta, at: datetime) -> bool:
    """One that was due later than this says it as well: this one's time is long past."""
    return any(told == lead and at < when + SAME for told, when in walk.reminded)


class Reminders:
    """Keeps one timer for each reminder to come."""

    def __init__(
        self,
        timers: Timers,
        lead_times: Iterable[timedelta],
        late_limit: timedelta,
        board: Callable[[], Board],
        now: Callable[[], datetime],
        add: Add,
    ) -> None:
        """`add` writes what it is given to the journal, when it can.

        A reminder that is later than `late_limit`, or not before the start any more, is left out.
        """
        self._timers = timers
        self._leads = tuple(lead_times)
        self._late_limit = late_limit
        self._board = board
        self._now = now
        self._add = add
        self._set: dict[str, Due] = {}

    def plan(self) -> None:
        """Look at the board afresh: after a start, and after everything that was told."""
        coming = {one.name: one for one in due(self._board(), self._leads)}
        for name in self._set.keys() - coming.keys():
            self._timers.cancel(name)
        for name, one in coming.items():
            if self._set.get(name) != one:
                self._timers.set(name, one.at, lambda one=one: self._tell(one))  # type: ignore[misc]
        self._set = coming

    async def _tell(self, one: Due) -> None:
        await self._add(lambda: self._due(one))

    def _due(self, one: Due) -> list[Event]:
        """Its time has come: say so, unless the board has changed or it is too late."""
        if one not in due(self._board(), [one.lead]):
            return []
        now = self._now()
        late = now - one.at
        if late > self._late_limit or now >= one.at + one.lead:
            told = (length(one.lead), one.spacewalk, clock_time(one.at), length(late))
            log.info("the reminder %s before %s, due at %s, is left out: %s late", *told)
            return []
        return [
            Event(
                type=EventType.REMINDER_DUE,
                spacewalk=one.spacewalk,
                origin=one.origin if one.origin != one.spacewalk else "",
                time=now,
                due_at=one.at,
                lead=one.lead,
                late=late if late >= LATE else None,
            )
        ]
