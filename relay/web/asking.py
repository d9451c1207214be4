"""What a program may ask for in an address, read in one way by the API and the event stream."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from multidict import MultiMapping

from relay.core.board import Board
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone
from relay.web.problem import Problem

KINDS: frozenset[str] = (frozenset(EventType) - {EventType.STATEMENT}) | frozenset(Milestone)
"""What `kind` may be: the type of an event, or the milestone that it is about."""

_EVENT_ID = re.compile(r"(?P<epoch>[0-9A-Za-z]{1,64})-(?P<seq>[0-9]{1,18})", re.ASCII)
_SPACEWALK = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EventId:
    """The place of an event: the journal that it stands in, and its number there."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Events that a reader misses: it stood at `last`, and what it gets comes after `resumes`."""

    last: EventId
    resumes: EventId
    reason: str


def event_id(text: str, epoch: str) -> EventId:
    """The id that the text is; "0" is the place before the first event of the journal `epoch`.

    Raises Problem 400 for anything else. The id may be one of another journal: see `resume`.
    """
    if text == "0":
        return EventId(epoch, 0)
    found = _EVENT_ID.fullmatch(text)
    if found is None:
        raise Problem(
            400, 'an event id looks like "3f2a9c01-17", as events carry it; "0" is the start'
        )
    return EventId(found["epoch"], int(found["seq"]))


def resume(asked: EventId, epoch: str, head: int) -> tuple[int, Gap | None]:
    """The number after which a reader that stood at `asked` goes on, and what it misses by that.

    Another journal is read from its start; a number that was not given yet goes on at the head.
    """
    if asked.epoch != epoch:
        return 0, Gap(asked, EventId(epoch, 0), "another journal stands in the place of that one")
    if asked.seq > head:
        return head, Gap(asked, EventId(epoch, head), "the journal ends before that event")
    return asked.seq, None


def pruned(after: int, read: Iterable[Event], epoch: str) -> Gap | None:
    """What is missing among the events that followed `after`: old ones are deleted.

    `read` is all that the journal still has of them, in order, before any filter.
    """
    missing: list[tuple[int, int]] = []
    last = after
    for event in read:
        if event.seq > last + 1:
            missing.append((last, event.seq - 1))
        last = event.seq
    if not missing:
        return None
    reason = "events between these were deleted because of their age, some or all"
    return Gap(EventId(epoch, missing[0][0]), EventId(epoch, missing[-1][1]), reason)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events a reader wants. Equal wishes are equal, so that their answers are shared."""

    spacewalk: str | None = None
    """By its present id or an earlier one; None is every spacewalk."""
    kinds: frozenset[str] = frozenset()
    """Of KINDS; empty is all."""

    @classmethod
    def of(cls, query: MultiMapping[str]) -> "Filter":
        """From `spacewalk`, at most once, and any number of `kind`. Raises Problem 400."""
        kinds = frozenset(query.getall("kind", []))
        if unknown := sorted(kinds - KINDS):
            known = ", ".join(sorted(KINDS))
            raise Problem(400, f"no kind of event is {unknown[0][:80]!r}; known are: {known}")
        asked = once(query, "spacewalk")
        return cls(asked if asked is None else spacewalk_name(asked), kinds)

    def wants(self, event: Event, board: Board) -> bool:
        """Whether the event is asked for; events under an earlier id of the spacewalk are too.
        What is not for everyone is never told, whatever is asked for."""
        if not event.for_everyone:
            return False
        if self.kinds and self.kinds.isdisjoint({event.type, event.milestone or event.type}):
            return False
        return self.spacewalk is None or event.spacewalk in _names(self.spacewalk, board)


def spacewalk_name(text: str) -> str:
    """The text when it can be the id of a spacewalk, known or not; else raises Problem 400."""
    if not _SPACEWALK.fullmatch(text):
        raise Problem(400, 'the id of a spacewalk looks like "us-eva-95" or "us-2026-08-06"')
    return text


def once(query: MultiMapping[str], name: str) -> str | None:
    """The value of a parameter that may be given once, None without it. Raises Problem 400."""
    values = query.getall(name, [])
    if len(values) > 1:
        raise Problem(400, f"{name} may be given once, and was given {len(values)} times")
    return values[0] if values else None


def only(query: MultiMapping[str], *names: str) -> None:
    """Raises Problem 400 for a parameter that is not one of `names`, so that a typo shows."""
    for given in query:
        if given not in names:
            known = f"known are: {', '.join(names)}" if names else "none is known here"
            raise Problem(400, f"there is no parameter {given[:80]!r}; {known}")


def _names(spacewalk: str, board: Board) -> set[str]:
    walk = board.find(spacewalk)
    return {walk.id, *walk.aliases} if walk else {spacewalk}
