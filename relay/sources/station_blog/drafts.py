"""What one sentence of a post comes to, before the post as a whole has been looked at."""

from dataclasses import dataclass
from datetime import date, datetime

from relay.core.milestone import Milestone
from relay.core.spacewalk import Plan, Segment, Suit
from relay.sources.station_blog.claims import Claim
from relay.sources.station_blog.dating import Calendar
from relay.sources.station_blog.durations import Length
from relay.sources.station_blog.wordings.phrases import Kind

CALLED_OFF = frozenset({Milestone.DELAYED, Milestone.SCRUBBED})
LAST = frozenset({Milestone.EVA_END, Milestone.HATCH_CLOSED, Milestone.REPRESS_START})
"""What can be the end of a spacewalk, or close to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One claim with its moment; the post may still move, complete or drop it."""

    kind: Kind
    sentence: str
    at: datetime | None = None
    day: date | None = None
    """The printed day of the spacewalk, where no time is."""
    planned: bool = False
    plain: bool = False
    """Told in plain past tense with a time shortly before the post: evidence of its own."""
    pinned: bool = False
    again: bool = False
    interim: bool = False
    length: Length | None = None
    plan: Plan | None = None
    suits: tuple[Suit, ...] = ()
    warning: str = ""
    segment: Segment | None = None


def draft_of(claim: Claim, calendar: Calendar, day: date | None = None) -> Draft:
    """The draft of a claim, without a moment as yet."""
    return Draft(
        kind=claim.kind,
        sentence=calendar.sentence,
        day=day,
        again=claim.again,
        interim=claim.interim,
    )
