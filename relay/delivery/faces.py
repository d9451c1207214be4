"""What should be shown where: every face of every spacewalk that is near, at each destination."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core.board import Board
from relay.core.standing import Spacewalk, State
from relay.journal.shown import Shown, ShownThere
from relay.plugins import Destination

AFTERWARDS = timedelta(days=2)
"""Corrections come late; after that what is shown stays as it is."""

FacesOf = Callable[[Destination], Mapping[str, timedelta]]
"""The faces that a destination has, and how long ahead of the planned start each appears."""


@dataclass(slots=True, eq=False)
class Place:
    """One face of one spacewalk at one destination."""

    destination: Destination
    face: str
    origin: str
    there: ShownThere | None
    failures: int = 0
    again: bool = False
    """While it waits for its turn, has it or rests after it, there is something new to show."""

    @property
    def key(self) -> str:
        """What it is kept under."""
        return f"{self.origin}/{self.face}"


_Kind = tuple[str, timedelta]


class Faces:
    """All places of the spacewalks that are near."""

    def __init__(self, shown: Shown, faces_of: FacesOf) -> None:
        self._shown = shown
        self._faces_of = faces_of
        self._served: dict[str, Destination] = {}
        self._kinds: dict[_Kind, dict[str, Destination]] = {}
        self._places: dict[tuple[str, str], dict[str, Place]] = {}
        """By origin and face, then by destination."""
        self._loaded: set[tuple[str, str]] = set()

    def serve(self, destinations: Iterable[Destination]) -> None:
        """From now on these and no others."""
        for name in list(self._served):
            self.leave(name)
        self._places.clear()
        self._loaded.clear()
        for one in destinations:
            self._take(one)

    async def put(self, destination: Destination) -> None:
        """Add one, or change what it wants; what it showed before is read again."""
        kept = await self._shown.of(destination.id)
        self._take(destination)
        faces = self._faces_of(destination)
        for (origin, face), places in self._places.items():
            there = kept.get(f"{origin}/{face}")
            if there is not None and face in faces and destination.id not in places:
                places[destination.id] = Place(destination, face, origin, there)

    def _take(self, destination: Destination) -> None:
        self.leave(destination.id, keep=True)
        self._served[destination.id] = destination
        faces = self._faces_of(destination)
        for kind in faces.items():
            self._kinds.setdefault(kind, {})[destination.id] = destination
        for (_, face), places in self._places.items():
            if face not in faces:
                places.pop(destination.id, None)
            elif destination.id in places:
                places[destination.id].destination = destination

    def leave(self, identity: str, *, keep: bool = False) -> None:
        """Its places are dropped, unless it stays; what is shown there stays as it is."""
        self._served.pop(identity, None)
        for group in self._kinds.values():
            group.pop(identity, None)
        for places in () if keep else self._places.values():
            places.pop(identity, None)

    def holds(self, place: Place) -> bool:
        """Whether it is still one of them."""
        return self._places.get((place.origin, place.face), {}).get(place.destination.id) is place

    async def near(self, board: Board, now: datetime) -> list[tuple[Spacewalk, list[Place]]]:
        """Every spacewalk that may still change, with the places where it is shown or should be."""
        walks = [walk for walk in board.spacewalks.values() if _may_change(walk, now)]
        origins = {walk.origin for walk in walks}
        for spot in [spot for spot in self._places if spot[0] not in origins]:
            del self._places[spot]
            self._loaded.discard(spot)
        return [(walk, await self._of(walk, now)) for walk in walks]

    async def _of(self, walk: Spacewalk, now: datetime) -> list[Place]:
        found: dict[tuple[str, str], Place] = {}
        # A list, as destinations may come while the store is asked.
        for (face, ahead), destinations in list(self._kinds.items()):
            places = await self._load(walk.origin, face)
            if _is_time(walk, ahead, now):
                for one in destinations.values():
                    if one.id not in places and _wants(one, walk):
                        places[one.id] = Place(one, face, walk.origin, None)
            found |= {(face, name): place for name, place in places.items()}
        return list(found.values())

    async def _load(self, origin: str, face: str) -> dict[str, Place]:
        places = self._places.setdefault((origin, face), {})
        if (origin, face) not in self._loaded:
            self._loaded.add((origin, face))
            for name, there in (await self._shown.all(f"{origin}/{face}")).items():
                one = self._served.get(name)
                if one and name not in places and face in self._faces_of(one):
                    places[name] = Place(one, face, origin, there)
        return places


def _may_change(walk: Spacewalk, now: datetime) -> bool:
    planned = [walk.plan.start] if walk.plan and walk.plan.start else []
    times = [*walk.instants(), *planned]
    return bool(times) and max(times) > now - AFTERWARDS


def _wants(destination: Destination, walk: Spacewalk) -> bool:
    names = {walk.id, walk.origin, *walk.aliases}
    return not destination.spacewalks or not destination.spacewalks.isdisjoint(names)


def _is_time(walk: Spacewalk, ahead: timedelta, now: datetime) -> bool:
    if walk.state in (State.PREPARING, State.UNDERWAY):
        return True
    start = walk.plan.start if walk.plan and walk.plan.exact else None
    return walk.state is State.PLANNED and start is not None and start - ahead <= now
