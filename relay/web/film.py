"""The live picture, the gallery and the captions as plain values: templates only lay them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core import wording
from relay.core.media import Caption, Media, MediaKind
from relay.core.milestone import TABLE, Milestone
from relay.core.silence import silent
from relay.core.spacewalk import Precision
from relay.core.standing import Spacewalk, State
from relay.core.text import plain
from relay.plugins import Footage, Still, Watching
from relay.web.instants import Moment, moment
from relay.web.links import link

SHOTS = 60
"""Files that a page shows; the rest are still there under their names."""
BEFORE = timedelta(hours=3)
"""How long before a planned start its picture may be on: coverage begins 90 minutes before."""
TEXT, PROBLEM, CREDIT, TITLE = 300, 120, 80, 120
LOOKS = {
    "black": "The picture seems to be black (a guess).",
    "frozen": "The picture seems to stand still (a guess).",
    "slate": "The picture seems to be a card, not a camera (a guess).",
}
_MILESTONE = re.compile(r"-\d{8}t\d{6}z-([a-z-]+)-[0-9a-f]+\.(?:jpg|mp4)$", re.ASCII)
"""A file of the gallery says in its name what it was made of."""
_KINDS = {
    MediaKind.PICTURE: "Picture",
    MediaKind.CLIP: "Clip",
    MediaKind.HYPERLAPSE: "The whole spacewalk, sped up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The newest picture. Without `at` there is none, and only `lost` is said."""

    address: str = ""
    """Another one for each picture."""
    at: Moment | None = None
    exact: bool = True
    age: str = ""
    """Right at the instant of rendering; the script counts on."""
    credit: str = ""
    doubt: str = ""
    lost: str = ""
    title: str = ""
    """Of the stream."""
    player: str = ""
    """An HLS address, for browsers that play such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One file of the gallery. `length` in words, empty for a picture."""

    name: str
    title: str
    at: Moment
    video: bool
    length: str
    credit: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the captions."""

    at: Moment
    text: str


def current(walk: Spacewalk, now: datetime) -> bool:
    """Whether the stream shows this spacewalk: it goes on, or is about to."""
    if walk.state in (State.PREPARING, State.UNDERWAY):
        return not silent(walk, now)
    plan = walk.plan if walk.state is State.PLANNED else None
    if plan is None or plan.start is None or plan.precision is not Precision.MINUTE:
        return False
    return plan.start - BEFORE <= now and not silent(walk, now)


def picture(footage: Footage, now: datetime) -> Picture | None:
    """What is on; None while no stream has been followed."""
    still, watching = footage.latest(), footage.watching
    lost = _lost(watching)
    if still is None:
        return Picture(lost=lost, title=plain(watching.title, TITLE)) if lost else None
    player = link(watching.player)
    return Picture(
        address=f"/live/picture.jpg?t={token(still)}",
        at=moment(still.at, still.at),
        exact=still.exact,
        age=age(now - still.at),
        credit=plain(still.credit, CREDIT),
        doubt="" if lost else LOOKS.get(still.look) or plain(watching.problem, PROBLEM),
        lost=lost,
        title=plain(watching.title, TITLE),
        player=player.url if player and not lost else "",
    )


def token(still: Still) -> int:
    """Tells one picture from the next: its time in milliseconds."""
    return round(still.at.timestamp() * 1000)


def age(span: timedelta) -> str:
    """ "about 10 s ago", in steps that a reader can follow."""
    seconds = max(span, timedelta()).total_seconds()
    if seconds < 58:
        return f"about {max(5, round(seconds / 5) * 5)} s ago"
    if seconds < 3570:
        return f"about {round(seconds / 60)} min ago"
    return f"about {round(seconds / 3600)} h ago"


def shots(media: Sequence[Media]) -> tuple[Shot, ...]:
    """The gallery, the newest first; each time with its date where that is another day's."""
    newest = list(reversed(media))[:SHOTS]
    return tuple(_shot(one, newest[0].at) for one in newest)


def said(captions: Sequence[Caption]) -> tuple[Said, ...]:
    """The captions, in their order; each with its date where that is another day's."""
    return tuple(Said(moment(one.at, captions[-1].at), plain(one.text, TEXT)) for one in captions)


def of_milestone(name: str) -> Milestone | None:
    """The milestone that a file of the gallery is of, where its name says one."""
    found = _MILESTONE.search(name)
    known = (one for one in Milestone if found and found[1] == one.value.replace("_", "-"))
    return next(known, None)


def title(one: Media) -> str:
    """What a file shows: the milestone that it is of, or what kind of file it is."""
    milestone = of_milestone(one.name)
    return TABLE[milestone].title if milestone else _KINDS[one.kind]


def _shot(one: Media, beside: datetime) -> Shot:
    return Shot(
        name=one.name,
        title=title(one),
        at=moment(one.at, beside),
        video=one.kind is not MediaKind.PICTURE,
        length=_length(one.length),
        credit=plain(one.credit, CREDIT),
        doubt=LOOKS.get(one.look, ""),
    )


def _length(span: timedelta | None) -> str:
    if span is None:
        return ""
    seconds = round(span.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02}" if seconds >= 60 else f"{seconds} s"


def _lost(watching: Watching) -> str:
    if watching.lost_since is None:
        return ""
    since = wording.clock_time(watching.lost_since, watching.lost_since)
    why = plain(watching.problem, PROBLEM)
    return f"No picture since {since}" + (f": {why}" if why else "")
