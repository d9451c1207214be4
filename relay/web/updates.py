"""The newest state of a page, for those who have it open: its parts, rendered again."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from relay.core.event import Event
from relay.core.notice import notice
from relay.core.silence import last_sign
from relay.core.spacewalk import Segment
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.web.chart import Chart, chart
from relay.web.film import current, picture, said, shots
from relay.web.listing import NOW, named
from relay.web.reel import EMPTY, Reel
from relay.web.rendering import part, titles
from relay.web.site import Site
from relay.web.view import View, view

OVERLAY = "overlay"
ANNOUNCEMENT = 300
NEAR = timedelta(hours=24)
"""How far from the present a spacewalk may lie to have to do with the present pressure."""


def update(site: Site, topic: str, newest: Event | None = None, reel: Reel = EMPTY) -> str | None:
    """JSON for all who have the page `topic` open; None for a topic that does not exist.

    A topic is `now` or `overlay`, for the spacewalk in focus, or an id, or `overlay/` and an id.
    `newest` is the event that the board has just taken in: its notice is read out to those who
    cannot see the change. `reel` is what there is to see of it. The text stays the same until
    something else than time has changed.
    """
    found = shown(site, topic, reel)
    if found is None:
        return None
    names = (OVERLAY,) if topic.partition("/")[0] == OVERLAY else tuple(titles(site))
    announce = _announcement(site, found, newest) if newest else ""
    still = _without_time(found)
    parts = {name: part(name, still) for name in names}
    return json.dumps({"parts": parts, "title": title(site, found), "announce": announce})


def changes(before: str, after: str) -> str:
    """The same update for who has the one before: without the parts that are as they were."""
    known, told = json.loads(before)["parts"], json.loads(after)
    told["parts"] = {n: html for n, html in told["parts"].items() if known.get(n) != html}
    return json.dumps(told)


def known(site: Site, topic: str) -> bool:
    """Whether there is such a topic."""
    name = topic.removeprefix(f"{OVERLAY}/")
    return name in (NOW, OVERLAY) or site.board().find(name) is not None


def shown(site: Site, topic: str, reel: Reel = EMPTY) -> View | None:
    """What the page `topic` says at present; None for a topic that does not exist."""
    board, now = site.board(), site.now()
    asked = topic.removeprefix(f"{OVERLAY}/")
    name = NOW if asked == OVERLAY else asked
    walk = named(board, name, now)
    if walk is None and name != NOW:
        return None
    found = replace(view(board, walk, now), pressure=_pressure(site, walk))
    return replace(found, **_film(site, walk, reel)) if walk else found


def title(site: Site, shown: View) -> str:
    """The title of a page, which says what is going on."""
    state = f" – {shown.state.lower()}" if shown.id else ""
    return marked(site, f"{shown.name}{state}")


def marked(site: Site, words: str) -> str:
    """With the mark of a replay before them."""
    return f"{plain(site.mark, 40)} {words}".strip()


def _pressure(site: Site, walk: Spacewalk | None) -> Chart | None:
    """Of a US spacewalk that is near: a Russian one leaves from another airlock, of which nothing
    is published."""
    if site.pressure is None or (walk and not _is_near(walk, site.now())):
        return None
    return chart(site.pressure(), site.now())


def _film(site: Site, walk: Spacewalk, reel: Reel) -> dict[str, Any]:
    """The picture while it goes on, and what is kept of it, where `reel` is of it."""
    on = site.footage if current(walk, site.now()) else None
    kept = reel if reel.spacewalk == walk.id else EMPTY
    return {
        "picture": picture(on, site.now()) if on else None,
        "shots": shots(kept.media),
        "said": said(kept.said),
    }


def _is_near(walk: Spacewalk, now: datetime) -> bool:
    sign = last_sign(walk)
    return walk.segment is not Segment.RUSSIAN and (sign is None or abs(now - sign) <= NEAR)


def _without_time(shown: View) -> View:
    """What ticks is left to the script: its words would be news every minute."""
    clock = replace(shown.clock, text="") if shown.clock.at else shown.clock
    picture = replace(shown.picture, age="") if shown.picture else None
    return replace(shown, clock=clock, picture=picture)


def _announcement(site: Site, shown: View, newest: Event) -> str:
    walk: Spacewalk | None = site.board().find(newest.spacewalk)
    told = notice(newest, walk)
    if told is None or told.media or walk is None or walk.id != shown.id:
        return ""
    return plain(f"{told.title}. {told.text}", ANNOUNCEMENT)
