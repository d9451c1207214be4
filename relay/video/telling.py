"""That the live picture is lost, back, or another one, as events."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from relay.core.event import Event, EventType
from relay.core.spacewalk import Stream
from relay.core.standing import Spacewalk
from relay.video.stream.address import is_for_everyone
from relay.video.stream.health import Change
from relay.video.timing import Timing

Add = Callable[[Callable[[], Sequence[Event]]], Awaitable[object]]

_TYPES = {
    "live": EventType.STREAM_LIVE,
    "lost": EventType.STREAM_LOST,
    "changed": EventType.STREAM_CHANGED,
}


class Telling:
    """Tells of the spacewalk that is followed, and of nothing else."""

    def __init__(self, filmed: Callable[[], Spacewalk | None], timing: Timing, add: Add) -> None:
        self._filmed = filmed
        self._timing = timing
        self._add = add

    async def changed(self, change: Change) -> None:
        """Write it down, if it is worth telling."""
        await self._add(lambda: self._events(change))

    def _events(self, change: Change) -> list[Event]:
        walk = self._filmed()
        if walk is None or (change.kind == "live" and not _is_news(walk, change.stream)):
            return []
        return [
            Event(
                type=_TYPES[change.kind],
                spacewalk=walk.id,
                origin=walk.origin if walk.origin != walk.id else "",
                time=self._timing.now(),
                occurred_at=self._timing.told(change.since) if change.since else None,
                revision=walk.picture_revision + 1,
                stream=_named(walk, change.stream, live=change.kind != "lost"),
                note=change.why,
            )
        ]


def _named(walk: Spacewalk, stream: Stream, *, live: bool) -> Stream:
    """As everyone may read it: the address of an operator's own stream is nobody's business."""
    told = {one.url for one in walk.streams}
    if stream.url in told or is_for_everyone(stream.url):
        return replace(stream, live=live)
    return Stream(url="", title=stream.title, live=live)


def _is_news(walk: Spacewalk, stream: Stream) -> bool:
    """Of a first picture a source may have told already, and a channel that is always there says
    nothing of this spacewalk."""
    if walk.picture_revision:
        return walk.picture_lost
    return not walk.streams_told and stream.url in {one.url for one in walk.streams}
