"""Which updates of the station's feed become documents, and what else is told of it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from relay.sources.iss_telemetry.messages import Update
from relay.sources.iss_telemetry.samples import HEARTBEAT, STATUS
from relay.sources.iss_telemetry.signal_watch import SignalWatch

BETWEEN_TIMES = timedelta(seconds=10)
"""At least so much lies between two times that are told, unless STATUS changed."""

LOST, BACK = (json.dumps({"signal": word}) for word in ("lost", "back"))


class Telling:
    """Documents of one feed, in order. The instants given to it must not go backwards."""

    def __init__(self, now: datetime) -> None:
        self._watch = SignalWatch(now)
        self._time_told: datetime | None = None
        self._status: str | None = None

    def heard(self, update: Update | None, now: datetime) -> Iterator[str]:
        """What an update says, or a sign of life (None) at that instant."""
        yield from self.passed(now)
        self._watch.connected()
        if update is None:
            return
        if self._watch.back(now):
            yield BACK
        if update.item != HEARTBEAT or self._wants_time(update, now):
            yield json.dumps({"item": update.item, **update.fields})

    def cut(self, now: datetime) -> None:
        """The connection is gone."""
        self._watch.cut(now)

    def passed(self, now: datetime) -> Iterator[str]:
        """What is to be said because so much time has passed."""
        if self._watch.lost(now):
            yield LOST

    @property
    def due(self) -> datetime | None:
        """When `passed` will have something to say, if nothing is heard."""
        return self._watch.due

    def _wants_time(self, update: Update, now: datetime) -> bool:
        status = update.fields.get(STATUS)
        told = self._time_told
        if told is not None and now - told < BETWEEN_TIMES and status == self._status:
            return False
        self._time_told, self._status = now, status
        return True
