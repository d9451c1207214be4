"""Finds who wants a notice by asking each distinct wish once, not each destination."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from relay.core.notice import ON_REQUEST, Notice
from relay.delivery.agenda import Line
from relay.plugins import Destination

_Wish = tuple[frozenset[str], frozenset[timedelta], frozenset[str]]


class Audience:
    """Lines grouped by what they want; there are few wishes, however many destinations.

    What holds in one community alone is told to its own destinations alone; for that they also
    stand by community.
    """

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._groups: dict[_Wish, dict[str, Line]] = {}
        self._communities: dict[str, dict[str, Line]] = {}

    def replace(
        self, destinations: Iterable[Destination], cursors: Mapping[str, int], heard: int
    ) -> tuple[int, list[Line]]:
        """From now on these are told. Known ones keep their line, new ones start at their cursor.

        `heard` is the seq up to which events were looked at so far. Returns the seq from which
        they must be looked at for the new ones' sake, and the lines of those who are gone.
        """
        known, self._lines, self._groups, self._communities = self._lines, {}, {}, {}
        start = heard
        for destination in destinations:
            line = known.pop(destination.id, None)
            if line is None:
                line = Line(destination, cursors.get(destination.id, heard))
                start = min(start, line.heard)
            else:
                line.destination = destination
                line.heard = max(line.heard, heard)
            self._file(line)
        return start, list(known.values())

    def put(self, destination: Destination, cursor: int, heard: int) -> bool:
        """Add one, or change what it wants. False when a new one has missed something: events
        must be looked at from its cursor on."""
        line = self.leave(destination.id)
        if line is None:
            line = Line(destination, cursor)
        else:
            line.destination = destination
            line.heard = max(line.heard, heard)
        self._file(line)
        return line.heard >= heard

    def leave(self, identity: str) -> Line | None:
        """It is told nothing any more."""
        line = self._lines.pop(identity, None)
        if line is not None:
            self._groups.get(_wish(line.destination), {}).pop(identity, None)
            self._communities.get(line.destination.community, {}).pop(identity, None)
        return line

    def _file(self, line: Line) -> None:
        destination = line.destination
        self._lines[destination.id] = line
        self._groups.setdefault(_wish(destination), {})[destination.id] = line
        if destination.community:
            self._communities.setdefault(destination.community, {})[destination.id] = line

    def holds(self, line: Line) -> bool:
        """Whether it is still one of them."""
        return self._lines.get(line.destination.id) is line

    def behind(self) -> list[str]:
        """The ids of destinations that something waits for."""
        return [name for name, line in self._lines.items() if line.waiting]

    def wanting(self, notice: Notice) -> Iterator[Line]:
        """Every line whose destination wants it and may hear of it."""
        if scope := notice.event.scope:
            own = self._communities.get(scope, {})
            yield from (
                line for line in list(own.values()) if _fits(_wish(line.destination), notice)
            )
            return
        for wish, group in list(self._groups.items()):
            if _fits(wish, notice):
                yield from list(group.values())


def _wish(destination: Destination) -> _Wish:
    return destination.kinds, frozenset(destination.lead_times), destination.spacewalks


def _fits(wish: _Wish, notice: Notice) -> bool:
    kinds, leads, spacewalks = wish
    wanted = notice.kind in kinds if kinds else notice.kind not in ON_REQUEST
    if not wanted or (spacewalks and spacewalks.isdisjoint(_names(notice))):
        return False
    return notice.kind != "reminder" or not leads or notice.event.lead in leads


def _names(notice: Notice) -> tuple[str, str]:
    """Of its spacewalk: the present id, and the one that it was first told under."""
    return notice.event.spacewalk, notice.event.origin
