"""Templates become HTML here; whatever they are given is escaped."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from relay.core.text import plain
from relay.web.address import page_of
from relay.web.assets import address
from relay.web.instants import iso
from relay.web.site import Site
from relay.web.view import View

_TITLES = {
    "now": "",
    "picture": "Live picture",
    "captions": "Said",
    "progress": "Progress",
    "log": "Log",
    "pressure": "Crewlock pressure",
    "watch": "Watch",
    "plan": "Plan",
    "crew": "Crew",
    "gallery": "Pictures and clips",
    "tasks": "Tasks",
    "ahead": "Other spacewalks ahead",
    "about": "About this spacewalk",
}
_FILMED = frozenset({"picture", "captions", "gallery"})
SCROLLING = frozenset({"log", "tasks", "watch", "crew", "ahead", "about", "captions", "gallery"})
"""Parts of a fixed height, which scroll, so that nothing moves when they grow."""
FOLLOWING = frozenset({"log", "tasks", "captions"})
"""Those of them that stay at their end, where the newest line is."""


def titles(site: Site) -> Mapping[str, str]:
    """What a page about a spacewalk is made of; each part is replaced on its own when it changes.

    Where telemetry is followed the part `pressure` is there, and where there may be a stream those
    of the stream; they are empty while they are of no use.
    """
    without = (set() if site.pressure else {"pressure"}) | (set() if site.footage else _FILMED)
    return {name: title for name, title in _TITLES.items() if name not in without}


def page(template: str, site: Site, **values: Any) -> str:
    """A whole page, with what every page needs to know of the relay."""
    clock = {"now": iso(site.now()), "rate": site.rate(), "mark": plain(site.mark, 40)}
    return (
        _environment()
        .get_template(template)
        .render(titles=titles(site), scrolling=SCROLLING, following=FOLLOWING, **clock, **values)
    )


def part(name: str, view: View) -> str:
    """One part of a page, as the page itself has it."""
    return _environment().get_template(f"parts/{name}.html").render(view=view)


def error_page(status: int, detail: str, site: Site) -> str:
    """What a browser shows when a request cannot be answered."""
    title = HTTPStatus(status).phrase
    return page("error.html", site, status=status, title=title, detail=detail)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("relay.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"asset": address, "page_of": page_of}
    return environment
