"""What is going on now, folded from the journal's events. Notices, page and commands read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from relay.core.advance import advance
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.core.silence import silent
from relay.core.spacewalk import Stream
from relay.core.standing import Fact, FactKey, Spacewalk, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every spacewalk that was told of, by its present id."""

    spacewalks: Mapping[str, Spacewalk] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    channel: Stream | None = None
    """The round-the-clock channel."""

    def find(self, name: str) -> Spacewalk | None:
        """A spacewalk by its id or by one that it had before."""
        return self.spacewalks.get(self.aliases.get(name, name))

    def upcoming(self, now: datetime) -> list[Spacewalk]:
        """Spacewalks yet to come, soonest first; those without a date last."""
        waiting = [w for w in self.spacewalks.values() if _lies_ahead(w, now)]
        return sorted(waiting, key=lambda w: (_start(w) is None, _start(w) or now, w.id))

    def current(self, now: datetime) -> list[Spacewalk]:
        """Spacewalks that are underway or being prepared, as far as they are still heard of."""
        present = (State.PREPARING, State.UNDERWAY)
        return [w for w in self.spacewalks.values() if w.state in present and not silent(w, now)]

    def past(self) -> list[Spacewalk]:
        """Spacewalks that are over, latest first."""
        done = [w for w in self.spacewalks.values() if w.state is State.OVER]
        return sorted(done, key=lambda w: _ended(w) or "", reverse=True)

    def apply(self, event: Event) -> "Board":
        """The board after one more event. What is not for everyone makes no spacewalk known."""
        if not event.for_everyone and self.find(event.spacewalk) is None:
            return self
        if event.type is EventType.CHANNEL_CHANGED:
            return replace(self, channel=event.stream)
        before = self.find(event.spacewalk) or Spacewalk(id=event.spacewalk, origin=event.spacewalk)
        spacewalks, aliases = dict(self.spacewalks), dict(self.aliases)
        if event.type is EventType.SPACEWALK_IDENTIFIED and event.alias:
            other = spacewalks.pop(aliases.get(event.alias, event.alias), before)
            before = _join(before, other, event)
            aliases |= dict.fromkeys(before.aliases, before.id)
            aliases.pop(before.id, None)
        after = advance(before, event)
        spacewalks[after.id] = after
        return replace(self, spacewalks=spacewalks, aliases=aliases)


def fold(events: Iterable[Event]) -> Board:
    """The board that a whole journal leads to."""
    board = Board()
    for event in events:
        board = board.apply(event)
    return board


def _start(walk: Spacewalk) -> datetime | None:
    return walk.plan.start if walk.plan else None


def _lies_ahead(walk: Spacewalk, now: datetime) -> bool:
    ahead = (State.PLANNED, State.PREPARING, State.POSTPONED)
    return walk.state in ahead and not silent(walk, now)


def _ended(walk: Spacewalk) -> str:
    end = walk.fact(Milestone.EVA_END)
    return end.occurred_at.isoformat() if end and end.occurred_at else ""


def _join(known: Spacewalk, other: Spacewalk, event: Event) -> Spacewalk:
    """One spacewalk out of two ids: what is known under the lasting one wins."""
    fresh = known.id == known.origin and not known.facts and known.plan is None
    base, extra = (other, known) if fresh else (known, other)
    names = {*base.aliases, *extra.aliases, other.id, event.alias or other.id} - {event.spacewalk}
    return replace(
        base,
        id=event.spacewalk,
        aliases=tuple(sorted(names)),
        facts={**extra.facts, **base.facts},
        plan=base.plan or extra.plan,
        streams_told=base.streams_told | extra.streams_told,
        gallery=(*extra.gallery, *base.gallery),
        picture_revision=max(base.picture_revision, extra.picture_revision),
        reminded=base.reminded | extra.reminded,
        marks=_joined_marks(base, extra),
    )


def _joined_marks(base: Spacewalk, extra: Spacewalk) -> dict[str, dict[FactKey, Fact]]:
    scopes = [*extra.marks, *(scope for scope in base.marks if scope not in extra.marks)]
    return {s: {**extra.marks.get(s, {}), **base.marks.get(s, {})} for s in scopes}
