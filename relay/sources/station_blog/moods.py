"""Tells what is said to have happened from what is planned, denied, doubted or long past."""

import re
from enum import Enum, auto

from relay.sources.station_blog.wordings.phrases import Form


class Mood(Enum):
    """How a wording is meant where it stands."""

    FACT = auto()
    PLANNED = auto()
    PRESENT = auto()
    """Now or soon: the printed time decides."""
    PURPOSE = auto()
    """An infinitive that explains another verb: "opened the hatch to begin the spacewalk"."""
    NOTHING = auto()


_AHEAD = re.compile(
    r"\b(?:will|'ll|shall|should|(?:is|are|be) (?:now )?to\b"
    r"|(?:scheduled|set|expected|planned|due|slated|targeted|anticipated|poised|ready|prepar\w+|plans?|planning|going|about|aims?|aiming|hopes?"
    r"|intends?|gear(?:ed|ing)? up|getting ready|get ready) to\b|planned|scheduled|expected|slated"
    r"|targeted|targeting|tomorrow)\b|запланир|планир|состоится",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(
    r"\b(?:had been|was|were|originally|previously|initially|formerly)\s(?:\w+\s){0,2}?"
    r"(?:scheduled|planned|expected|supposed|due|slated|set to|set for|targeted)\b"
    r"|\b(?:was|were) to\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:could|might|may(?! \d)|would|[Ii]f|[Uu]nless|[Ww]hether|[Cc]onsider\w*|[Ii]n case"
    r"|possib\w+|[Pp]otential\w*|likely)\b"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|unable|failed|without|instead of|rather than|nor|neither|no longer"
    r"|yet)|n't)\b(?:\s\S+){0,3}\s*$|\bне\s*$",
    re.IGNORECASE,
)
_WILL_BE = re.compile(
    r"\b(?:will|shall|should|to)\s(?:\w+\s)?(?:be|have|have been)(?:\s\w+)?\s*$", re.IGNORECASE
)
_TO = re.compile(r"\b(?:to|and|then)\s(?:\w+ly\s)?$", re.IGNORECASE)
_BEFORE_US = re.compile(
    r"\b(?:last (?:week|month|year|spring|summer|fall|autumn|winter|time"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|earlier this (?:week|month|year)"
    r"|(?:days?|weeks?|months?|years?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:in|since) (?:(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember"
    r"|october|(?:19|20)\d\d)\b(?! \d)|\bhistor|\banniversary|\bcareer|\bso far\b|\bto date\b"
    r"|\bveteran|\bfirst-ever|\b(?:19|20)\d\d (?:space|EVA)|\bspacewalks\b|\bthis year\b"
    r"|\bduring (?:an?|the|his|her) "
    r"|\bsince\b|\bprevious|\bmost recent\b"
    r"|\b(?:after|following) (?:the|an?|their|his|her) (?:\S+ ){0,3}(?:spacewalk|excursion)",
    re.IGNORECASE,
)


def mood_of(sentence: str, start: int, end: int, form: Form) -> Mood:
    """How the wording at `start`:`end` is meant."""
    opening = max(sentence.rfind(";", 0, start) + 1, start - 200)
    before, clause = sentence[opening:start], sentence[opening:end]
    if _is_denied(before, clause, form):
        return Mood.NOTHING
    if form is Form.DENIAL:
        return Mood.FACT
    if form is Form.PAST or form is Form.PARTICIPLE:
        return Mood.PLANNED if _WILL_BE.search(before) else Mood.FACT
    if form is Form.NOUN:
        return _of_noun(sentence, opening, start, end)
    return _of_verb(before, clause, form)


def _is_denied(before: str, clause: str, form: Form) -> bool:
    if _DENIED.search(before) or _DOUBTED.search(clause[-150:]):
        return True
    return form is not Form.DENIAL and bool(_DENIED.search(clause.rpartition(" ")[0]))


def _of_verb(before: str, clause: str, form: Form) -> Mood:
    """A verb whose form alone leaves open whether it looks ahead."""
    if _NO_LONGER.search(clause):
        return Mood.NOTHING
    if _AHEAD.search(clause):
        return Mood.PLANNED
    if form is Form.EITHER:
        return Mood.FACT
    return Mood.PURPOSE if form is Form.BASE and _TO.search(before) else Mood.PRESENT


def is_retrospective(sentence: str, *, timed: bool) -> bool:
    """Whether the words look back at another spacewalk. Without a time of day, histories and
    totals count too: what they tell has no claim to be news."""
    return bool(_BEFORE_US.search(sentence)) or (not timed and bool(_HISTORY.search(sentence)))


def _of_noun(sentence: str, opening: int, start: int, end: int) -> Mood:
    around = sentence[max(opening, start - 60) : end + 40]
    if _NO_LONGER.search(around):
        return Mood.NOTHING
    beside = _AHEAD.search(sentence[max(opening, start - 60) : start]) or _AHEAD.search(
        sentence[end : end + 25]
    )
    return Mood.PLANNED if beside else Mood.FACT
