"""The ring of a rung that is followed: it also takes what was published before it was asked for."""

from relay.video.segment import Ring, Segment


class DeepRing(Ring):
    """Bounded like any ring."""

    def add_before(self, oldest: Segment, segment: Segment) -> bool:
        """Keep it in front of the one that is the oldest, unless that is not so any more, or one
        of them would have to give way for it."""
        if not self._segments or self._segments[0] is not oldest:
            return False
        if self._size + len(segment.data) > self._most:
            return False
        if self._length + segment.duration > self._seconds:
            return False
        self._segments.appendleft(segment)
        self._length += segment.duration
        self._size += len(segment.data)
        return True

    def clear(self) -> None:
        """Forget all of them."""
        self._segments.clear()
        self._length = 0.0
        self._size = 0
