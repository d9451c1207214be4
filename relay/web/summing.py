"""A spacewalk of the board, put into the words of the API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from relay.core import wording
from relay.core.board import Board
from relay.core.media import Media
from relay.core.milestone import TABLE, Milestone
from relay.core.spacewalk import Plan, Stream, Suit
from relay.core.standing import Fact, Spacewalk, in_order
from relay.core.text import plain
from relay.web.address import page_of, web_address
from relay.web.answers import (
    Links,
    MilestoneAnswer,
    PlanAnswer,
    SpacewalkAnswer,
    StreamAnswer,
    SuitAnswer,
    SummaryAnswer,
    WholeSpacewalkAnswer,
)
from relay.web.film import of_milestone
from relay.web.film_answers import MediaAnswer

NAME = 200
NOTE = 2000


def every(board: Board, now: datetime) -> list[Spacewalk]:
    """All spacewalks: present ones, those to come soonest first, others, past ones latest first."""
    past = board.past()
    first = [*board.current(now), *board.upcoming(now)]
    listed = {walk.id for walk in [*first, *past]}
    others = [walk for name, walk in sorted(board.spacewalks.items()) if name not in listed]
    return list({walk.id: walk for walk in [*first, *others, *past]}.values())


def short(walk: Spacewalk, base: str) -> SpacewalkAnswer:
    """What lists of spacewalks say of each. `base` begins its addresses."""
    return SpacewalkAnswer(**_short(walk, base))


def whole(walk: Spacewalk, base: str, media: Sequence[Media] = ()) -> WholeSpacewalkAnswer:
    """All that is known of it, and its files that are still kept."""
    standing = in_order(walk.standing_facts())
    withdrawn = in_order(fact for fact in walk.facts.values() if fact not in standing)
    return WholeSpacewalkAnswer(
        **_short(walk, base),
        attempt=walk.attempt,
        streams=[_stream(one) for one in walk.streams if web_address(one.url)],
        milestones=[_milestone(fact) for fact in [*standing, *withdrawn]],
        summary=_summary(walk),
        media=[_media(one, base) for one in media],
    )


def _short(walk: Spacewalk, base: str) -> dict[str, Any]:
    begun, ended = walk.fact(Milestone.EVA_START), walk.fact(Milestone.EVA_END)
    return {
        "id": walk.id,
        "aliases": list(walk.aliases),
        "name": wording.name(walk),
        "state": walk.state,
        "segment": walk.segment,
        "number": walk.number,
        "ordinal": walk.ordinal,
        "crew": [plain(name, wording.NAME) for name in walk.crew],
        "suits": [_suit(suit) for suit in walk.suits],
        "plan": _plan(walk.plan) if walk.plan else None,
        "start": begun.occurred_at if begun else None,
        "end": ended.occurred_at if ended else None,
        "links": Links(
            page=page_of(base, walk.id),
            api=page_of(f"{base}/api/v1", walk.id),
            events=f"{base}/api/v1/events?spacewalk={walk.id}",
        ),
    }


def _suit(suit: Suit) -> SuitAnswer:
    return SuitAnswer(
        name=plain(suit.name, wording.NAME),
        role=plain(suit.role, NAME),
        marking=plain(suit.marking, NAME),
    )


def _plan(plan: Plan) -> PlanAnswer:
    return PlanAnswer(
        start=plan.start,
        precision=plan.precision,
        approximate=plan.approximate,
        duration=plan.duration,
        coverage=plan.coverage,
        name=plain(plan.name, NAME),
        description=plain(plan.description, NOTE),
    )


def _stream(stream: Stream) -> StreamAnswer:
    return StreamAnswer(
        url=stream.url,
        title=plain(stream.title, NAME),
        live=stream.live,
        starts_at=stream.starts_at,
        ends_at=stream.ends_at,
        priority=stream.priority,
    )


def _milestone(fact: Fact) -> MilestoneAnswer:
    return MilestoneAnswer(
        milestone=fact.milestone,
        title=TABLE[fact.milestone].title,
        attempt=fact.attempt,
        occurrence=fact.occurrence,
        occurred_at=fact.occurred_at,
        said_at=fact.said_at,
        standing=fact.standing,
        firm=fact.firm,
        revision=fact.revision,
        note=plain(fact.note, NOTE),
        warning=plain(fact.warning, NOTE),
        address=web_address(fact.address),
        because=list(fact.because),
    )


def _media(one: Media, base: str) -> MediaAnswer:
    return MediaAnswer(
        name=one.name,
        url=f"{base}/media/{one.name}",
        kind=one.kind,
        type=one.media_type,
        milestone=of_milestone(one.name),
        at=one.at,
        size=one.size,
        length=one.length,
        credit=plain(one.credit, NAME),
        look=plain(one.look, NAME),
    )


def _summary(walk: Spacewalk) -> SummaryAnswer | None:
    if walk.summary is None:
        return None
    return SummaryAnswer(
        start=walk.summary.start,
        end=walk.summary.end,
        duration=walk.summary.duration,
        tasks=[plain(task, NOTE) for task in walk.summary.tasks],
        ordinal=walk.summary.ordinal,
        terminated=walk.summary.terminated,
    )
