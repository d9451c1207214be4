"""Takes down what moderators say: facts for everyone from those who are trusted, else marks."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from relay.core.event import Event, EventType
from relay.core.marking import audit, marked
from relay.core.marks import Effect, Foresight, cleaned, foresee
from relay.core.milestone import TABLE
from relay.core.refusing import refuse
from relay.core.spacewalk import Precision
from relay.core.standing import Spacewalk
from relay.core.statement import Statement
from relay.intake import Intake
from relay.plugins import Document
from relay.sources.moderator import Moderators, written

_DATED = (Precision.MINUTE, Precision.HOUR, Precision.DAY)


class Moderation:
    """The moderators' way into the journal. Every word that is taken leaves an audit line there."""

    def __init__(
        self,
        intake: Intake,
        now: Callable[[], datetime],
        trusted: Collection[str] = (),
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        """`trusted` are accounts, as `platform:id`; `changed` is called after each change."""
        self._intake = intake
        self._now = now
        self._trusted = frozenset(trusted)
        self._changed = changed
        self._running: set[asyncio.Task[list[Event]]] = set()

    def trusts(self, author: str) -> bool:
        """Whether the operator lets this account make facts for everyone."""
        return author in self._trusted

    async def observe(self, statement: Statement) -> list[Event]:
        """Write down what a statement changes, and give that back; nothing when it stands just so.

        It is finished even when the caller is cancelled. Raises StatementRefused, also where it
        was taken down and nothing came of it.
        """
        task = asyncio.create_task(self._observe(statement))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    def consequences(self, statement: Statement) -> list[Event]:
        """All that `observe` would change, as things stand now. Raises StatementRefused."""
        trusted = self.trusts(statement.author)
        said = cleaned(statement)
        found, walk = self._weighed(said, trusted=trusted)
        now = self._now()
        if not trusted:
            return list(marked(walk, said, found, now))
        text = written(_exactly(said, found), _planned(walk))
        return [e for one in Moderators.parse(text, now) for e in self._intake.trial(one)]

    async def _observe(self, statement: Statement) -> list[Event]:
        trusted = self.trusts(statement.author)
        said = cleaned(statement)
        found, walk = self._weighed(said, trusted=trusted)
        if found.effect is Effect.NOTHING:
            return []
        events = await (self._state(said, found, walk) if trusted else self._mark(said))
        self._changed()
        told = [event for event in events if event.type is not EventType.STATEMENT]
        if not told and self._weighed(said, trusted=trusted)[0].effect is not Effect.NOTHING:
            refuse("It was taken down, but nothing follows from it; the log may say why")
        return told

    def _weighed(self, said: Statement, *, trusted: bool) -> tuple[Foresight, Spacewalk]:
        board = self._intake.board
        found = foresee(board, said, self._now(), trusted=trusted)
        return found, board.spacewalks[found.spacewalk]

    async def _state(self, said: Statement, found: Foresight, walk: Spacewalk) -> list[Event]:
        def first() -> list[Event]:
            anew, present = self._weighed(said, trusted=True)
            settled = anew.effect is Effect.NOTHING
            return [] if settled else [audit(present, said, anew, self._now())]

        text = written(_exactly(said, found), _planned(walk))
        return await self._intake.take(Document(Moderators.name, self._now(), text), first)

    async def _mark(self, said: Statement) -> list[Event]:
        def due() -> Sequence[Event]:
            found, walk = self._weighed(said, trusted=False)
            if found.effect is Effect.NOTHING:
                return []
            now = self._now()
            return [audit(walk, said, found, now), *marked(walk, said, found, now)]

        return await self._intake.add(due)


def _exactly(said: Statement, found: Foresight) -> Statement:
    """By the present id; what is taken back is named as it was told."""
    if not said.retracts or found.stands is None:
        return replace(said, spacewalk=found.spacewalk)
    told = found.stands
    note = told.note if TABLE[said.milestone].repeats else said.note
    return replace(said, spacewalk=found.spacewalk, occurred_at=told.occurred_at, note=note)


def _planned(walk: Spacewalk) -> datetime | None:
    plan = walk.plan
    return plan.start if plan and plan.precision in _DATED else None
