"""What a moderator's word comes to: a fact for everyone, or a mark that one community sees alone.

Who is not trusted marks only what nobody has told everyone. A mark counts its revisions from far
below: whatever is told to everyone later replaces it, in the same message.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from relay.core import wording
from relay.core.board import Board
from relay.core.meaning import NAME, NOTE, check_last, check_same, standing, whole
from relay.core.milestone import TABLE, Standing
from relay.core.placing import place, same_time
from relay.core.refusing import check_order, check_time, find, refuse
from relay.core.standing import Fact, FactKey, Spacewalk
from relay.core.statement import Statement
from relay.core.text import plain

FIRST = -999
"""The revision of a mark when it is first told; what is told to everyone begins with 1."""
ACCOUNT = 240


class Effect(StrEnum):
    """What a statement would change."""

    NEW = "new"
    CORRECTS = "corrects"
    CONFIRMS = "confirms"
    """It was told with a doubt, or without a time; now somebody who is trusted stands behind it."""
    NOTHING = "nothing"
    """It stands just so."""
    RETRACTS = "retracts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What would happen, before anything does."""

    effect: Effect
    spacewalk: str
    """Its present id."""
    key: FactKey
    occurred_at: datetime | None
    stands: Fact | None
    """What stands of it now, in the author's eyes: with its time, and by whom."""
    everyone: bool
    """It is for everyone, not for the author's community alone."""

    @property
    def previous(self) -> datetime | None:
        """The time told before."""
        return self.stands.occurred_at if self.stands else None


def cleaned(statement: Statement) -> Statement:
    """With text that can be shown, and times in whole seconds."""
    return replace(
        statement,
        author=plain(statement.author, ACCOUNT),
        by=plain(statement.by, NAME) or "a moderator",
        note=plain(statement.note, NOTE),
        occurred_at=whole(statement.occurred_at),
        corrects=whole(statement.corrects),
    )


def foresee(board: Board, statement: Statement, now: datetime, *, trusted: bool) -> Foresight:
    """What a statement would do now. Raises StatementRefused, in words for its author."""
    said = cleaned(statement)
    if not trusted and not said.community:
        refuse("What you say holds in a community: say it in one of its channels")
    walk = find(board, said.spacewalk, now)
    seen = walk.seen_by("" if trusted else said.community)
    way = _taken_back if said.retracts else _told
    found = way(seen, said, now, trusted=trusted)
    found = replace(found, everyone=trusted or found.key in walk.facts)
    if found.effect is not Effect.NOTHING and not trusted:
        _check_own(walk, said, found)
    return found


def _told(seen: Spacewalk, said: Statement, now: datetime, *, trusted: bool) -> Foresight:
    if TABLE[said.milestone].repeats and not said.note:
        refuse(f"{wording.title(said.milestone)!r} needs a note that says which")
    at = said.occurred_at or now
    check_time(seen, said.milestone, at, now)
    key = place(seen, said.milestone, at, said.note, own=not trusted)
    if said.corrects:
        check_same(seen, said, key, now)
    stands = seen.facts.get(key)
    effect = _effect(stands, said.occurred_at, trusted=trusted)
    if effect is not Effect.NOTHING:
        check_order(seen, key, at)
    return Foresight(
        effect=effect,
        spacewalk=seen.id,
        key=key,
        occurred_at=said.occurred_at,
        stands=stands,
        everyone=trusted,
    )


def _effect(stands: Fact | None, at: datetime | None, *, trusted: bool) -> Effect:
    if stands is None or stands.standing is Standing.RETRACTED:
        return Effect.NEW
    if at is None or same_time(stands.occurred_at, at):
        return Effect.CONFIRMS if trusted and not stands.firm else Effect.NOTHING
    return Effect.CORRECTS if stands.occurred_at or not trusted else Effect.CONFIRMS


def _taken_back(seen: Spacewalk, said: Statement, now: datetime, *, trusted: bool) -> Foresight:
    meant = standing(seen, said, said.occurred_at, now)
    fact = max(meant, key=lambda one: (one.attempt, one.occurrence))
    if trusted:
        check_last(seen, fact, now)
    return Foresight(
        effect=Effect.RETRACTS,
        spacewalk=seen.id,
        key=fact.key,
        occurred_at=fact.occurred_at,
        stands=fact,
        everyone=False,
    )


def _check_own(walk: Spacewalk, said: Statement, found: Foresight) -> None:
    """Who is not trusted changes nothing that was told to everyone."""
    known = walk.facts.get(found.key)
    title = wording.title(said.milestone)
    if known and known.standing is Standing.RETRACTED:
        refuse(f"{title!r} was withdrawn for everyone; a trusted person can tell it again")
    if known:
        at = f" at {wording.clock_time(known.occurred_at)}" if known.occurred_at else ""
        refuse(f"{title!r} stands for everyone{at}; a trusted person can correct it")
    if next_revision(walk, said.community, found.key) >= 0:
        refuse(f"{title!r} was changed too often here; a trusted person can tell it to everyone")


def next_revision(walk: Spacewalk, scope: str, key: FactKey) -> int:
    """Of the mark that a community's next word on it makes; below zero while it may."""
    mark = walk.marks.get(scope, {}).get(key)
    return mark.revision + 1 if mark else FIRST
