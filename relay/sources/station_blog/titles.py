"""Reads the state of a spacewalk from a post's title, which follows it from Ready to Complete."""

import re
from enum import Enum, auto

from relay.sources.station_blog.wordings.phrases import EVA

_SPACEWALK = re.compile(rf"\b(?:{EVA}|spacewalkers?\b)", re.IGNORECASE)


class State(Enum):
    """What a title settles; the body gives the time."""

    AHEAD = auto()
    STARTED = auto()
    ENDED = auto()
    ENDED_EARLY = auto()
    DELAYED = auto()
    SCRUBBED = auto()
    SILENT = auto()


_AHEAD = (
    r"\bready\b|\bprepar|\bpreps?\b|\bset (?:to|for)\b|\bgear|\bupcoming\b|\bawait"
    r"|\bto (?:begin|start|exit|conduct|perform|air|cover|discuss|televise|provide)\b"
    r"|\bcoverage\b|\bpreview|\bscheduled\b|\bplan|\bwill\b|\btomorrow\b|\bnext week\b"
    r"|\bfinal(?:ize|ising)\b|\bcounting down\b"
)
_GAP = r"(?:(?!(?:for|before|ahead|as|until|while|with)\b)[\w'-]+\s)"
"""A word of one clause: in "Completes Suit Work Before Spacewalk" the spacewalk is not done."""
_OBJECT = rf"\s{_GAP}{{0,5}}?"
_SUBJECT = rf"\s{_GAP}{{0,6}}?"
_ENDS = r"completed?s?|concluded?s?|finish(?:es|ed)?|ends|ended"
_BEGINS = r"begins?|began|starts?|started|kicks? off|under ?way"
_OVER = r"over(?! (?:the )?(?:weekend|next|coming|holiday))"
_HAS_BEGUN = re.compile(
    rf"\b(?:{_BEGINS}){_OBJECT}(?:{EVA})|\b(?:{EVA}){_SUBJECT}(?:{_BEGINS})\b", re.IGNORECASE
)
_HAS_ENDED = re.compile(
    rf"\b(?:{_ENDS}|wraps? up|wrapped up|end){_OBJECT}(?:{EVA})"
    rf"|\b(?:{EVA}){_SUBJECT}(?:{_ENDS}|{_OVER})\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\sto (?:prepare|prep|ready|set up|gear|get|help|plan|make|support)\b.*", re.IGNORECASE
)
_STATES: tuple[tuple[State, re.Pattern[str]], ...] = tuple(
    (state, re.compile(words, re.IGNORECASE))
    for state, words in (
        (State.DELAYED, r"\bpostpon|\bdelay|\bput off\b|\bpush(?:ed|es)? back\b|\bverschoben\b"),
        (State.SCRUBBED, r"\bcancel|\bcall(?:s|ed)? off\b|\bscrub|\babgesagt\b"),
        (
            State.ENDED_EARLY,
            r"\b(?:ends?|ended|cut|concludes?d?)\s(?:[\w'-]+\s){0,5}?(?:early|short)\b"
            r"|\bterminat|\babort",
        ),
        (State.AHEAD, _AHEAD),
        (State.ENDED, _HAS_ENDED.pattern),
        (State.STARTED, rf"{_HAS_BEGUN.pattern}|\bspacewalkers?\b{_SUBJECT}(?:{_BEGINS})\b"),
    )
)


def state_of(title: str) -> State:
    """What the title settles about a spacewalk. Silent without the word, or in other words."""
    if not _SPACEWALK.search(title):
        return State.SILENT
    told = _without_what_follows(title)
    return next((state for state, words in _STATES if words.search(told)), State.SILENT)


def _without_what_follows(title: str) -> str:
    """The title without what the spacewalk is for, or what comes after its end: neither says that
    the spacewalk itself lies ahead."""
    if ended := _HAS_ENDED.search(title):
        looks_ahead = re.search(_AHEAD, title[ended.end() :], re.IGNORECASE)
        return title[: ended.end() + looks_ahead.start()] if looks_ahead else title
    begun = _HAS_BEGUN.search(title)
    purpose = _PURPOSE.search(title, begun.end()) if begun else None
    return title[: purpose.start()] if purpose else title
