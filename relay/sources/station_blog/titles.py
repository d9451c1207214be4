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
_OBJECT = r"\s(?:[\w'-]+\s){0,5}?"
_ENDS = r"completed?s?|concluded?s?|finish(?:es|ed)?|ends|ended"
_BEGINS = r"begins?|began|starts?|started|kicks? off|under ?way"
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
        (
            State.ENDED,
            rf"\b(?:{_ENDS}|wraps? up|wrapped up|end){_OBJECT}(?:{EVA})"
            rf"|\b(?:{EVA})(?:\s[\w'-]+){{0,6}}?\s(?:{_ENDS}|over)\b",
        ),
        (
            State.STARTED,
            rf"\b(?:{_BEGINS}){_OBJECT}(?:{EVA})"
            rf"|\b(?:{EVA}|spacewalkers?\b)(?:\s[\w'-]+){{0,6}}?"
            rf"\s(?:{_BEGINS})\b",
        ),
    )
)


def state_of(title: str) -> State:
    """What the title settles about a spacewalk. Silent without the word, or in other words."""
    if not _SPACEWALK.search(title):
        return State.SILENT
    return next((state for state, words in _STATES if words.search(title)), State.SILENT)
