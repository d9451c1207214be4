"""Reads how long a spacewalk is said to have lasted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBER = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_WORDS[1:10])}))?"
    rf"|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
)
_LENGTH = re.compile(
    rf"(?<![\w:.,/])(?:"
    rf"(?P<hours>{_NUMBER})[ -]{{0,3}}(?:hours?|hrs?|h|ч(?:ас[а-я]{{0,2}})?)\b\.?"
    rf"(?:[\s,]{{0,2}}(?:and|и)?[\s-]{{0,2}}(?P<minutes>{_NUMBER})[ -]{{0,3}}"
    r"(?:minutes?|mins?|m|мин[а-я]{0,3})\b)?"
    rf"|(?P<only>{_NUMBER})[ -]{{0,3}}(?:minutes?|mins?|мин[а-я]{{0,3}})\b"
    r"|(?P<clock>\d{1,2}:[0-5]\d)"
    r"(?=\s?(?:later|long|hours?\b|\)?[ -]?(?:spacewalk|excursion|outing|EVA)))"
    r"|(?<=after )(?P<clock2>\d{1,2}:[0-5]\d)(?!\s?(?:[ap]\.?m|[A-Z]{2,4}\b|:)))",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:nearly|almost|about|approximately|around|roughly|some|(?:just )?(?:over|under|shy of)"
    r"|more than|less than|at least|up to)\s(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_NOT_ITS_LENGTH = re.compile(
    r"\b(?:planned|scheduled|expected|total(?: of)?|instead of|than|days?,?(?: and)?|for the next"
    r"|cumulative|career|will (?:last|spend))\s(?:for\s)?(?:an?\s|the\s|about\s|its\s)?$",
    re.IGNORECASE,
)
_THE_START = (
    r"(?:it|they|its|both|opening|switching|leaving|beginning|the (?:\w+ )?(?:start|opening|hatch"
    r"|pair|duo|two|astronauts|cosmonauts|spacewalk|suits|spacesuits|crew)|(?-i:[A-Z]))"
)
_BESIDE_IT = re.compile(
    r"[\s-]{0,2}(?:early|earlier|late\b|ahead|behind|before|in\b(?! (?:space|support|prep))|into"
    rf"|after(?! {_THE_START})|ago|longer|shorter|delay|from now|prior|planned|scheduled)",
    re.IGNORECASE,
)
_LASTED = re.compile(
    r"\b(?:space ?walk|EVA|outing|excursion|they|duo|pair)\b[^;]{0,60}"
    r"\b(?:lasted|lasting|spanned|spent|took)\b|\bпродолжа\w+"
    r"|\b(?:duration of the|total time of the)\b",
    re.IGNORECASE,
)
_IT_LASTED = re.compile(
    r"(?:(?:in all|all told|in total|altogether|overall),? )?(?:"
    r"(?:it|this|the (?:space ?walk|EVA|outing|excursion)) (?:had )?(?:lasted|ran|took)(?: for)? "
    r"|(?:they|both|the (?:two|pair|duo|astronauts|cosmonauts|spacewalkers))"
    r" (?:were|had been|spent) outside(?: the \w+(?: station)?)? for "
    r"|(?:the|its) (?:total )?(?:time|duration)(?: outside)? (?:was|came to) )"
    r"(?!.*\b(?:hours?|minutes?) to\b)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:previous|prior|earlier|last|next) (?:\w+ )?(?:space ?walk|EVA|outing|excursion)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A printed length. A vague one ("nearly six hours") has no minutes to rely on."""

    start: int
    end: int
    length: timedelta
    approximate: bool
    vague: bool
    later: bool
    """Printed as "6:13 later": counted from the start."""


def find_lengths(sentence: str) -> list[Length]:
    """Lengths that a spacewalk can have had: not plans, totals, or distances from the plan."""
    return list(_printed(sentence))


def _printed(sentence: str) -> Iterator[Length]:
    for match in _LENGTH.finditer(sentence):
        before = sentence[max(0, match.start() - 30) : match.start()]
        length = _length(match)
        unfit = _NOT_ITS_LENGTH.search(before) or _BESIDE_IT.match(sentence, match.end())
        if unfit or not timedelta(minutes=5) <= length <= timedelta(hours=12):
            continue
        approximate = _ABOUT.search(before) is not None
        yield Length(
            start=match.start(),
            end=match.end(),
            length=length,
            approximate=approximate,
            vague=approximate and not (match["minutes"] or match["clock"] or match["clock2"]),
            later=sentence[match.end() : match.end() + 7].lower().lstrip().startswith("later"),
        )


def _length(match: re.Match[str]) -> timedelta:
    if clock := match["clock"] or match["clock2"]:
        hours, minutes = clock.split(":")
        return timedelta(hours=int(hours), minutes=int(minutes))
    if match["only"]:
        return timedelta(minutes=_number(match["only"]))
    return timedelta(hours=_number(match["hours"]), minutes=_number(match["minutes"] or "0"))


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, _, ones = words.lower().replace("-", " ").partition(" ")
    if tens in _TENS:
        return _TENS[tens] + (_WORDS.index(ones) if ones else 0)
    return _WORDS.index(tens)


def told_length(sentence: str, *, after_end: bool) -> Length | None:
    """The length that a sentence of its own gives to the spacewalk: "The spacewalk lasted …".
    Right after the report of an end, "It lasted …" is of the same spacewalk."""
    told = _LASTED.search(sentence) or (after_end and _IT_LASTED.match(sentence))
    if not told or _ANOTHER.search(sentence):
        return None
    return next((length for length in find_lengths(sentence) if not length.vague), None)
