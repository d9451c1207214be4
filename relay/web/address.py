"""Addresses that leave the page, in feeds, calendars, answers and redirects."""

from urllib.parse import quote

from relay.web.links import link


def web_address(text: str) -> str:
    """The address when it is plainly http or https (`relay.web.links`), else empty."""
    found = link(text)
    return found.url if found else ""


def page_of(base: str, spacewalk: str) -> str:
    """The address of a spacewalk's page; `base` has no slash at its end."""
    return f"{base}/spacewalks/{quote(spacewalk, safe='')}"
