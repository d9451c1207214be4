"""The language that the tables of wordings are written in.

In a pattern, `<eva>`, `<suits>`, `<power>` and so on stand for the pieces below, `<wN>` for at
most N words that keep verb and object together, `<oN>` for those of an object alone, `<sN>` for
those between a subject and its verb, and `<aN>` for words of any sort.
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


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that can match only where, for each of `needs`, one of its words stands."""

    needs: tuple[tuple[str, ...], ...]
    rows: tuple[Wording, ...]

    def can_match(self, lowered: str) -> bool:
        """A test that costs far less than the rows. Takes the sentence in lower case."""
        for words in self.needs:
            # A plain loop, for it runs dozens of times a sentence.
            for word in words:
                if word in lowered:
                    break
            else:
                return False
        return True


_NOT_IT = (
    r"(?!(?:'s|s')?[\s-](?:prep|train|tool|review|procedure|stud(?:y|ies)|gear"
    r"|work(?! (?:at|by)\b)|simul"
    r"|hardware|activit|operation|coverage|planning|conference|briefing|schedule(?!d)|task|support|batter"
    r"|suit|day\b|week\b|question|assist|equip|support|robot|timeline|practice|cleanup|debrief)\w{0,8})"
)
EVA = (
    r"(?<!practice )(?<!simulated )(?<!virtual )(?<!reality )(?<!mock )(?<!training )"
    r"(?:space[ -]?walks?\b|(?-i:EVAs?)(?:[ -]#?\d{1,3}[a-z]?)?\b|outing\b|excursion\b"
    r"|sortie\b|jaunt\b|foray\b|walk in space\b|extravehicular activity\b)" + _NOT_IT
)
_GAP = (
    r"(?:(?!(?:for|before|ahead|after|to|during|from|with|at|by|when|while|until|since|about|his|her"
    r"|and|but|which|who|training|review\w*|prep\w*|tools?|stud\w+|work\w*|configur\w+|coverage"
    r"|conference|briefing|simulat\w+|tasks?|objectives?|goals?|half|part|portion|phase|day|week)\b)[\w'\"&/().%-]+,?\s)"
)
_ANY = (
    r"(?:(?!(?:coverage|conference|briefing|training|review\w*|prep\w*|after (?:they|it))\b)"
    r"[^\s;]+\s)"
)
_OUTSIDE = (
    r"(?:work(?:day)?|job|time|day|shift|hours|minutes) outside\b(?! (?:of )?(?:the|an?|their)"
    r" (?!station|space|orbit|international|outpost|airlock|complex|lab))|outside work\b"
)
_PIECES = {
    "<subject>": rf"(?:{EVA}|(?:{_OUTSIDE})(?: of)?(?: the)?(?: (?:quest|poisk|station|airlock))?)",
    "<eva>": EVA,
    "<suits>": r"(?:(?:space)?suits?|EMUs?)(?:'s?)?",
    "<power>": r"(?:internal |on-?board |their |its |the |(?:space)?suit )*"
    r"(?:battery power|batteries|internal power)"
    r"(?! (?:issue|problem|concern|level|reading|system|upgrade|test|check|train|drill))",
    "<to>": r"(?:on ?to|over to|over on|to|on)",
    "<lock>": r"(?:air ?lock|crew ?lock|compartment)",
    "<noobj>": r"(?! (?:an?|the|their|his|her|its|all|several|two|three|work|tasks?|\w+ing"
    r"|with|to (?:be|re-?press\w*|de-?press\w*|close|open|fill))\b)",
    "<at>": r"(?:at|about|around) (?:about )?\d\S*(?: (?:[ap]\.?m\.?|(?-i:[A-Z]{2,4})|moscow"
    r"|eastern|time|today|on|\w+day)\.?){0,5}",
    "<det>": r"(?:an?|the|their|his|her|its|today's|this)",
    "<time>": r"(?= (?:about |around |approximately )?(?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m"
    r"|\d{1,2}:\d\d|\d{4} (?:GMT|UTC)|noon))",
    "<when>": r"(?= (?:no |not |the |as |at |early |late |mid|about |around |next |this "
    r"|tomorrow|today|mon|tue|wed|thu|fri|sat|sun"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d))",
    "<hatch>": r"hatch\b(?!es)",
    "<started>": r"(?:began|begun|started|commenced|kicked off|got under ?way)",
}


_SUBJECT_GAP = (
    r"(?:(?!(?:coverage|conference|briefing|training|review\w*|prep\w*|after (?:they|it)|when|while"
    r"|once|until|because|before|re-?press\w*|de-?press\w*|hatch|ended|concluded)\b)[^\s;]+\s)"
)
"""Between a subject and its verb; none of these, for after them another subject comes."""


def _pattern(template: str) -> re.Pattern[str]:
    text = re.sub(r"<w(\d+)>", lambda gap: f"{_GAP}{{0,{gap[1]}}}?", template)
    text = re.sub(r"<a(\d+)>", lambda gap: f"{_ANY}{{0,{gap[1]}}}?", text)
    text = re.sub(r"<o(\d+)>", r"(?:[^\\s;]+\\s){0,\1}?", text)
    text = re.sub(r"<s(\d+)>", lambda gap: f"{_SUBJECT_GAP}{{0,{gap[1]}}}?", text)
    for name, piece in _PIECES.items():
        text = text.replace(name, piece)
    return re.compile(text, re.IGNORECASE)


SAID_EVA = _pattern(
    r"\bspace[ -]?walk|(?-i:\bEVA)|outing\b|excursion\b|sortie\b|extravehicular"
    rf"|\b(?:{_OUTSIDE})|\b(?:are|is|now|working) outside\b|\boutside (?:the|their) (?:\w+ ){{0,2}}"
    r"(?:station|outpost|lab\w*|complex)\b"
)
SAID_PLAN = _pattern(
    r"\bspace[ -]?walks?\b[^;]{0,120}\b(?:will|scheduled|planned|set|slated|targeted|expected)\b"
    r"|\b(?:will|scheduled|planned|set|slated|targeted|expected)\b[^;]{0,60}\bspace[ -]?walks?\b"
)
EVA_WORDS = "walk|eva|outing|excursion|extravehicular|sortie|jaunt|foray|outside"
"""The words of `<eva>`, `<subject>` and SAID_EVA, for `group`."""
SAID_HATCH = re.compile(r"\bhatch\b|\bopened (?:up )?(?:poisk|pirs)\b", re.IGNORECASE)


def wording(
    kind: Kind, form: Form, *alternatives: str, context: re.Pattern[str] | None = None
) -> Wording:
    """One row of a table: any of the alternatives stands for the kind."""
    return Wording(kind, form, _pattern("|".join(alternatives)), context)


def group(*rows: Wording, needs: tuple[str, ...]) -> Group:
    """Rows with the literal words, in lower case and with | between, that all of them need."""
    return Group(tuple(tuple(words.split("|")) for words in needs), rows)
