"""Reads what a volunteer wrote under an event: only plain statements of what has happened."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from relay.core.milestone import Milestone

_FLAGS = re.IGNORECASE
_SUBJECT = (
    r"\b(?:EVA|space\s?walk)(?:[\s#-]{1,2}[0-9]{1,3}[A-Z]?)?(?:\s*\([^()]{0,60}\))?\s*[:,-]?\s+"
    r"(?:(?:has|have|is|was|now|officially|just|been)\s+){0,3}"
)
_STOP = (
    r"(?=\s*(?:$|[.,;:!()]|at\b|with\b|as\b|due\b|after\b|because\b|for today\b|today\b|early\b))"
)

_DOUBT = re.compile(
    r"\b(?:will|would|may|might|could|should|if|unless|when|once|until|before|expect\w*|plan\w*|"
    r"scheduled|going to|about to|to be|possib\w+|potential\w*|likely|not|never|no longer|"
    r"previous\w*|original\w*|earlier|last (?:week|month|year)|yesterday|rumou?r\w*|"
    r"reported(?:ly)?|simulat\w+|test\w*|coverage|stream\w*|webcast|un-?scrubbed)\b|n't\b|\?",
    _FLAGS,
)
_WITHIN_THE_DAY = re.compile(r"\b(?:minutes?|mins?|hours?|hrs?)\b|[0-9]:[0-9]{2}", _FLAGS)

_CALLED_OFF = r"(?:scrubbed|cancell?ed|called off|aborted)"
_RULES: Mapping[Milestone, re.Pattern[str]] = {
    Milestone.SCRUBBED: re.compile(
        rf"^{_CALLED_OFF}{_STOP}|{_SUBJECT}{_CALLED_OFF}{_STOP}"
        rf"|{_SUBJECT}did not (?:proceed|take place)\b|{_SUBJECT}scrub{_STOP}",
        _FLAGS,
    ),
    Milestone.DELAYED: re.compile(
        rf"(?:^|{_SUBJECT})(?:postponed(?:{_STOP}|\s+(?:indefinitely|to|by|for)\b)"
        r"|(?:delayed|slipped|pushed back)\s+"
        rf"(?:indefinitely|to a later date|(?:by|for) (?:at least )?(?:an?|one|two|[0-9]+|several)"
        rf"\s+(?:day|week|month)s?|to tomorrow))",
        _FLAGS,
    ),
    Milestone.EVA_START: re.compile(
        _SUBJECT + r"(?:begun|began|started|commenced|under\s?way)" + _STOP, _FLAGS
    ),
    Milestone.EVA_END: re.compile(
        _SUBJECT + r"(?:concluded|completed?|ended|finished|over)" + _STOP, _FLAGS
    ),
}
_NO_DOUBT = re.compile(
    r"\bdid not (?=(?:proceed|take place)\b)|\bas (?:planned|scheduled)\b", _FLAGS
)
"""Words of doubt that are none where they stand like this."""
_SENTENCE_END = re.compile(r"(?<![A-Z]\.[A-Z])(?<=[.!?])\s+|\n+")
_CLOCK = re.compile(r"\bat\s+([01]?[0-9]|2[0-3]):?([0-5][0-9])\s*(?:UTC|GMT|Z)\b", _FLAGS)

_TOLERANCE = timedelta(minutes=2)
_LONGEST_LAG = timedelta(hours=12)


def milestone_in(comment: str) -> tuple[Milestone, str] | None:
    """What the comment says has happened, and the sentence that says so; None when in doubt.

    A comment with two different statements is doubtful as a whole.
    """
    found = [
        (milestone, sentence.strip())
        for sentence in _SENTENCE_END.split(comment[:2000])
        for milestone in [_in_sentence(sentence.strip())]
        if milestone is not None
    ]
    return found[0] if len({milestone for milestone, _ in found}) == 1 else None


def _in_sentence(sentence: str) -> Milestone | None:
    matching = [milestone for milestone, rule in _RULES.items() if rule.search(sentence)]
    if len(matching) != 1 or _DOUBT.search(_NO_DOUBT.sub("", sentence)):
        return None
    if matching[0] is Milestone.DELAYED and _WITHIN_THE_DAY.search(sentence):
        return None
    return matching[0]


def clock_time(sentence: str, written_at: datetime) -> datetime | None:
    """The instant before `written_at` that a printed "at 12:35 UTC" means; None without one.

    Raises ValueError when no such instant is near: the sentence speaks of something planned.
    """
    match = _CLOCK.search(sentence)
    if match is None:
        return None
    time = written_at.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    if time > written_at + _TOLERANCE:
        time -= timedelta(days=1)
    if written_at - time > _LONGEST_LAG:
        raise ValueError(f"{match[0]!r} lies not shortly before it was written")
    return time
