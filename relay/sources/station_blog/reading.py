"""Reads one post: what its title settles, what its sentences say, and how the two fit together."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity
from relay.sources.station_blog.clock_times import ClockTime, find_times
from relay.sources.station_blog.dates import PrintedDate, find_dates
from relay.sources.station_blog.dating import Calendar, noon
from relay.sources.station_blog.drafting import draft_sentence
from relay.sources.station_blog.drafts import CALLED_OFF, Draft
from relay.sources.station_blog.durations import Length, told_length
from relay.sources.station_blog.feed import Post, mentions_spacewalk
from relay.sources.station_blog.finding import find_claims
from relay.sources.station_blog.identities import crew_of, number_of, numbers_of, segment_of
from relay.sources.station_blog.lookback import Spoken, is_of_the_week, spoken_after
from relay.sources.station_blog.sentences import normalized, sentences, with_its_subject
from relay.sources.station_blog.settling import settle
from relay.sources.station_blog.suits import suits_of_post
from relay.sources.station_blog.titles import State, state_of
from relay.sources.station_blog.whole import Whole

SOURCE = "station_blog"
MOST_SENTENCES = 80
"""Of one post; real ones have fewer than 60."""
MOST_DRAFTS = 100
"""Of one post; real ones have fewer than 20. Each is weighed against every other."""
LONGEST_EVIDENCE = 300
SETTLED = timedelta(days=1)
"""After that a post says the same whenever it is fetched: its reports lie in the past."""

_M = Milestone
_SETTLED_BY_TITLE = {
    State.STARTED: (_M.EVA_START,),
    State.ENDED: (_M.EVA_END,),
    State.ENDED_EARLY: (_M.TERMINATED, _M.EVA_END),
    State.DELAYED: (_M.DELAYED,),
    State.SCRUBBED: (_M.SCRUBBED,),
}
_OF_A_SPACEWALK = re.compile(
    r"\bspace[ -]?walk|(?-i:\bEVA)|\bhatch opening|\b(?:open|exit) hatch|\bair ?lock|\bspacesuit"
    r"|\bbattery power|\bexcursion|\bouting|\begress|\bventure|\boutside\b",
    re.IGNORECASE,
)
_BEFORE_THE_START = frozenset({_M.COVERAGE_START, _M.DEPRESS_START, *CALLED_OFF})


def read_post(post: Post, fetched_at: datetime) -> list[Observation]:
    """What a post claims, at most once each; nothing when it is not about a spacewalk."""
    as_of = min(fetched_at, post.published + SETTLED)
    return [replace(claim, seen_at=fetched_at) for claim in _read(post, as_of)]


@lru_cache(maxsize=100)
def _read(post: Post, fetched_at: datetime) -> list[Observation]:
    """Remembered, because a feed repeats its older posts with every new one."""
    whole = Whole(title=normalized(post.title), body=tuple(_relevant(post)))
    if not whole.body and not mentions_spacewalk(whole.title):
        return []
    drafts = _with_title(whole, list(islice(_drafts(post, whole, fetched_at), MOST_DRAFTS)))
    if not any(_OF_A_SPACEWALK.search(text) for text in (whole.title, *whole.body)):
        # Launches and dockings are covered too.
        drafts = [draft for draft in drafts if draft.kind is not _M.COVERAGE_START]
    drafts = settle(drafts, _told_length(whole, drafts))
    drafts += suits_of_post(whole, post.published, drafts)
    told_of = any(draft.at and not draft.planned for draft in drafts)
    return [
        _observation(draft, post, whole, fetched_at, another=told_of and _is_later(draft, post))
        for draft in drafts
    ]


def _told_length(whole: Whole, drafts: list[Draft]) -> Length | None:
    ends = {d.sentence for d in drafts if d.kind is _M.EVA_END and not d.planned}
    told = (
        told_length(sentence, after_end=before in ends)
        for before, sentence in pairwise(["", *whole.body])
    )
    return next((length for length in told if length), None)


def _relevant(post: Post) -> Iterator[str]:
    every = (sentence for block in post.blocks for sentence in sentences(block))
    for _, sentence in zip(range(MOST_SENTENCES), every, strict=False):
        yield sentence


def _drafts(post: Post, whole: Whole, fetched_at: datetime) -> Iterator[Draft]:
    printed: tuple[ClockTime, ...] = ()
    carried: PrintedDate | None = None
    spoken = Spoken()
    settled = state_of(whole.title) in _SETTLED_BY_TITLE
    for place, (before, sentence) in enumerate(pairwise(["", whole.title, *whole.body])):
        meant = with_its_subject(sentence, before)
        clocks = find_times(meant, printed)
        dates = find_dates(meant)
        calendar = Calendar(
            sentence=meant,
            dates=tuple(dates),
            published=post.published,
            carried=carried,
            spoken_of=spoken.day,
            unclear=spoken.unclear or (not settled and is_of_the_week(sentence)),
        )
        for draft in _drafts_of(calendar, clocks, whole, fetched_at):
            # A title states no times; but for a new date its states are read as a whole.
            if place or draft.kind is Topic.SCHEDULE:
                yield replace(draft, sentence=sentence)
        printed = (*printed, *clocks)[-20:]
        carried = _ahead(dates, calendar) or carried
        if not settled or (dates and not place):
            spoken = spoken_after(calendar, spoken, opening=place < 2)


def _drafts_of(
    calendar: Calendar, clocks: list[ClockTime], whole: Whole, fetched_at: datetime
) -> list[Draft]:
    claims = find_claims(calendar.sentence, clocks)
    if not claims:
        return []
    segment = segment_of([calendar.sentence]) or whole.segment
    return draft_sentence(claims, calendar, segment, fetched_at)


def _ahead(dates: list[PrintedDate], calendar: Calendar) -> PrintedDate | None:
    return next(
        (day for day in dates if day.on(calendar.today, ahead=True) >= calendar.today), None
    )


def _with_title(whole: Whole, drafts: list[Draft]) -> list[Draft]:
    title, state = whole.title, state_of(whole.title)
    if state is State.AHEAD:
        return [d for d in drafts if d.planned or d.plain or d.kind in _BEFORE_THE_START]
    reported = {draft.kind for draft in drafts if not draft.planned}
    missing = [kind for kind in _SETTLED_BY_TITLE.get(state, ()) if kind not in reported]
    if missing:
        said = [title, *(draft.sentence for draft in drafts)]
        segment = segment_of(said) or whole.segment
        drafts = drafts + [Draft(kind=kind, sentence=title, segment=segment) for kind in missing]
    return drafts


def _is_later(draft: Draft, post: Post) -> bool:
    return bool(draft.planned and draft.at and draft.at - post.published > SETTLED)


def _observation(
    draft: Draft, post: Post, whole: Whole, fetched_at: datetime, *, another: bool
) -> Observation:
    """`another` says that the post reports a spacewalk, but this is a plan for a later one."""
    segment, number = number_of(numbers_of([draft.sentence]), draft.segment)
    if number is None:
        segment, number = number_of(whole.numbers, draft.segment)
    return Observation(
        source=SOURCE,
        trust=Trust.AGENCY,
        spacewalk=Identity(
            segment=segment,
            number=number,
            near=_near(draft, post),
            crew=crew_of(draft.sentence) or (frozenset() if another else whole.crew),
        ),
        kind=draft.kind,
        seen_at=fetched_at,
        said_at=post.published,
        occurred_at=draft.at,
        planned=draft.planned,
        again=draft.again,
        interim=draft.interim,
        duration=draft.length.length if draft.length else None,
        ordinal=whole.ordinal,
        plan=draft.plan,
        suits=draft.suits,
        warning=draft.warning,
        evidence=Evidence(address=post.link, words=_shortened(draft.sentence)),
    )


def _near(draft: Draft, post: Post) -> datetime:
    start = draft.plan.start if draft.plan else None
    return draft.at or start or (noon(draft.day) if draft.day else post.published)


def _shortened(words: str) -> str:
    fits = len(words) <= LONGEST_EVIDENCE
    return words if fits else words[: LONGEST_EVIDENCE - 1] + "\u2026"
