"""Which addresses from outside a page may link to, and under which name."""

from dataclasses import dataclass

from yarl import URL

from relay.core.text import plain

LONGEST = 2000
"""Characters; longer addresses are not linked, as in notices."""


@dataclass(frozen=True, slots=True)
class Link:
    """An http(s) address and the host that it really leads to."""

    url: str
    host: str


def link(address: str) -> Link | None:
    """The link for an address from outside; None for all that is not plainly http(s)."""
    if not address.startswith(("https://", "http://")) or len(address) > LONGEST:
        return None
    if plain(address, LONGEST) != address or " " in address:
        return None
    try:
        host = URL(address).host
    except ValueError:
        return None
    return Link(address, plain(host, 60)) if host else None
