"""Which segments are new, which of them join without a seam, and when they were taken."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from relay.video.segment import Segment
from relay.video.stream.listing import Listed, Listing

BACKLOG = 90.0
"""Seconds of a newly followed stream that are filled in behind its newest segment."""
AT_ONCE = 3
"""Segments that are taken of a stream whose numbers begin anew."""
SAME = 1.0
"""Seconds that two times of the same segment may be apart: packagers round."""
AHEAD, OLDEST = timedelta(seconds=5), timedelta(minutes=10)
"""A stream that says it was taken later than it came, or so long before, has a wrong clock."""

log = logging.getLogger(__name__)


class Timeline:
    """One for a rung; it goes on from stream to stream, so that a run is one of its kind.

    Numbers alone say which segment is which: names may be anything, and the time stamps inside
    wrap every 26.5 hours.
    """

    def __init__(self, offset: float = 0.0) -> None:
        self._offset = timedelta(seconds=offset)
        self._run = 0
        self._seen: Listed | None = None
        self._newest: Segment | None = None
        self._joins = False
        self._moved = False
        self._doubted = False

    def move(self) -> None:
        """What is listed from now on comes from another address."""
        self._moved = True
        self._doubted = False

    def fresh(self, listing: Listing) -> tuple[Listed, ...]:
        """Those to be fetched, in order; of a stream that was not followed the newest alone."""
        there = tuple(one for one in listing.segments if not one.missing)
        if not there:
            return ()
        seen, moved = self._seen, self._moved
        self._moved = False
        if seen is not None and moved and not _overlaps(there, seen):
            self._seen = seen = None
        if seen is None:
            self._joins = False
            return there[-1:]
        if _began_anew(there, seen):
            self._joins = False
            return _after(there[-AT_ONCE:], seen)
        return tuple(one for one in there if one.number > seen.number)

    def skip(self, listed: Listed) -> None:
        """It could not be had, and is not asked for again."""
        self._seen = listed
        self._joins = False

    def take(
        self, listed: Listed, data: bytes, header: bytes, arrived: datetime, after: float
    ) -> Segment:
        """The segment, when it has come; `after` are the seconds that are listed after it."""
        last = self._newest
        joins = self._joins and last is not None and self._goes_on(listed, header, last)
        if not joins:
            self._run += 1
        start, exact = self._instant(listed, arrived, after, last if joins else None)
        self._newest = segment = Segment(
            run=self._run,
            number=listed.number,
            start=start,
            duration=listed.duration,
            data=data,
            header=header,
            exact=exact,
        )
        self._seen, self._joins = listed, True
        return segment

    def _goes_on(self, listed: Listed, header: bytes, last: Segment) -> bool:
        follows = listed.number == last.number + 1 and not listed.fresh
        return follows and header == last.header

    def _instant(
        self, listed: Listed, arrived: datetime, after: float, last: Segment | None
    ) -> tuple[datetime, bool]:
        """Its own word, where that can be; else where the one before it ended; else by its
        arrival, as late as it can be."""
        latest = arrived - timedelta(seconds=listed.duration + after)
        if listed.start is not None:
            said = listed.start + self._offset
            if not self._doubted and -OLDEST <= said - latest <= AHEAD:
                return said, True
            self._doubt(said - latest)
        if last is None:
            return latest, False
        return (last.end, True) if last.exact else (min(last.end, latest), False)

    def _doubt(self, ahead: timedelta) -> None:
        """A clock that is wrong is wrong for long: once is enough."""
        if not self._doubted:
            self._doubted = True
            log.warning(
                "the stream's clock is %.0f s %s: its times are estimated by their arrival; "
                "clock_offset_seconds under [video] sets it right",
                abs(ahead.total_seconds()),
                "ahead" if ahead > timedelta(0) else "behind",
            )


def backlog(listing: Listing, number: int) -> Iterator[Listed]:
    """Those that join in front of the one of that number, the youngest first, as far back as
    BACKLOG."""
    following, seconds = None, 0.0
    for one in reversed([one for one in listing.segments if one.number <= number]):
        seconds += one.duration
        if following is not None:
            joins = one.number == following.number - 1 and not following.fresh
            usable = one.header == following.header and not (one.encrypted or one.missing)
            if not (joins and usable) or seconds > BACKLOG:
                return
            yield one
        following = one


def before(listed: Listed, data: bytes, after: Segment, offset: float) -> Segment:
    """The segment of the backlog that joins in front of `after`."""
    start = after.start - timedelta(seconds=listed.duration)
    if listed.start is not None and after.exact:
        start = listed.start + timedelta(seconds=offset)
    return Segment(
        run=after.run,
        number=listed.number,
        start=start,
        duration=listed.duration,
        data=data,
        header=after.header,
        exact=after.exact,
    )


def _overlaps(there: tuple[Listed, ...], seen: Listed) -> bool:
    """Whether that segment is among them: by number and time."""
    same = next((one for one in there if one.number == seen.number), None)
    return same is not None and _same_time(same, seen) is True


def _began_anew(there: tuple[Listed, ...], seen: Listed) -> bool:
    """Whether the numbers are no longer those of that segment: the packager was started again. A
    list that is merely behind comes from another server of the same network."""
    same = next((one for one in there if one.number == seen.number), None)
    if same is not None:
        return _same_time(same, seen) is False
    newest = there[-1]
    if newest.number > seen.number:
        return False
    if newest.start is not None and seen.start is not None:
        return newest.start > seen.start + timedelta(seconds=SAME)
    return newest.number + len(there) < seen.number


def _same_time(one: Listed, other: Listed) -> bool | None:
    """None where one of them does not say its time."""
    if one.start is None or other.start is None:
        return None
    return abs((one.start - other.start).total_seconds()) <= SAME


def _after(there: tuple[Listed, ...], seen: Listed) -> tuple[Listed, ...]:
    """Those that show what came after it, as far as times are known."""
    if seen.start is None:
        return there
    end = seen.start + timedelta(seconds=seen.duration - SAME)
    return tuple(one for one in there if one.start is None or one.start >= end)
