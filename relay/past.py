"""Shows what a journal holds."""

import json

from relay.clock import WallClock
from relay.core.board import Board, fold
from relay.core.event import Event
from relay.core.reply import reply
from relay.core.wording import name
from relay.errors import ConfigError
from relay.journal.codec import event_json
from relay.journal.journal import Journal
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
        return reply(f"timeline {spacewalk}", board, WallClock().now()).splitlines()
    return _overview(board)


def _of(events: list[Event], spacewalk: str, board: Board) -> list[Event]:
    wanted = board.find(spacewalk)
    return [event for event in events if not wanted or board.find(event.spacewalk) == wanted]


def _overview(board: Board) -> list[str]:
    walks = sorted(board.spacewalks.values(), key=lambda walk: walk.id)
    told = [f"{walk.id}  {name(walk)}: {walk.state.value}" for walk in walks]
    return told or ["The journal knows no spacewalk yet."]
