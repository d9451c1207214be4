"""Puts each event in words once for each voice, however many destinations are told."""

import logging
from collections.abc import Callable

from relay.core.event import Event
from relay.core.notice import Notice
from relay.core.voice import ENGLISH, Voice
from relay.journal.journal import Journal

KEPT = 1000
"""Notices held at once; one that a slow destination needs later is made again."""

log = logging.getLogger(__name__)


class Words:
    """Notices by event and voice. A bug in the wording costs that one event, and is logged."""

    def __init__(self, journal: Journal, notices: Callable[[Event, Voice], Notice | None]) -> None:
        self._journal = journal
        self._notices = notices
        self._made: dict[tuple[int, Voice], Notice | None] = {}

    def of(self, event: Event, voice: Voice = ENGLISH) -> Notice | None:
        """What to tell of it; None when it is nothing to tell."""
        key = event.seq, voice
        if key not in self._made:
            self._made[key] = self._make(event, voice)
            if len(self._made) > KEPT:
                del self._made[next(iter(self._made))]
        return self._made[key]

    async def at(self, seq: int, voice: Voice = ENGLISH) -> Notice | None:
        """The same for an event of the past; None also when the journal no longer holds it."""
        if (seq, voice) in self._made:
            return self._made[seq, voice]
        events = await self._journal.events(after=seq - 1, limit=1)
        return next((self.of(event, voice) for event in events if event.seq == seq), None)

    def _make(self, event: Event, voice: Voice) -> Notice | None:
        try:
            return self._notices(event, voice)
        except Exception:
            log.exception("event %d cannot be put in words and is not told", event.seq)
            return None
