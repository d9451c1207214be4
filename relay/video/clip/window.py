"""Which segments a clip is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.errors import VideoError
from relay.video.container import transport
from relay.video.container.opening import Run, form
from relay.video.segment import Ring, Segment


@dataclass(frozen=True, slots=True)
class Stretch:
    """Segments of a ring without a seam."""

    segments: tuple[Segment, ...]
    sets: bytes
    """The parameter sets of its pictures, where the first segment lacks them."""

    @property
    def start(self) -> datetime:
        """When its first picture was taken."""
        return self.segments[0].start

    @property
    def end(self) -> datetime:
        """When its last one has passed."""
        return self.segments[-1].end

    @property
    def run(self) -> Run:
        """Its bytes."""
        first, *others = self.segments
        kind = form(first)
        begin = transport.with_parameters(first.data, self.sets) if self.sets else [first.data]
        return Run(kind, (first.header, *begin, *(one.data for one in others)))


@dataclass(frozen=True, slots=True)
class Window:
    """What a ring holds of a time."""

    stretches: tuple[Stretch, ...]
    start: datetime
    end: datetime

    @property
    def length(self) -> float:
        """Seconds of the time that it shows."""
        shown = (min(one.end, self.end) - max(one.start, self.start) for one in self.stretches)
        return sum(max(0.0, one.total_seconds()) for one in shown)

    @property
    def size(self) -> int:
        """Bytes of the segments."""
        return sum(len(one.data) for stretch in self.stretches for one in stretch.segments)

    @property
    def before(self) -> float:
        """Seconds that its time begins after its first picture; below 0 where that is too late."""
        return (self.start - self.stretches[0].start).total_seconds()

    @property
    def until(self) -> float:
        """Seconds between the last stretch's first picture and the end of its time."""
        return (self.end - self.stretches[-1].start).total_seconds()

    def around_middle(self, kinds: Sequence[int]) -> "Window":
        """The part without a change of kind that holds the middle of its time, or comes nearest."""
        middle = self.start + (self.end - self.start) / 2
        near = min(range(len(kinds)), key=lambda one: self._distance(one, middle))
        first = last = near
        while first > 0 and kinds[first - 1] == kinds[near]:
            first -= 1
        while last + 1 < len(kinds) and kinds[last + 1] == kinds[near]:
            last += 1
        return Window(self.stretches[first : last + 1], self.start, self.end)

    def _distance(self, index: int, at: datetime) -> timedelta:
        one = self.stretches[index]
        return max(one.start - at, at - one.end, timedelta(0))


def window(ring: Ring, start: datetime | None, length: timedelta) -> Window | None:
    """What the ring holds of that time, of the newest where there is no start; None when it holds
    nothing of it. Segments that cannot be read are left out."""
    if ring.newest is None:
        return None
    begin = start if start is not None else ring.newest.end - length
    stretches = tuple(_stretches(ring, ring.between(begin, begin + length)))
    return Window(stretches, begin, begin + length) if stretches else None


def _stretches(ring: Ring, segments: Sequence[Segment]) -> Iterator[Stretch]:
    """They end where a run ends, where a segment is missing, and where the encoder changes what
    its pictures are like without a word in the playlist."""
    group: list[Segment] = []
    known = b""
    for one in filter(_is_readable, segments):
        own = _sets(one)
        if group and not _follows(group[-1], one):
            yield _stretch(ring, group)
            group, known = [], b""
        elif group and own and known and own != known:
            yield _stretch(ring, group)
            group = []
        known = own or known
        group.append(one)
    if group:
        yield _stretch(ring, group)


def _follows(before: Segment, one: Segment) -> bool:
    return one.run == before.run and one.number == before.number + 1


def _stretch(ring: Ring, segments: Sequence[Segment]) -> Stretch:
    first = segments[0]
    if form(first) == "mp4" or _sets(first):
        return Stretch(tuple(segments), b"")
    same = [one for one in ring if one.run == first.run and _is_readable(one)]
    before = [one for one in same if one.number < first.number]
    after = [one for one in same if one.number > first.number]
    found = (sets for one in (*reversed(before), *after) if (sets := _sets(one)))
    return Stretch(tuple(segments), next(found, b""))


def _sets(segment: Segment) -> bytes:
    return b"" if segment.header else transport.parameters(segment.data)


def _is_readable(segment: Segment) -> bool:
    try:
        form(segment)
    except VideoError:
        return False
    return True
