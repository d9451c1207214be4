"""Events that are no longer in memory: read by the page, and kept for the next who resumes."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from relay.journal.journal import Journal
from relay.web.frames import Frame, framed

PAGE = 100
"""Seqs in one page."""
PAGES = 200
"""Pages that are kept, so that a thousand readers who resume at once cost one reading: decades of
spacewalks, of which each has some tens of events."""


@dataclass(frozen=True, slots=True)
class Page:
    """The frames of the events up to the seq `end`; the journal may lack some of them."""

    frames: Sequence[Frame]
    end: int


class History:
    """Pages of the journal, the one used last kept longest."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._reading = asyncio.Lock()

    async def page(self, after: int) -> Page:
        """The page with the event that follows `after`, a seq below the head."""
        number = after // PAGE
        async with self._reading:
            if number not in self._pages or self._pages[number].end <= after:
                await self._read(number)
            self._pages.move_to_end(number)
            return self._pages[number]

    async def _read(self, number: int) -> None:
        end = min((number + 1) * PAGE, self._journal.head)
        found = await self._journal.events(number * PAGE, PAGE)
        frames = [framed(event, self._journal.epoch) for event in found if event.seq <= end]
        self._pages[number] = Page(frames, end)
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
