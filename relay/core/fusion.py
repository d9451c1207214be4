"""Observations in, events out: every fact once, in table order, corrected when it must be.

What stands is a function of all claims (`relay.core.claims`); an event is the difference between
what stands and what was told (`relay.core.standing`). So a repeated observation changes nothing,
and after a crash the same difference is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from relay.core.board import Board
from relay.core.claims import Account, account
from relay.core.difference import difference
from relay.core.event import Event, EventType
from relay.core.matching import match, may_found, twin, when
from relay.core.observation import Observation, Topic, observation_id
from relay.core.spacewalk import spacewalk_id

UNKNOWN_KEPT = 200
"""Observations of no known spacewalk that are tried again when more is known."""


@dataclass(frozen=True, slots=True)
class Fused:
    """What one observation led to. `spacewalk` is None while nobody knows which one is meant."""

    observation: Observation
    spacewalk: str | None
    events: list[Event]


class Fusion:
    """The standing facts and the claims behind them."""

    def __init__(self, board: Board, known: Iterable[tuple[str | None, Observation]] = ()) -> None:
        """Start from the journal's board and the stored observations with their spacewalks."""
        self.board = board
        self._cases: dict[str, list[Observation]] = {}
        self._unknown: list[Observation] = []
        self._ids: set[str] = set()
        self._latest: dict[tuple[object, ...], Observation] = {}
        for name, observation in known:
            self._remember(observation)
            self._file(board.aliases.get(name, name) if name else None, observation)

    def observe(self, observation: Observation) -> Fused | None:
        """Take one claim in. None when the same source has just said exactly this."""
        return next(iter(self.observe_all([observation])), None)

    def observe_all(self, observations: Iterable[Observation]) -> list[Fused]:
        """Take in all that one document claims, and then tell what changed: once, in telling
        order, however the document is ordered. What its source has just said is left out."""
        taken = [(one, self._take(one)) for one in observations if not self._is_repeated(one)]
        return [self._outcome(one, name) for one, name in taken]

    def trial(self, observation: Observation) -> list[Event]:
        """What it would change of a known spacewalk, were it taken in; nothing is remembered."""
        name = match(observation, self._cases)
        if name is None:
            return []
        stands = account([*self._cases[name], observation])
        return difference(name, self.board.find(name), stands, observation.seen_at)

    def _take(self, observation: Observation) -> str | None:
        self._remember(observation)
        if _is_of_channel(observation):
            return None
        name = match(observation, self._cases) or self._found(observation)
        self._file(name, observation)
        return name

    def _outcome(self, observation: Observation, name: str | None) -> Fused:
        if _is_of_channel(observation):
            return Fused(observation, None, self._channel(observation))
        if name is None:
            return Fused(observation, None, [])
        present = self._case_of(observation, name)
        events = self._settle(present, observation.seen_at)
        return Fused(observation, self._case_of(observation, present), events)

    def _case_of(self, observation: Observation, name: str) -> str:
        if observation in self._cases.get(name, ()):
            return name
        held = (n for n, claims in self._cases.items() if claims and observation in claims)
        return next(held, name)

    def catch_up(self, now: datetime) -> list[Event]:
        """What stands and was not told: only after a stop between knowing and telling."""
        # One that is settled may join another, which is then gone.
        names = (name for name in list(self._cases) if name in self._cases)
        return [event for name in names for event in self._settle(name, now)]

    def _is_repeated(self, observation: Observation) -> bool:
        last = self._latest.get(observation.slot)
        said = last is not None and last.claim == observation.claim
        return said or observation_id(observation) in self._ids

    def _remember(self, observation: Observation) -> None:
        self._ids.add(observation_id(observation))
        last = self._latest.get(observation.slot)
        if last is None or last.seen_at <= observation.seen_at:
            self._latest[observation.slot] = observation

    def _file(self, name: str | None, observation: Observation) -> None:
        if name is None and observation.hint:
            # What was to be expected of nobody is of no use to anyone later.
            return
        if name is None:
            self._unknown = [*self._unknown, observation][-UNKNOWN_KEPT:]
        else:
            self._cases.setdefault(name, []).append(observation)

    def _found(self, observation: Observation) -> str | None:
        if not may_found(observation):
            return None
        who = observation.spacewalk
        return spacewalk_id(who.segment, who.number, when(observation))

    def _settle(self, name: str, now: datetime) -> list[Event]:
        """Tell what changed for one spacewalk, and for claims that find their place only now."""
        self._adopt()
        events: list[Event] = []
        while other := twin(name, self._cases):
            self._cases[name] = [*self._cases.pop(other), *self._cases[name]]
            if self.board.find(other):
                events.append(self._tell_identified(name, other, now))
        stands = account(self._cases[name])
        lasting = _lasting_id(name, stands)
        if lasting != name:
            self._cases[lasting] = [*self._cases.get(lasting, []), *self._cases.pop(name)]
            if self.board.find(name):
                events.append(self._tell_identified(lasting, name, now))
            return events + self._settle(lasting, now)
        return events + self._tell(difference(name, self.board.find(name), stands, now))

    def _adopt(self) -> None:
        waiting, self._unknown = self._unknown, []
        for observation in waiting:
            self._file(match(observation, self._cases), observation)

    def _tell_identified(self, name: str, alias: str, now: datetime) -> Event:
        known = Event(type=EventType.SPACEWALK_IDENTIFIED, spacewalk=name, alias=alias, time=now)
        return self._tell([known])[0]

    def _channel(self, observation: Observation) -> list[Event]:
        channel = observation.stream
        if channel is None or channel == self.board.channel:
            return []
        changed = Event(
            type=EventType.CHANNEL_CHANGED, spacewalk="", time=observation.seen_at, stream=channel
        )
        return self._tell([changed])

    def _tell(self, events: list[Event]) -> list[Event]:
        for event in events:
            self.board = self.board.apply(event)
        return events


def _is_of_channel(observation: Observation) -> bool:
    """A stream of no spacewalk is the round-the-clock channel."""
    who = observation.spacewalk
    named = who.segment or who.number or who.near or who.crew
    return observation.kind is Topic.STREAM and not named


def _lasting_id(name: str, stands: Account) -> str:
    """The best id that is known now: with the number, at least with the segment."""
    if stands.segment and stands.number:
        return spacewalk_id(stands.segment, stands.number, None)
    if stands.segment and name.startswith("eva-"):
        return f"{stands.segment.prefix}-{name.removeprefix('eva-')}"
    return name
