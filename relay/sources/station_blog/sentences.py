"""Cuts a paragraph into sentences without being fooled by the full stops of "a.m." and "Nov."."""

import re
import unicodedata
from collections.abc import Iterator

from relay.sources.station_blog.hatches import is_inner

LONGEST = 1_000
"""Characters of one sentence that are read; it bounds the work on hostile text."""

_STOP = re.compile(r"[.!?\u2026]{1,8}[\"')\]]{0,4}\s+(?=[\"'(\[@#]{0,3}[^\W_a-zа-я])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|U\.\s?S|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Dr|Mr|Mrs|Ms|St|No|Lt|Col"
    r"|Capt|Gen|Sr|approx|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun))\.$"
)
_HALF_DAY = re.compile(r"\b[ap]\.?\s?m\.$", re.IGNORECASE)
_OF_THE_TIME = re.compile(
    r"(?:[A-Z]{1,4}T\b|UTC|GMT|MSK|Eastern|Central|Moscow|Houston|(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b|\()"
)
_OF_A_SPACEWALK = re.compile(
    r"(?:The|Their|This|That|A|An|Today's|\w+day's|(?:U\.S\.|Russian|NASA's))\s(?:[\w.'-]+,?\s){0,3}?"
    r"(?:[Ss]pace ?walk|EVA|excursion|outing)\b"
)
"""A sentence whose subject is a spacewalk."""
_HATCH_OPENED = re.compile(
    r"\bopened (?:up )?(?:\S+ ){0,6}?hatch\b|\bhatch\b(?: \S+){0,8}? open(?:ed)?\b"
    r"|\bopened (?:up )?(?:Poisk|Pirs)\b",
    re.IGNORECASE,
)
_CLOSED_IT = re.compile(
    r"^(?P<before>(?:(?:[Aa]t|[Aa]fter|[Tt]hen|[Mm]inutes|[Bb]ut)\b[^;]{0,30}?,? ?)?"
    r"(?:[Tt]he(?:y| crew| two| pair| duo| cosmonauts| astronauts)"
    r"|[A-Z][\w-]+(?: and [A-Z][\w-]+)?)"
    r"(?: (?:had|then|soon|briefly|again|later)){0,2} (?:closed|shut|sealed)) it\b"
    r"(?=.*\b(?:leak|briefly|temporar))"
)
_WAS_CLOSED = re.compile(
    r"^It(?= (?:was|had been) (?:then |soon |briefly |later ){0,2}(?:closed|shut|sealed)\b"
    r".*\b(?:leak|briefly|temporar))"
)
_QUOTES = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": " - ",
        "\u2014": " - ",
        "\u200b": "",
    }
)


def normalized(text: str) -> str:
    """The same words with plain quotes, dashes and spaces, composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())


def sentences(block: str) -> Iterator[str]:
    """The sentences of one paragraph, in order, each cut at LONGEST characters."""
    text = normalized(block)
    start = 0
    for stop in _STOP.finditer(text):
        if _goes_on(text[max(start, stop.start() - 12) : stop.start() + 1], text, stop.end()):
            continue
        yield text[start : stop.end()].strip()[:LONGEST]
        start = stop.end()
    if rest := text[start:].strip():
        yield rest[:LONGEST]


def with_its_subject(sentence: str, before: str) -> str:
    """The sentence with a name in place of an "it" that means what the one before tells of: a
    spacewalk, or a hatch that is closed again for a while."""
    if _HATCH_OPENED.search(before) and not is_inner(before, len(before)):
        sentence = _CLOSED_IT.sub(r"\g<before> the hatch", sentence)
        sentence = _WAS_CLOSED.sub("The hatch", sentence)
    if sentence.startswith("It ") and _OF_A_SPACEWALK.match(before):
        return "The spacewalk" + sentence[2:]
    return sentence


def _goes_on(before: str, text: str, after: int) -> bool:
    if _HALF_DAY.search(before):
        return _OF_THE_TIME.match(text, after) is not None
    return _ABBREVIATED.search(before) is not None
