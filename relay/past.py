"""Shows what a journal holds."""

import json
from datetime import datetime

from relay.clock import WallClock
from relay.core.board import Board, fold
from relay.core.event import Event, EventType
from relay.core.milestone import Standing
from relay.core.observation import Observation, Topic
from relay.core.reply import reply
from relay.core.standing import Spacewalk, State
from relay.core.text import plain
from relay.core.wording import name, planned
from relay.errors import ConfigError
from relay.journal.codec import event_json
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.documents import Documents
from relay.journal.journal import Journal
from relay.journal.observations import Observations, StoredObservation
from relay.journal.store import Store


async def lines(place: str, spacewalk: str, *, as_json: bool) -> list[str]:
    """Events as JSON, or the story of one spacewalk, or one line for each of them.

    Reads beside a relay that runs. Raises ConfigError for a spacewalk that the journal does not
    know, StoreError when there is no journal at `place`.
    """
    store = await Store.open(place, exclusive=False)
    try:
        events = await Journal(store).events()
    finally:
        await store.close()
    board = fold(events)
    if spacewalk and board.find(spacewalk) is None:
        known = ", ".join(sorted(board.spacewalks)) or "none yet"
        raise ConfigError(f"the journal knows no spacewalk {spacewalk!r}; it knows: {known}")
    if as_json:
        return [json.dumps(event_json(event)) for event in _of(events, spacewalk, board)]
    if spacewalk:
        told = reply(f"timeline {spacewalk}", board, WallClock().now()).splitlines()
        return told + _statements(_of(events, spacewalk, board))
    return _overview(board)


async def problems(place: str) -> list[str]:
    """What could not be read, placed or told, for the operator to look at; newest last.

    Raises StoreError when there is no journal at `place`.
    """
    store = await Store.open(place, exclusive=False)
    try:
        kept = await Documents(store, count=0, size=0).all()
        strays = await Observations(store).unknown()
        refusals = await Deliveries(store).refusals()
        silent = await Destinations(store).suspended()
    finally:
        await store.close()
    found = [
        *(f"document of {d.document.source}, {_at(d.document.at)}: {d.problem}" for d in kept),
        *(f"of no known spacewalk: {_claim(s.observation)}" for s in strays if _is_claim(s)),
        *(f"refused: {r.destination}, {r.key}: {r.problem}" for r in reversed(refusals)),
        *(f"suspended: {identity}: {why}" for identity, why in silent.items()),
    ]
    return [plain(line, 300) for line in found] or ["Nothing went wrong that is still kept."]


def _is_claim(stored: StoredObservation) -> bool:
    """The round-the-clock channel is of no spacewalk, and rightly so."""
    return stored.observation.kind is not Topic.STREAM


def _claim(one: Observation) -> str:
    return f"{one.source}, {_at(one.seen_at)}: {one.kind.value}: {one.evidence.words}"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z"


def _planned(walk: Spacewalk) -> str:
    waiting = walk.state in (State.PLANNED, State.PREPARING)
    return f", start {planned(walk.plan)}" if waiting and walk.plan else ""


def _of(events: list[Event], spacewalk: str, board: Board) -> list[Event]:
    wanted = board.find(spacewalk)
    return [event for event in events if not wanted or board.find(event.spacewalk) == wanted]


def _statements(events: list[Event]) -> list[str]:
    """Who said what, on the record, as far as moderators said anything."""
    found = [_statement(event) for event in events if event.type is EventType.STATEMENT]
    return ["Said by moderators:", *found] if found else []


def _statement(event: Event) -> str:
    assert event.milestone is not None
    at = _at(event.occurred_at) if event.occurred_at else "without a time"
    verb = "takes back" if event.standing is Standing.RETRACTED else "says"
    who = f"{event.by} ({event.author}) {verb} for {event.scope or 'everyone'}"
    note = f": {event.note}" if event.note else ""
    return plain(f"{_at(event.time)} {who}: {event.milestone.value}, {at}{note}", 300)


def _overview(board: Board) -> list[str]:
    walks = sorted(board.spacewalks.values(), key=lambda walk: walk.id)
    told = [f"{walk.id}  {name(walk)}: {walk.state.value}{_planned(walk)}" for walk in walks]
    return told or ["The journal knows no spacewalk yet."]
