"""What config.toml says about the relay's own page."""

import re
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated

from pydantic import AfterValidator, Field

from relay.plugins import Settings


def _without_path(address: str) -> str:
    if address and not re.fullmatch(r"https?://[^\s/?#]+/?", address):
        raise ValueError('must be like "https://spacewalks.example", without a path')
    return address.rstrip("/")


class WebSection(Settings):
    """The relay's own page, and the stream and feeds beside it."""

    enabled: bool = True
    """Whether it is served at all."""
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """The address to listen on: "127.0.0.1" is this machine alone, "0.0.0.0" or "::" everyone."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    """The port to listen on; 0 takes a free one."""
    public_url: Annotated[str, AfterValidator(_without_path)] = ""
    """How the page is reached from outside, like "https://spacewalks.example": it begins every
    address in feeds, calendars and previews. Empty means as the reader asked for it."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks of proxies in front, like "127.0.0.1/32": only they are believed when they say whom
    they ask for (X-Forwarded-For, X-Forwarded-Proto)."""
    connections: Annotated[int, Field(ge=1, le=1_000_000)] = 15_000
    """Connections at the same time in all."""
    connections_per_address: Annotated[int, Field(ge=1, le=1_000_000)] = 50
    """The same of one address (IPv6: of one /64 network), proxies aside."""
    requests_per_minute: Annotated[int, Field(ge=1, le=10_000_000)] = 600
    """Requests that one address may make in a minute."""
