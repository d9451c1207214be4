"""Finds who wants a notice by asking each distinct wish once, not each destination."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from relay.core.notice import ON_REQUEST, Notice
from relay.delivery.agenda import Line
from relay.plugins import Destination

_Wish = tuple[frozenset[str], frozenset[timedelta]]


class Audience:
    """Lines grouped by what they want; there are few wishes, however many destinations."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._groups: dict[_Wish, list[Line]] = {}

    def replace(
        self, destinations: Iterable[Destination], cursors: Mapping[str, int], heard: int
    ) -> tuple[int, list[Line]]:
        """From now on these are told. Known ones keep their line, new ones start at their cursor.

        `heard` is the seq up to which events were looked at so far. Returns the seq from which
        they must be looked at for the new ones' sake, and the lines of those who are gone.
        """
        known, self._lines, self._groups = self._lines, {}, {}
        start = heard
        for destination in destinations:
            line = known.pop(destination.id, None)
            if line is None:
                line = Line(destination, cursors.get(destination.id, heard))
                start = min(start, line.heard)
            else:
                line.destination = destination
                line.heard = max(line.heard, heard)
            self._lines[destination.id] = line
            self._groups.setdefault(_wish(destination), []).append(line)
        return start, list(known.values())

    def behind(self) -> list[str]:
        """The ids of destinations that something waits for."""
        return [name for name, line in self._lines.items() if line.waiting]

    def wanting(self, notice: Notice) -> Iterator[Line]:
        """Every line whose destination wants it."""
        for wish, group in self._groups.items():
            if _fits(wish, notice):
                yield from group


def _wish(destination: Destination) -> _Wish:
    return destination.kinds, frozenset(destination.lead_times)


def _fits(wish: _Wish, notice: Notice) -> bool:
    kinds, leads = wish
    wanted = notice.kind in kinds if kinds else notice.kind not in ON_REQUEST
    if not wanted:
        return False
    return notice.kind != "reminder" or not leads or notice.event.lead in leads
