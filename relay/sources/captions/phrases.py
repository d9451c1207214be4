"""The language that the table of wordings is written in.

A pattern is read in lower case; `<hatch>`, `<walk>` and so on stand for the pieces below.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from relay.core.milestone import Milestone


class Care(Enum):
    """With what else a wording could be confused."""

    HATCH = auto()
    """Other hatches, and those of other ships."""
    PRESSURE = auto()
    """The air of other ships."""
    WALK = auto()
    """Other spacewalks."""
    CALL_OFF = auto()
    """Other spacewalks and other days; the denial itself is the news."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of the table."""

    milestone: Milestone
    care: Care
    pattern: re.Pattern[str]
    timed: bool
    """Whether it is a report only with a time of day."""


_WALK = r"(?:space[ -]?walk|eva)\b(?:[ -](?:number )?\d{1,3}[a-z]?\b)?"
_PIECES = {
    "<now>": r"(?:(?:now|just|officially|finally|fully|formally|confirmed|wide|again|already|both"
    r"|all|been|also|currently|safely) ){0,6}",
    "<hatch>": r"(?:(?:quest|poisk|pirs|outer|outside|egress|ev|air ?lock|crew ?lock|compartment"
    r"|exterior|big)(?:'s)? ){0,6}hatch(?:way)?\b(?: (?:of|to|on|at|for) <lock>)?",
    "<the>": r"(?:(?:the|a|that|this|their|its|our) )?",
    "<walk>": r"(?:(?:the|today's|this|our|official|u\.?s\.?|russian|\d{1,3}(?:st|nd|rd|th)) ){0,6}"
    + _WALK,
    "<depress>": r"\bde[ -]?pres+[a-z]*",
    "<repress>": r"\bre[ -]?pres+[a-z]*",
    "<begun>": r"(?:(?:has|have|had|is) <now>(?:begun|began|started|commenced|initiated)"
    r"|(?:now|officially|just) (?:began|begun|started)|began\b|(?:is|are) <now>(?:under ?way"
    r"|in progress))",
    "<crew>": r"(?:both |the |our |two |of ){0,6}(?:space ?walkers|astronauts|cosmonauts"
    r"|crew ?members|crew|they|we|you|ev[ -]?1 and ev[ -]?2)",
    "<suits>": r"(?:both |the |their |our |two |of ){0,6}(?:suits|space ?suits|emus)",
    "<lock>": r"(?:(?:the|quest|poisk|pirs|joint|compartment) ){0,6}(?:air ?lock|crew ?lock|quest"
    r"|poisk|pirs)(?: air ?lock| crew ?lock| module| compartment){0,3}\b",
    "<power>": r"(?:internal |suit |their |on-?board ){0,6}(?:battery power|batteries"
    r"|internal power)",
}


def row(milestone: Milestone, care: Care, *alternatives: str, timed: bool = False) -> Wording:
    """One row of the table: any of the alternatives stands for the milestone."""
    text = "|".join(alternatives)
    for _ in range(3):
        for name, piece in _PIECES.items():
            text = text.replace(name, piece)
    return Wording(milestone, care, re.compile(text), timed)
