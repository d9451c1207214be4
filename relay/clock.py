"""Time as an argument: the wall clock of a live run, or the faster clock of a replay."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where everything that runs gets its time from. All times are aware UTC."""

    def now(self) -> datetime:
        """The present instant."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds of this clock."""
        ...


class WallClock(Clock):
    """The machine's own time."""

    def now(self) -> datetime:
        """The present instant, in UTC whatever the machine's zone."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait that many real seconds."""
        await asyncio.sleep(seconds)
