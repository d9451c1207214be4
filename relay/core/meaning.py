"""Which of the facts that stand a statement means, where it changes one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from relay.core import wording
from relay.core.milestone import TABLE
from relay.core.refusing import refuse
from relay.core.standing import Fact, FactKey, Spacewalk
from relay.core.statement import Statement
from relay.core.text import plain

NOTE, NAME = 500, 80
"""Characters of a note, and of what is shown as a name."""


def whole(at: datetime | None) -> datetime | None:
    """In whole seconds: nobody says it more exactly."""
    return at.replace(microsecond=0) if at else None


def standing(seen: Spacewalk, said: Statement, at: datetime | None, now: datetime) -> list[Fact]:
    """What stands of it at just that time. Without one: what stands without a time, else all.

    Raises StatementRefused when there is nothing.
    """
    told = [fact for fact in seen.standing_facts() if fact.milestone is said.milestone]
    if not told:
        refuse(f"{wording.title(said.milestone)!r} does not stand: there is nothing to change")
    named = _noted(told, said.note) if TABLE[said.milestone].repeats else told
    exact = [fact for fact in named if whole(fact.occurred_at) == at]
    if at and not exact:
        refuse(
            f"{wording.title(said.milestone)!r} does not stand at {wording.clock_time(at, now)}; "
            f"it stands at: {_times(named, now)}"
        )
    return exact or named


def check_last(seen: Spacewalk, fact: Fact, now: datetime) -> None:
    """Raises StatementRefused for an earlier happening of several in one attempt.

    Weighed with all claims, a withdrawal counts against the last one (`relay.core.runs`).
    """
    later = [
        one
        for one in seen.facts.values()
        if (one.milestone, one.attempt) == (fact.milestone, fact.attempt)
        and one.occurrence > fact.occurrence
    ]
    if TABLE[fact.milestone].undone_by and later:
        title, last = wording.title(fact.milestone), max(later, key=lambda one: one.occurrence)
        refuse(
            f"Of several {title!r} only the last can be taken back for everyone, and that is the "
            f"one at {_times([last], now)}"
        )


def check_same(seen: Spacewalk, said: Statement, key: FactKey, now: datetime) -> None:
    """Raises StatementRefused where the fact under `key` is not the one that is to be corrected: a
    time beyond its opposite is that of another happening."""
    assert said.corrects is not None
    meant = standing(seen, said, said.corrects, now)
    if key not in {fact.key for fact in meant}:
        title, was = wording.title(said.milestone), wording.clock_time(said.corrects, now)
        new = f"At {wording.clock_time(said.occurred_at, now)}" if said.occurred_at else "So"
        refuse(
            f"{new} it would be another {title!r} than the one at {was}: take that one back, if "
            f"it is wrong, and tell this anew"
        )


def _noted(told: Sequence[Fact], note: str) -> list[Fact]:
    meant = [fact for fact in told if plain(fact.note, NOTE) == note]
    if not meant:
        notes = "; ".join(plain(fact.note, NAME) for fact in told[-5:])
        refuse(f"Say which by its note; these stand: {notes}")
    return meant


def _times(facts: Iterable[Fact], now: datetime) -> str:
    known = (fact.occurred_at for fact in facts)
    return "; ".join(wording.clock_time(at, now) if at else "no known time" for at in known)
