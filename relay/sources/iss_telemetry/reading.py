"""Documents of the feed as observations: what the pressure in the crewlock shows, and no more."""

import logging
from collections import Counter
from datetime import datetime

from relay.core import wording
from relay.core.hint import TITLES
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity, Segment
from relay.core.text import plain
from relay.core.trace import Trace
from relay.sources.iss_telemetry.airlock import Airlock
from relay.sources.iss_telemetry.samples import (
    GOOD,
    HEARTBEAT,
    PRESSURE,
    PUMP,
    REFERENCES,
    SOURCE,
    Sample,
    Unusable,
    fields,
    sample,
)
from relay.sources.iss_telemetry.signs import Expected, HatchOpen, Opening, Repress, Sign
from relay.sources.iss_telemetry.tracing import Tracer

ITEMS = 100
"""Items that are remembered; twenty at most are listened to."""
AGREEING = 3
"""Samples in order that show that the one before them had a wrong time."""
LINES = 100_000
"""Updates in one document; the feed sends one, `read` may be given a day of them."""

log = logging.getLogger(__name__)


class Reading:
    """Reads updates in the order in which they come. What cannot be used is counted in `dropped`,
    by the reason."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self._airlock = Airlock()
        self._tracer = Tracer()
        self._latest: dict[str, Sample] = {}
        self._behind: dict[str, list[datetime]] = {}
        self._now: datetime | None = None

    @property
    def trace(self) -> Trace:
        """The pressure of the last hours."""
        return self._tracer.trace

    def __call__(self, document: str, at: datetime) -> list[Observation]:
        """What one update shows, or several, one a line. Raises SourceChanged."""
        lines = [line for line in document.split("\n")[:LINES] if line.strip()] or [document]
        signs = [sign for line in lines for sign in self._update(fields(line), at)]
        return [observation(sign, at) for sign in signs]

    def _update(self, update: dict[str, str | None], at: datetime) -> list[Sign]:
        if "signal" in update:
            good = update["signal"] == "back"
            return self._signal(at if good else self._now or at, good=good)
        try:
            found = sample(update, at)
            self._check_order(found)
        except Unusable as reason:
            self._drop(plain(update.get("item") or "", 40), str(reason))
            return []
        self._latest.pop(found.item, None)
        self._latest[found.item] = found
        if len(self._latest) > ITEMS:
            oldest = next(iter(self._latest))
            del self._latest[oldest]
            self._behind.pop(oldest, None)
        self._now = max(self._now or found.at, found.at)
        return self._take(found)

    def _check_order(self, found: Sample) -> None:
        known = self._latest.get(found.item)
        if known is None or found.at > known.at:
            self._behind.pop(found.item, None)
            return
        if found.at == known.at:
            raise Unusable("repeated")
        earlier = [at for at in self._behind.get(found.item, ()) if at < found.at]
        self._behind[found.item] = [*earlier, found.at]
        if len(self._behind[found.item]) <= AGREEING:
            raise Unusable("out of order")
        # They follow each other: it was the one that they come after that was wrong.
        del self._behind[found.item]

    def _take(self, found: Sample) -> list[Sign]:
        lock = self._airlock
        if found.item == PRESSURE:
            self._tracer.add(found.at, found.value)
            return lock.pressure(found.at, found.value)
        if found.item in REFERENCES:
            lock.reference(found.item, found.at, found.value)
        elif found.item == PUMP:
            lock.pump(on=found.value == 1)
        elif found.item == HEARTBEAT and found.status:
            return self._signal(found.at, good=found.status == GOOD) + lock.alive(found.at)
        return lock.alive(found.at)

    def _signal(self, at: datetime, *, good: bool) -> list[Sign]:
        self._tracer.signal(at, good=good)
        return self._airlock.signal(at, good=good)

    def _drop(self, item: str, reason: str) -> None:
        self.dropped[reason] += 1
        total = self.dropped.total()
        if total in (1, 10, 100) or total % 1000 == 0:
            log.warning(
                "%s: %d values dropped so far, the last of %s: %s", SOURCE, total, item, reason
            )


def observation(sign: Sign, seen_at: datetime) -> Observation:
    """A sign as a claim about the US spacewalk that is near."""
    match sign:
        case HatchOpen():
            return _hatch_open(sign, seen_at)
        case Repress():
            return _repress(sign, seen_at)
        case Expected():
            words = TITLES[sign.hint]
            return _claim(Topic.HINT, sign.at, seen_at, words, hint=sign.hint)


def _repress(sign: Repress, seen_at: datetime) -> Observation:
    words = "the pressure in the crewlock rises"
    if sign.after is None:
        return _claim(Milestone.REPRESS_START, sign.at, seen_at, words)
    words = f"repressurization began {_between(sign.after, sign.at)}"
    note = f"By telemetry: {words}"
    return _claim(Milestone.REPRESS_START, sign.at, seen_at, words, occurred_at=None, note=note)


def _between(after: datetime, at: datetime) -> str:
    times = f"{wording.clock_time(after)} and {wording.clock_time(at, after)}"
    return f"between {times}, while no pressure was received"


def _hatch_open(sign: HatchOpen, seen_at: datetime) -> Observation:
    """Only a step is a clear sign, and worth more than a hint."""
    clear = sign.how is Opening.STEP
    return _claim(
        Milestone.HATCH_OPEN,
        sign.at,
        seen_at,
        _how(sign),
        **({"occurred_at": None} if sign.how is Opening.GAP else {}),
        trust=Trust.AUTOMATIC if clear else Trust.HINT,
        when_due=clear,
        again=sign.again,
        note=f"By telemetry: {_how(sign)}",
    )


def _how(sign: HatchOpen) -> str:
    if sign.how is Opening.STEP:
        return "the pressure in the crewlock fell in a step"
    if sign.how is Opening.LEVEL or sign.after is None:
        return "the crewlock is in vacuum; no step was seen"
    return f"opened {_between(sign.after, sign.at)}"


def _claim(
    kind: Milestone | Topic, at: datetime, seen_at: datetime, words: str, **more: object
) -> Observation:
    at = at.replace(microsecond=0)
    values: dict[str, object] = {"occurred_at": at, "trust": Trust.HINT} | more
    return Observation(
        source=SOURCE,
        spacewalk=Identity(segment=Segment.US, near=at),
        kind=kind,
        seen_at=seen_at,
        evidence=Evidence(words=f"{words} ({SOURCE})"),
        **values,  # type: ignore[arg-type]
    )
