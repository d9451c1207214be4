"""Puts each event in words once, however many destinations are told."""

import logging
from collections.abc import Callable

from relay.core.event import Event
from relay.core.notice import Notice
from relay.journal.journal import Journal

KEPT = 1000
"""Notices held at once; one that a slow destination needs later is made again."""

log = logging.getLogger(__name__)


class Words:
    """Notices by event. A bug in the wording costs that one event, and is logged."""

    def __init__(self, journal: Journal, notices: Callable[[Event], Notice | None]) -> None:
        self._journal = journal
        self._notices = notices
        self._made: dict[int, Notice | None] = {}

    def of(self, event: Event) -> Notice | None:
        """What to tell of it; None when it is nothing to tell."""
        if event.seq not in self._made:
            self._made[event.seq] = self._make(event)
            if len(self._made) > KEPT:
                del self._made[next(iter(self._made))]
        return self._made[event.seq]

    async def at(self, seq: int) -> Notice | None:
        """The same for an event of the past; None also when the journal no longer holds it."""
        if seq in self._made:
            return self._made[seq]
        events = await self._journal.events(after=seq - 1, limit=1)
        return next((self.of(event) for event in events if event.seq == seq), None)

    def _make(self, event: Event) -> Notice | None:
        try:
            return self._notices(event)
        except Exception:
            log.exception("event %d cannot be put in words and is not told", event.seq)
            return None
