"""The pictures of the last minutes, one for each segment."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

from relay.plugins import Still
from relay.video.picture.keyframe import Decoder
from relay.video.picture.look import Looks
from relay.video.picture.photograph import photograph
from relay.video.segment import Segment

KEEP = 180.0
MOST_BYTES = 40 * 2**20


class Stills:
    """Each picture is made when its segment comes, so that asking for one costs nothing."""

    def __init__(self, credit: str, keep: float = KEEP, size: int = MOST_BYTES) -> None:
        """They are kept for `keep` seconds of the stream, but no more than `size` bytes of them."""
        self._credit = credit
        self._keep = timedelta(seconds=keep)
        self._most = size
        self._size = 0
        self._stills: deque[Still] = deque()
        self._decoder = Decoder()
        self._looks = Looks()
        self._turn = asyncio.Lock()

    @property
    def newest(self) -> Still | None:
        """The last one that was made."""
        return self._stills[-1] if self._stills else None

    def near(self, at: datetime) -> Still | None:
        """The first one taken at that time or after it, else the newest before."""
        later = [still for still in self._stills if still.at >= at]
        return min(later, key=lambda still: still.at, default=self.newest)

    async def take(self, segment: Segment) -> Still:
        """Make the picture of a segment, in a thread; segments come in their order. Raises
        VideoError when it holds no whole picture: those before stay."""
        async with self._turn:
            still = await asyncio.to_thread(self._develop, segment)
            self._remember(still)
            return still

    def _develop(self, segment: Segment) -> Still:
        key = self._decoder.last(segment)
        shot = photograph(key.frame)
        at = segment.start + timedelta(seconds=key.after)
        look = self._looks.judge(shot.luma, at)
        return Still(jpeg=shot.jpeg, at=at, exact=segment.exact, credit=self._credit, look=look)

    def _remember(self, still: Still) -> None:
        self._stills.append(still)
        self._size += len(still.jpeg)
        while len(self._stills) > 1 and self._is_over(still):
            self._size -= len(self._stills.popleft().jpeg)

    def _is_over(self, newest: Still) -> bool:
        # A stream that takes its place may have another clock.
        return self._size > self._most or abs(newest.at - self._stills[0].at) > self._keep
