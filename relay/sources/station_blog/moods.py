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
    r"(?:\b(?:not|never|cannot|unable|failed (?:to|in|at)|without|instead of|rather than|nor"
    r"|neither|no longer|yet)|n't)\b(?:\s\S+){0,3}\s*$|\bне\s*$",
    re.IGNORECASE,
)
_WILL_BE = re.compile(
    r"\b(?:will|shall|should|(?<!began )(?<!begun )(?<!started )to)\s(?:\w+\s)?"
    r"(?:be|have|have been)(?:\s\w+)?\s*$",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:to|and|then)\s(?:\w+ly\s)?$", re.IGNORECASE)
_BEFORE_US = re.compile(
    r"\b(?:last (?:week|month|year|spring|summer|fall|autumn|winter|time"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|earlier this (?:week|month|year)"
    r"|(?:days?|weeks?|months?|years?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r", (?:who|whose|which|where)\b[^,;]*,")
_HISTORY = re.compile(
    r"\b(?:in|since) (?:(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember"
    r"|october|(?:19|20)\d\d)\b(?! \d)|\bhistor|\banniversary|\bcareer|\bso far\b|\bto date\b"
    r"|\bveteran|\bfirst-ever|\b(?:19|20)\d\d (?:space|EVA)|\bspacewalks\b|\bthis year\b"
    r"|\bduring (?:an?|the|his|her) "
    r"|\bsince\b|\bprevious|\bmost recent\b"
    r"|\b(?:after|following) (?:the|an?|their|his|her) (?:\S+ ){0,3}(?:spacewalk|excursion)",
    re.IGNORECASE,
)

_ONE = r"(?:an?|every|each|any|all|most) (?:typical |standard )?"
_WHOSE = r"(?:U\.?S\.?|American|Russian|NASA|station|space station)[ -](?:segment )?"
_GENERAL = re.compile(
    rf"\b{_ONE}(?:{_WHOSE})?(?:space ?walk|EVA)s?\b (?:\w+ ){{0,2}}?(?:begins?|starts?|ends?"
    r"|concludes?|counts?|is|are|finish(?:es)?)\b"
    rf"|(?:^|[,;:] |\b(?:that|because|as) )(?:{_WHOSE})?(?:space ?walks|EVAs) (?:\w+ ){{0,2}}?"
    r"(?:begin|start|end|conclude|are|count|finish)\b"
    rf"|\b(?:start|beginning|end|conclusion) of (?:{_ONE}(?:{_WHOSE})?(?:space ?walk|EVA)"
    rf"|(?:{_WHOSE})?(?:space ?walks|EVAs))\b"
    r"|\b(?:defin\w+ (?:as|by)|by (?:definition|convention|rule)|(?:is|are) (?:considered|deemed"
    r"|counted|measured|timed|reckoned)|from the moment|traditionally"
    r"|(?:usual|normal|typical)ly|always)\b"
    r"|\b(?:begins?|starts?|ends?|concludes?) (?:\w+ly )?(?:when|once|as soon as|the moment|at the"
    r" moment|with|only)\b",
    re.IGNORECASE,
)


def explains(sentence: str) -> bool:
    """Whether the words say how spacewalks begin and end in general, which is no report."""
    return _GENERAL.search(sentence) is not None


def mood_of(sentence: str, start: int, end: int, form: Form) -> Mood:
    """How the wording at `start`:`end` is meant."""
    opening = max(sentence.rfind(";", 0, start) + 1, start - 200)
    # What a clause of "who" denies or doubts is said of something else.
    before = _RELATIVE.sub(",", sentence[opening:start])
    clause = before + sentence[start:end]
    if _is_denied(before, clause, form):
        return Mood.NOTHING
    if form is Form.DENIAL:
        return Mood.FACT
    if form is Form.PAST or form is Form.PARTICIPLE:
        return _of_participle(before, clause)
    if form is Form.NOUN:
        return _of_noun(sentence, opening, start, end)
    return _of_verb(before, clause, form)


def _is_denied(before: str, clause: str, form: Form) -> bool:
    if _DENIED.search(before) or _DOUBTED.search(clause[-150:]):
        return True
    return form is not Form.DENIAL and bool(_DENIED.search(clause.rpartition(" ")[0]))


def _of_participle(before: str, clause: str) -> Mood:
    """ "Will be opened" and "was to have begun" hold the words of what is done."""
    if not (_WILL_BE.search(before) or _WILL_BE.search(clause.rpartition(" ")[0])):
        return Mood.FACT
    return Mood.NOTHING if _NO_LONGER.search(clause) else Mood.PLANNED


def _of_verb(before: str, clause: str, form: Form) -> Mood:
    """A verb whose form alone leaves open whether it looks ahead."""
    if _NO_LONGER.search(clause):
        return Mood.NOTHING
    if _AHEAD.search(clause):
        return Mood.PLANNED
    if form is Form.EITHER:
        return Mood.FACT
    return Mood.PURPOSE if form is Form.BASE and _TO.search(before) else Mood.PRESENT


def without_asides(sentence: str, place: int = -1) -> str:
    """The sentence without its clauses of "who" and "which", but for one around `place`."""
    return _RELATIVE.sub(
        lambda aside: aside[0] if aside.start() <= place < aside.end() else ",", sentence
    )


def is_retrospective(sentence: str, place: int, *, timed: bool) -> bool:
    """Whether the words around `place` look back at another spacewalk. Without a time of day,
    histories and totals count too: what they tell has no claim to be news."""
    sentence = without_asides(sentence, place)
    return bool(_BEFORE_US.search(sentence)) or (not timed and bool(_HISTORY.search(sentence)))


def _of_noun(sentence: str, opening: int, start: int, end: int) -> Mood:
    # A label in brackets stands for itself.
    before = sentence[max(opening, start - 60) : start].rpartition("(")[2]
    after = re.split(r"[()]", sentence[end : end + 40])[0]
    if _NO_LONGER.search(before + sentence[start:end] + after):
        return Mood.NOTHING
    beside = _AHEAD.search(before) or _AHEAD.search(after[:25])
    return Mood.PLANNED if beside else Mood.FACT
