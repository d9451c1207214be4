"""The language that the tables of wordings are written in.

In a pattern, `<eva>`, `<suits>`, `<power>` and so on stand for the pieces below, `<wN>` for at
most N words that keep verb and object together, and `<aN>` for at most N words of any sort.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from relay.core.milestone import Milestone
from relay.core.observation import Topic

Kind = Milestone | Topic


class Form(Enum):
    """What the grammar alone says; the words before it decide the rest."""

    PAST = auto()
    """Done, unless denied: "began"."""
    BASE = auto()
    """Needs a "will" or "to": "begin"."""
    EITHER = auto()
    """Past and base look alike: "set", "put"."""
    PRESENT = auto()
    """The clock decides: "begins at"."""
    PARTICIPLE = auto()
    """A fact only with a time: "concluding their spacewalk at"."""
    DENIAL = auto()
    """The denial is the news: "did not proceed"."""
    NOUN = auto()
    """A fact only with a time: "the official start"."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One row. `context` must have been said before it in the post's sentence."""

    kind: Kind
    form: Form
    pattern: re.Pattern[str]
    context: re.Pattern[str] | None = None


_NOT_IT = (
    r"(?!(?:'s|s')?[\s-](?:prep|train|tool|review|procedure|stud(?:y|ies)|gear"
    r"|work(?! (?:at|by)\b)|simul"
    r"|hardware|activit|operation|coverage|planning|conference|briefing|schedule(?!d)|task|support|batter"
    r"|suit|question|assist|equip|support|robot|timeline|practice|cleanup|debrief)\w{0,8})"
)
EVA = (
    r"(?:space[ -]?walks?\b|(?-i:EVAs?)(?:[ -]#?\d{1,3}[a-z]?)?\b|outing\b|excursion\b"
    r"|extravehicular activity\b)" + _NOT_IT
)
_GAP = (
    r"(?:(?!(?:for|before|ahead|after|to|during|from|with|at|by|when|while|until|since|about|his|her"
    r"|and|but|which|who|training|review\w*|prep\w*|tools?|stud\w+|work\w*|configur\w+|coverage"
    r"|conference|briefing|simulat\w+)\b)[\w'\"&/().%-]+,?\s)"
)
_ANY = (
    r"(?:(?!(?:coverage|conference|briefing|training|review\w*|prep\w*|after (?:they|it))\b)"
    r"[^\s;]+\s)"
)
_PIECES = {
    "<eva>": EVA,
    "<suits>": r"(?:(?:space)?suits?|EMUs?)(?:'s?)?",
    "<power>": r"(?:internal |on-?board |their |its |the )*"
    r"(?:battery power|batteries|internal power)"
    r"(?! (?:issue|problem|concern|level|reading|system|upgrade))",
    "<to>": r"(?:on ?to|over to|over on|to|on)",
    "<lock>": r"(?:air ?lock|crew ?lock|compartment)",
    "<noobj>": r"(?! (?:an?|the|their|his|her|its|all|several|two|three|work|tasks?|\w+ing"
    r"|with)\b)",
    "<when>": r"(?= (?:no |not |the |as |at |early |late |mid|about |around |next |this "
    r"|tomorrow|today|mon|tue|wed|thu|fri|sat|sun"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d))",
    "<hatch>": r"hatch\b(?!es)",
    "<started>": r"(?:began|begun|started|commenced|kicked off|got under ?way)",
}


def _pattern(template: str) -> re.Pattern[str]:
    text = re.sub(r"<w(\d+)>", lambda gap: f"{_GAP}{{0,{gap[1]}}}?", template)
    text = re.sub(r"<a(\d+)>", lambda gap: f"{_ANY}{{0,{gap[1]}}}?", text)
    for name, piece in _PIECES.items():
        text = text.replace(name, piece)
    return re.compile(text, re.IGNORECASE)


SAID_EVA = _pattern(r"\bspace[ -]?walk|(?-i:\bEVA)|outing\b|excursion\b|extravehicular")
SAID_HATCH = re.compile(r"\bhatch\b", re.IGNORECASE)


def wording(
    kind: Kind, form: Form, *alternatives: str, context: re.Pattern[str] | None = None
) -> Wording:
    """One row of a table: any of the alternatives stands for the kind."""
    return Wording(kind, form, _pattern("|".join(alternatives)), context)
