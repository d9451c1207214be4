"""The milestones of one spacewalk as they stand, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relay.core import wording
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.standing import Fact, Spacewalk, State, in_order
from relay.core.text import plain
from relay.core.voice import Voice

NOTE = 200
TASKS = 12
"""The newest tasks that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One milestone as it stands; of tasks left out, how many they are."""

    at: str
    """Empty where nobody knows the time."""
    title: str
    standing: str
    """In words, like "reported, not yet confirmed"; empty for tasks left out."""
    note: str = ""


def lines(walk: Spacewalk, voice: Voice) -> Iterator[Line]:
    """Of the present attempt everything, of earlier ones how they were called off."""
    present = _present(walk)
    shown = _shown(walk, present)
    tasks = [fact for fact in shown if fact.milestone is Milestone.TASK]
    left_out = tasks[:-TASKS]
    day = None
    for fact in shown:
        if fact not in left_out:
            at = fact.occurred_at
            time = wording.clock_time(at, day, voice=voice) if at else ""
            day = at or day
            yield _line(fact, present, time, voice)
        elif fact is left_out[-1]:
            count = voice.say("card.left_out", count=len(left_out))
            yield Line(at="", title=count, standing="")


def standing(fact: Fact, voice: Voice) -> str:
    """How firmly it is known, in words, and by whom where a person said it."""
    who = plain(fact.by, wording.NAME)
    if is_local(fact):
        return voice.say("standing.here", who=who) if who else voice.say("standing.here.unnamed")
    words = voice.say(_standing(fact))
    return voice.say("aside", text=words, aside=who) if who else words


def doubt(fact: Fact | None, voice: Voice) -> str:
    """What keeps it from being sure; empty where nothing does."""
    if fact is None:
        return ""
    if is_local(fact):
        return voice.say("standing.here.unnamed")
    return "" if fact.firm else voice.say("standing.reported")


def is_local(fact: Fact) -> bool:
    """Whether it stands in one community alone: those revisions are below zero."""
    return fact.revision < 0


def _standing(fact: Fact) -> str:
    if fact.standing is Standing.CORRECTED:
        return "standing.corrected" if fact.firm else "standing.corrected.unsure"
    return "standing.confirmed" if fact.firm else "standing.reported"


def _present(walk: Spacewalk) -> int:
    """The attempt that is spoken of: a new one as soon as what was called off is planned anew."""
    last = walk.attempt
    off = {fact.attempt for fact in walk.standing_facts() if TABLE[fact.milestone].calls_off}
    anew = walk.state in (State.PLANNED, State.PREPARING) and last in off
    return last + 1 if anew else last


def _shown(walk: Spacewalk, present: int) -> Sequence[Fact]:
    facts = in_order(walk.standing_facts())
    ends = {fact.attempt: fact for fact in facts if TABLE[fact.milestone].calls_off}
    return [fact for fact in facts if fact.attempt == present or fact is ends.get(fact.attempt)]


def _line(fact: Fact, present: int, time: str, voice: Voice) -> Line:
    title = wording.title(fact.milestone, voice)
    if fact.occurrence > 1 and not TABLE[fact.milestone].repeats:
        title = voice.say("again", what=title)
    if fact.attempt != present:
        title = voice.say("attempt", what=title, attempt=fact.attempt)
    warning = plain(fact.warning, NOTE)
    parts = [plain(fact.note, NOTE), warning and voice.say("warning", note=warning)]
    note = wording.sentences(parts)
    return Line(at=time, title=title, standing=standing(fact, voice), note=note)
