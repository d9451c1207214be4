"""Reads from a whole post who wears which suit, where it is sure which spacewalk that is of."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from relay.core.observation import Topic
from relay.core.spacewalk import Suit
from relay.sources.station_blog.dates import find_dates
from relay.sources.station_blog.dating import Calendar, noon
from relay.sources.station_blog.drafts import Draft
from relay.sources.station_blog.identities import segment_of
from relay.sources.station_blog.markings import agreed, suits_in
from relay.sources.station_blog.whole import Whole
from relay.sources.station_blog.wordings.phrases import SAID_EVA
from relay.sources.station_blog.wordings.suits import LEADS_TO_ANOTHER

_ONE_SPACEWALK = timedelta(hours=24)
"""All that is printed of one spacewalk lies within this time."""
_PLANNED = re.compile(r"\bwill\b|'ll\b", re.IGNORECASE)


def suits_of_post(whole: Whole, published: datetime, drafts: Sequence[Draft]) -> list[Draft]:
    """At most one draft, of all sentences together. None when they contradict each other, or when
    the post speaks of several days, so that it is not sure whose suits they are."""
    said = dict(_said(whole))
    suits = agreed(suit for found in said.values() for suit in found)
    if not suits:
        return []
    days = sorted([*_of_drafts(drafts, published), *_printed(whole, published)]) or [published]
    if days[-1] - days[0] > _ONE_SPACEWALK:
        return []
    words = " ".join(said)
    return [
        Draft(
            kind=Topic.SUITS,
            sentence=words,
            day=days[0].date(),
            planned=_PLANNED.search(words) is not None,
            segment=segment_of([words]) or whole.segment,
            suits=tuple(suits),
        )
    ]


def _said(whole: Whole) -> Iterator[tuple[str, list[Suit]]]:
    if not any(SAID_EVA.search(text) for text in (whole.title, *whole.body)):
        return
    for before, sentence in pairwise([whole.title, *whole.body]):
        if (suits := suits_in(sentence)) and not LEADS_TO_ANOTHER.search(before):
            yield sentence, suits


def _of_drafts(drafts: Sequence[Draft], published: datetime) -> Iterator[datetime]:
    """When what the post tells happened; what is told without a time is of its day."""
    for draft in drafts:
        start = draft.plan.start if draft.plan else None
        day = noon(draft.day) if draft.day else None
        if moment := draft.at or start or day or (None if draft.planned else published):
            yield moment


def _printed(whole: Whole, published: datetime) -> Iterator[datetime]:
    """The days in sentences that speak of a spacewalk, and today beside one that leads on."""
    for sentence in (whole.title, *whole.body):
        dates = find_dates(sentence)
        if not dates or not SAID_EVA.search(sentence):
            continue
        calendar = Calendar(sentence=sentence, dates=tuple(dates), published=published)
        yield from map(noon, calendar.days(ahead=True))
        if LEADS_TO_ANOTHER.search(sentence):
            yield published
