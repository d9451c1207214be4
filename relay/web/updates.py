"""The newest state of a page, for those who have it open: its parts, rendered again."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from relay.core.event import Event
from relay.core.notice import notice
from relay.core.silence import last_sign
from relay.core.spacewalk import Segment
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.web.chart import Chart, chart
from relay.web.listing import focus
from relay.web.rendering import part, titles
from relay.web.site import Site
from relay.web.view import View, view

NOW = "now"
OVERLAY = "overlay"
ANNOUNCEMENT = 300
NEAR = timedelta(hours=24)
"""How far from the present a spacewalk may lie to have to do with the present pressure."""


def update(site: Site, topic: str, newest: Event | None = None) -> str | None:
    """JSON for all who have the page `topic` open; None for a topic that does not exist.

    A topic is `now` or `overlay`, for the spacewalk in focus, or an id, or `overlay/` and an id.
    `newest` is the event that the board has just taken in: its notice is read out to those who
    cannot see the change. The text stays the same until something else than time has changed.
    """
    found = shown(site, topic)
    if found is None:
        return None
    names = (OVERLAY,) if topic.partition("/")[0] == OVERLAY else tuple(titles(site))
    announce = _announcement(site, found, newest) if newest else ""
    still = _without_time(found)
    parts = {name: part(name, still) for name in names}
    return json.dumps({"parts": parts, "title": title(site, found), "announce": announce})


def known(site: Site, topic: str) -> bool:
    """Whether there is such a topic."""
    name = topic.removeprefix(f"{OVERLAY}/")
    return name in (NOW, OVERLAY) or site.board().find(name) is not None


def shown(site: Site, topic: str) -> View | None:
    """What the page `topic` says at present; None for a topic that does not exist."""
    board, now = site.board(), site.now()
    name = topic.removeprefix(f"{OVERLAY}/")
    walk = focus(board, now) if name in (NOW, OVERLAY) else board.find(name)
    if walk is None and name not in (NOW, OVERLAY):
        return None
    return replace(view(board, walk, now), pressure=_pressure(site, walk))


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


def _is_near(walk: Spacewalk, now: datetime) -> bool:
    sign = last_sign(walk)
    return walk.segment is not Segment.RUSSIAN and (sign is None or abs(now - sign) <= NEAR)


def _without_time(shown: View) -> View:
    """What ticks is left to the script: its words would be news every minute."""
    return replace(shown, clock=replace(shown.clock, text="")) if shown.clock.at else shown


def _announcement(site: Site, shown: View, newest: Event) -> str:
    walk: Spacewalk | None = site.board().find(newest.spacewalk)
    told = notice(newest, walk)
    if told is None or walk is None or walk.id != shown.id:
        return ""
    return plain(f"{told.title}. {told.text}", ANNOUNCEMENT)
