"""Says which spacewalk a sentence means, from its own words first and never by guessing."""

import re
from collections.abc import Iterable, Sequence

from relay.core.naming import family_name, segment_and_number
from relay.core.spacewalk import Segment

_RUSSIAN_SURE = re.compile(
    r"\b(?:poisk|pirs|orlans?|vkd|moscow time|msk|russian[ -](?:segment )?(?:space ?walk|EVA))\b"
    r"|[а-я]{4}",
    re.IGNORECASE,
)
_US_SURE = re.compile(
    r"\bquest\b|\b(?:battery|internal) power\b|\bcrew ?lock\b|\bEMUs?\b"
    r"|\bU\.?S\.?[ -](?:segment )?(?:space ?walk|EVA)",
    re.IGNORECASE,
)
_RUSSIAN = re.compile(r"\bcosmonauts?\b|\broscosmos\b|\brussian\b|\bzvezda\b", re.IGNORECASE)
_US = re.compile(r"\bastronauts?\b|\bNASA flight engineers?\b", re.IGNORECASE)

_NUMBERED = re.compile(r"\b(?:EVA|VKD|ВКД|space ?walk)s?\b[^\d;]{0,10}\d", re.IGNORECASE)
"""A cheap test before the reading of a number."""
_SEVERAL = re.compile(r"\b(?:space ?walks|EVAs) \d+(?:,| and| &| through|-)", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?P<count>[1-9]\d\d)(?:st|nd|rd|th)\b"
    r"(?=[^.;]{0,60}\b(?:space ?walk|EVA|outing|excursion))"
    r"|\b(?:space ?walk|EVA|outing|excursion)\b[^.;]{0,30}"
    r"\bthe (?P<after>[1-9]\d\d)(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_WORD = r"(?:[A-Z][a-zA-Z'’-]*[a-z](?:-[A-Z][a-z]+)?|[A-ZÀ-Þ][a-zà-ÿ]+)"
_PARTICLE = r"(?:de|da|di|del|la|van|von|der|al) "
NAME = rf"{_WORD}(?: [A-Z]\.)?(?: (?:{_PARTICLE}){{0,2}}{_WORD}){{0,2}}"
"""A person's name, or what looks like one: `family_of` knows better."""
_PAIR = re.compile(
    r"(?:\b(?:[Aa]stronauts?|[Cc]osmonauts?|[Ff]light [Ee]ngineers?|[Ss]pacewalkers?"
    r"|[Cc]ommander|by|with|(?:[Ss]pace ?walk|EVA|[Oo]uting|[Ee]xcursion) of(?: NASA's)?) "
    r"|(?P<opening>^|[.,;:] )(?!(?:Astronaut|Cosmonaut|Flight Engineer|Spacewalker|Commander)s? ))"
    rf"(?P<one>{NAME})(?: of [A-Z]\w+(?: \([^)]{{0,60}}\))?)?"
    r"(?:,? and (?:(?:NASA|ESA|JAXA|CSA|Roscosmos) )?"
    rf"(?:[Aa]stronaut |[Cc]osmonaut |[Ff]light [Ee]ngineer )?(?P<two>{NAME}))?"
)
_OUT_WITH = re.compile(
    rf"(?P<one>{NAME}) (?:goes|went|will go|is going|heads|headed) (?:out|outside) with "
    rf"(?P<two>{NAME})"
)
_NOT_NAMES = frozenset(
    "The A An It They Both NASA ESA JAXA Roscosmos Expedition Flight Engineer Engineers Commander"
    " Space Station International Quest Poisk Pirs Zvezda Nauka Harmony Dragon Soyuz Progress"
    " Mission Control Houston Moscow Live Coverage Today Tomorrow Yesterday Monday Tuesday"
    " Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Russian Astronaut Astronauts Cosmonaut Cosmonauts"
    " Spacewalk Spacewalks Spacewalkers Spacewalker Two With After Because During About When"
    " Ground Teams Managers Canadarm Crew Update Earth At On In".split()
)


def segment_of(texts: Sequence[str]) -> Segment | None:
    """The segment by the first of the texts that decides it; None when all are silent or torn.

    An airlock, a suit or an official name is worth more than who goes out: cosmonauts have used
    Quest, and astronauts Pirs and Poisk.
    """
    for text in texts:
        for russian, us in ((_RUSSIAN_SURE, _US_SURE), (_RUSSIAN, _US)):
            is_russian, is_us = russian.search(text), us.search(text)
            if is_russian and not is_us:
                return Segment.RUSSIAN
            if is_us and not is_russian:
                return Segment.US
            if is_us and is_russian and russian is _RUSSIAN_SURE:
                return None
    return None


def torn(text: str) -> bool:
    """Whether the text surely names both segments, so that only its clauses can decide."""
    return bool(_RUSSIAN_SURE.search(text) and _US_SURE.search(text))


Numbers = frozenset[tuple[Segment | None, str | None]]


def numbers_of(texts: Iterable[str]) -> Numbers:
    """Every agency's number that the texts print, with its segment where that is printed too."""
    return frozenset(
        segment_and_number(text)
        for text in texts
        if _NUMBERED.search(text) and not _SEVERAL.search(text)
    )


def number_of(named: Numbers, segment: Segment | None) -> tuple[Segment | None, str | None]:
    """The number with its segment, where exactly one fits."""
    fitting = {pair for pair in named if pair[1] and segment in (None, pair[0])}
    return fitting.pop() if len(fitting) == 1 else (segment, None)


def ordinal_of(text: str) -> int | None:
    """The count among all station spacewalks ("the 242nd spacewalk"); smaller counts are of a
    year or of a person."""
    found = {int(match["count"] or match["after"]) for match in _ORDINAL.finditer(text)}
    return found.pop() if len(found) == 1 else None


def crew_of(sentence: str) -> frozenset[str]:
    """Family names of who is named as going out; two at most, else it is not clear who."""
    found: set[str] = set()
    pairs = (m for m in _PAIR.finditer(sentence) if m["opening"] is None or m["two"])
    for match in (*pairs, *_OUT_WITH.finditer(sentence)):
        names = [family_of(match["one"]), family_of(match["two"] or "")]
        found.update(name for name in names if name)
    return frozenset(found) if len(found) <= 2 else frozenset()


def family_of(name: str) -> str:
    """The family name, empty for what is no person's; one that is printed alone may itself begin
    like a particle."""
    words = name.removesuffix("'s").split()
    if _NOT_NAMES.intersection(words):
        return ""
    alone = words and family_name(" ".join(["-", *words])) == " ".join(words)
    return " ".join(words) if alone else family_name(" ".join(words))
