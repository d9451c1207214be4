"""Reads the many spellings of a spacewalk's name and of a spacewalker's, so that sources agree."""

import re

from relay.core.spacewalk import Segment

_SPACEWALK = r"(?:space\s?walks?\b|EVAs?\b)"
_NUMBER = r"(?P<number>[0-9]{1,3}[A-Za-z]?)\b(?![:.,]?[0-9])"
_JOIN = r"[\s\-‐-―]{0,3}(?:#|No\.?|number)?[\s\-]{0,2}"
_US = r"(?<![\w.])(?:U\.\s?S\.?|US|USOS)(?![\w])"
_RUSSIAN = r"(?<![\w.])(?:Russian|Russia['’]s|Roscosmos|Roskosmos|RS|ROS)(?![\w])"
_BETWEEN = r"[\s\-]{1,3}(?:(?:ISS|orbital|on-orbit|segment|station)[\s\-]{1,2}){0,3}"

_NUMBERED = tuple(
    (segment, re.compile(pattern, re.IGNORECASE))
    for segment, pattern in (
        (Segment.US, _US + _BETWEEN + _SPACEWALK + _JOIN + _NUMBER),
        (Segment.RUSSIAN, _RUSSIAN + _BETWEEN + _SPACEWALK + _JOIN + _NUMBER),
        (Segment.RUSSIAN, r"(?<!\w)(?:VKD|ВКД)" + _JOIN + _NUMBER),
    )
)
_SEGMENTS = (
    (Segment.US, re.compile(_US + _BETWEEN + _SPACEWALK, re.IGNORECASE)),
    (Segment.RUSSIAN, re.compile(_RUSSIAN + _BETWEEN + _SPACEWALK, re.IGNORECASE)),
    (Segment.RUSSIAN, re.compile(r"(?<!\w)(?:VKD|ВКД)(?!\w)", re.IGNORECASE)),
)

_PARTICLES = frozenset(
    {"al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "do", "dos", "du"}
    | {"el", "ibn", "la", "le", "st.", "ten", "ter", "van", "vande", "vander", "von", "zu"}
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d."})


def segment_and_number(text: str) -> tuple[Segment | None, str | None]:
    """The segment and the agency's own number of the first spacewalk that the text names.

    "U.S. Spacewalk 95" is `(Segment.US, "95")`, "VKD-45A" `(Segment.RUSSIAN, "45a")`. A name
    without a number gives the segment alone. "Expedition 65 EVA 7" counts within an expedition and
    gives neither. Nothing is guessed: a text that names both segments without a number gives none.
    """
    numbered = [(found, seg) for seg, rule in _NUMBERED for found in rule.finditer(text)]
    if numbered:
        first, segment = min(numbered, key=lambda pair: pair[0].start())
        return segment, first["number"].lower().lstrip("0") or None
    named = {segment for segment, rule in _SEGMENTS if rule.search(text)}
    return (named.pop() if len(named) == 1 else None), None


def family_name(full: str) -> str:
    """The family name as agencies print it alone: "Kud-Sverchkov", "Vande Hei", "Alneyadi".

    Empty for an empty name. Written as "Family, Given" it is what stands before the comma.
    """
    before, comma, after = full.partition(",")
    if comma and after.strip().lower() not in _SUFFIXES:
        return " ".join(before.split())
    words = before.split()
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[max(start, 0) :])
