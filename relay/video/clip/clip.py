"""Cuts clips out of the last minutes of a stream."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from relay.errors import VideoError
from relay.plugins import Clip
from relay.video.clip.remux import Movie, alike, remux
from relay.video.clip.window import Window, window
from relay.video.clip.worker import Worker
from relay.video.container.opening import Run
from relay.video.segment import Ring

LONGEST = timedelta(minutes=3)
PATIENCE = 120.0
"""Real seconds after which a clip is given up."""
BESIDE = 30.0
"""Seconds of content; what is longer is cut in a process beside the relay, which it would hold."""
IDLE = 600.0
"""Real seconds that this process waits for the next clip."""
_ROOM = 0.98
_SHRINKS = 0.8  # at most so much smaller is an MP4 file than the segments it is made of
_GAP = 4.0
_MIB = 2**20

Told = Callable[[float], None]


class Cutter:
    """One for all clips. It is to be closed."""

    def __init__(self, credit: str, patience: float = PATIENCE, idle: float = IDLE) -> None:
        self._credit = credit
        self._patience = patience
        self._idle = idle
        self._worker: Worker | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._turn = asyncio.Lock()

    async def cut(
        self,
        rings: Sequence[Ring],
        start: datetime | None,
        length: timedelta,
        most: int,
        progress: Told | None = None,
    ) -> Clip:
        """What the rings, the best first, hold of that time, within `most` bytes; a start of None
        means the newest. It begins at the last picture before `start` that stands alone.

        The first ring whose clip fits is taken. Runs are joined where they are encoded alike; where
        they are not, the clip is of the one that holds the middle of the time. When no ring fits,
        the best is encoded anew, and `progress` is told which part of that is done, from 0 to 1.
        Raises VideoError.
        """
        if length > LONGEST:
            raise VideoError("that is longer than three minutes")
        if length <= timedelta(0):
            raise VideoError("that is no length for a clip")
        windows = [found for ring in rings if (found := window(ring, start, length))]
        if not windows:
            raise VideoError("the stream was not followed then")
        try:
            async with asyncio.timeout(self._patience):
                return await self._best(_fullest(windows), most, progress)
        except TimeoutError:
            raise VideoError("the clip took too long to make") from None

    def warm(self) -> None:
        """Begin the process beside the relay, which takes 0.3 s, before a long clip is wanted."""
        self._ready()
        self._rest_later()

    async def close(self) -> None:
        """End the process; a clip that is being made there fails."""
        self._end()

    def _ready(self) -> Worker:
        if self._rest:
            self._rest.cancel()
        if self._worker is None or not self._worker.is_alive:
            self._end()
            self._worker = Worker()
        return self._worker

    def _rest_later(self) -> None:
        if not self._turn.locked():
            self._rest = asyncio.get_running_loop().call_later(self._idle, self._end)

    def _end(self) -> None:
        if self._rest:
            self._rest.cancel()
        worker, self._worker, self._rest = self._worker, None, None
        if worker:
            worker.close()

    async def _best(self, windows: Sequence[Window], most: int, progress: Told | None) -> Clip:
        room = int(most * _ROOM)
        for one in windows:
            if one.size * _SHRINKS <= room:
                chosen = await _alike(one)
                movie = await self._remuxed(chosen)
                if len(movie.mp4) <= room:
                    return self._clip(chosen, movie)
        chosen = await _alike(windows[0])
        try:
            movie = await self._smaller(chosen, room, progress)
        except VideoError as problem:
            raise VideoError(f"it does not fit into {most / _MIB:.3g} MiB: {problem}") from problem
        return self._clip(chosen, movie, reencoded=True)

    def _clip(self, chosen: Window, movie: Movie, *, reencoded: bool = False) -> Clip:
        return Clip(
            mp4=movie.mp4,
            at=chosen.stretches[0].start + timedelta(seconds=movie.skipped),
            length=timedelta(seconds=movie.length),
            credit=self._credit,
            reencoded=reencoded,
        )

    async def _remuxed(self, chosen: Window) -> Movie:
        runs = _runs(chosen)
        if chosen.length <= BESIDE:
            return await asyncio.to_thread(remux, runs, chosen.before, chosen.until)
        try:
            async with self._turn:
                return await _asked(self._ready(), runs, chosen)
        finally:
            self._rest_later()

    async def _smaller(self, chosen: Window, most: int, progress: Told | None) -> Movie:
        """In a process of its own: it may take a minute, in which others want their clips."""
        loop = asyncio.get_running_loop()

        def told(share: float) -> None:
            if progress:
                loop.call_soon_threadsafe(progress, share)

        worker = Worker()
        try:
            return await _asked(worker, _runs(chosen), chosen, most, told)
        finally:
            worker.close()


async def _asked(
    worker: Worker,
    runs: Sequence[Run],
    chosen: Window,
    most: int = 0,
    told: Told | None = None,
) -> Movie:
    try:
        return await asyncio.to_thread(worker.cut, runs, chosen.before, chosen.until, most, told)
    except asyncio.CancelledError:
        worker.kill()
        raise


async def _alike(found: Window) -> Window:
    """The part of it that can stand in one file."""
    if len(found.stretches) == 1:
        return found
    return found.around_middle(await asyncio.to_thread(alike, _runs(found)))


def _fullest(windows: Sequence[Window]) -> list[Window]:
    """Those that show as much of the time as any: a ring of big segments reaches less far back."""
    most = max(one.length for one in windows)
    return [one for one in windows if one.length >= most - _GAP]


def _runs(chosen: Window) -> list[Run]:
    return [one.run for one in chosen.stretches]
