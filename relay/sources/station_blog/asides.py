"""Knows the clauses that only say when something else happened: "after the spacewalk ended"."""

import re

_SUBORDINATE = re.compile(
    r"\b(?:(?:after|since|following|upon|once|having|as soon as|now that)"
    r"(?:\s(?:they|both|it|he|she))?"
    r"(?:\s(?!(?:which|delay\w*|will|was|were|is|are|they|it|he|she)\b)[\w'+.-]+){0,10}"
    r"|(?:before|while|prior to|ahead of)|(?:who|that)(?:\s(?:have|had|has|just|\w+ly))?)\s$",
    re.IGNORECASE,
)
_TIME_WORDS = re.compile(
    r"\s(?:(?:(?:to|of) (?:the )?|poisk|pirs|quest|docking|compartment|module|airlock|hatch"
    r"|at|about|around|approximately|just|before|after|on|this|earlier|early|late|today"
    r"|yesterday|morning|afternoon|evening|\w+day"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"\w{0,6}|\d{1,2})\b[\s.]*){0,6}",
    re.IGNORECASE,
)
_DONE_WITH = re.compile(r"(?:\bwith|^)\s?(?:the|their|that|today's|an?|another)\s$", re.IGNORECASE)
_DONE = re.compile(r"(?:complete|completed|over|concluded|ended|finished),", re.IGNORECASE)


def is_aside(sentence: str, start: int, end: int) -> bool:
    """Whether the words at `start`:`end` stand in such a clause, right after what opens it."""
    if _SUBORDINATE.search(sentence, max(0, start - 110), start):
        return True
    # "With the spacewalk complete, ..." and "The spacewalk over, ..." have no verb of their own.
    last = sentence.rfind(" ", start, end) + 1
    words = sentence[start:end].split()
    bare = not {"is", "was", "has", "had", "were"}.intersection(words)
    done_with = _DONE_WITH.search(sentence, max(0, start - 20), start)
    return bool(bare and done_with and _DONE.match(sentence, last))


def is_at_once(sentence: str, end: int, time: int) -> bool:
    """Whether the time printed at `time` follows the words that end at `end` without a new
    clause, so that it is theirs."""
    return end <= time and _TIME_WORDS.fullmatch(sentence, end, time) is not None
