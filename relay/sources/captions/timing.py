"""When it happened what was said: by the time that is spoken beside it, else as it was said."""

import re
from datetime import datetime

from relay.sources.captions.clock import Spoken, spoken
from relay.sources.captions.phrases import Wording

_ALONE = re.compile(r"^[\s,]*(?:(?:at|about|around|as of|that was|the time is|time) )*$")
_IS = re.compile(
    r"\b(?:is|are|has|have|now|just|marks?|marking|concludes)\b|'(?:s|ve)\b"
    r"|\bhatch (?:open|opening|closed|closure)$"
)
"""What happens as it is said; the past alone says nothing of when."""
_HAPPENING = re.compile(
    r"\b(?:beg[aiu]n\w*|start\w*|end\w*|conclud\w*|open\w*|clos\w*|that|which|after|before|last\w*"
    r"|since|from|left|exit\w*|complet\w*|and)\b"
)
"""What another time than that of the words matched may belong to."""
MOST_BETWEEN = 6
"""Words between what happened and its time."""


def time_of(
    wording: Wording, sentence: str, match: re.Match[str], after: str, said: datetime
) -> datetime | None:
    """When it happened; None where the words then are a plan, or say too little."""
    times = spoken(sentence)
    own = [one for one in times if _belongs(one, sentence, match)]
    if not times:
        # A time as a sentence of its own, right after it.
        own = [one for one in spoken(after[:60]) if _ALONE.match(after[: one.start])][:1]
    if own:
        return own[0].near(said)
    begun = sentence[max(0, match.start() - 20) : match.end()]
    return said if _IS.search(begun) and not wording.timed else None


def _belongs(one: Spoken, sentence: str, match: re.Match[str]) -> bool:
    """Whether the time is that of the words matched: nothing else happens in between."""
    if one.start >= match.end():
        between = sentence[match.end() : one.start]
    else:
        between = sentence[one.end : match.start()]
    return len(between.split()) <= MOST_BETWEEN and not _HAPPENING.search(between)
