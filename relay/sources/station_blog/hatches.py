"""Tells the airlock's outer hatch from the hatches between it and the rest of the station."""

import re

_INNER_BEFORE = re.compile(
    r"\b(?:inner|inboard|interior|inside|internal|IV|equipment lock|inter-?module|second"
    r"|(?:unity|station|node 1|zvezda|dragon|soyuz|progress|cygnus|starliner|HTV|spacecraft|ship"
    r"|capsule|vehicle)(?:'s|[ -]side)?)(?:\s(?:\w+\s)?|-)$",
    re.IGNORECASE,
)
"""Words in front of "hatch" that make it an inner one."""
_OPEN_SPACE = r"(?:(?:open )?space\b(?! station)|outer space|vacuum|outside|exterior)"
_INNER_AFTER = re.compile(
    rf",?\s(?:(?:that|which) )?(?:(?!{_OPEN_SPACE})\S+ ){{0,6}}?(?:"
    rf"(?:between|separat\w+|divid\w+|connect\w+|link\w+|join\w+)\b(?![^,;.]{{0,60}}\b{_OPEN_SPACE})"
    r"|(?:in)?to (?:the )?(?:equipment lock|rest\b|station|unity|node\b|harmony|tranquility"
    r"|interior|inside|inner|main|living|habitable|pressuri[sz]ed|service module|zvezda|zarya"
    r"|orbital|outpost|laboratory|international|complex)"
    r"|of (?:the )?(?:unity|harmony|node|tranquility|destiny|columbus|kibo|dragon|soyuz"
    r"|progress|cygnus|starliner|cargo)"
    r"|on (?:the |its )?(?:station|unity|inner|inboard|zvezda|node 1|internal|interior)\b"
    r"|facing (?:the )?(?:station|unity|interior))",
    re.IGNORECASE,
)
"""Words after "hatch" that make it an inner one: what it lies between or leads to."""
_VERB = re.compile(
    r"\b(?:was|is|were|are|has|had|at|and|before|after|when|then|while|for|opened|closed)\b",
    re.IGNORECASE,
)


def is_inner(sentence: str, end: int) -> bool:
    """Whether the hatch last named before `end` is one that leads into the station."""
    place = sentence.lower().rfind("hatch", 0, end)
    if place < 0:
        return False
    before = sentence[max(0, place - 30) : place]
    if _INNER_BEFORE.search(before):
        return True
    after = _INNER_AFTER.match(sentence, place + len("hatch"))
    return after is not None and not _VERB.search(sentence, place + len("hatch"), after.end())
