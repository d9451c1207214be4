"""From a stream that a source names to the playlists that are followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from relay.core.spacewalk import Stream
from relay.errors import VideoError
from relay.video.stream.address import (
    checked,
    expiry,
    host,
    is_for_everyone,
    is_playlist,
    is_youtube,
    shown,
)
from relay.video.stream.fetch import Body, Web
from relay.video.stream.listing import Listing
from relay.video.stream.master import Master
from relay.video.stream.pages import Found, Pages, StreamlinkPages
from relay.video.stream.playlist import MOST_BYTES, read

PATIENCE = 15.0
"""Seconds for a master playlist."""
NASA = "plus.nasa.gov"
"""Its pages are read whoever names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Where the rungs of a stream are."""

    high: str
    """A media playlist, like `low` and `text`."""
    low: str | None = None
    text: str | None = None
    """Captions in WebVTT."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """To be sent with every request."""
    expires: datetime | None = None
    """When its addresses are no longer good, where they say so."""
    player: str = ""
    """For a browser to play, by https; empty where it is signed or not for everyone."""
    private: bool = False
    """Whether it may lie in the local network."""


class Resolver:
    """One for the relay."""

    def __init__(
        self, web: Web, *, allow_private: bool = False, pages: Pages | None = None
    ) -> None:
        self._web = web
        self._allow_private = allow_private
        self._pages = pages or StreamlinkPages()

    async def resolve(self, stream: Stream, trusted: bool) -> Ladder:
        """Where its rungs are; `trusted` is an address that the operator configured. Raises
        VideoError, FetchFailed where something did not answer."""
        private = trusted and self._allow_private
        found = await self._find(checked(stream.url), trusted, private)
        async with self._web.open(private=private) as fetch:
            body = await fetch.get(
                found.address, most=MOST_BYTES, seconds=PATIENCE, headers=found.headers
            )
        playlist = await read(body.data, body.address)
        if isinstance(playlist, Listing):
            return _ladder(found, body, private, high=found.address)
        return _chosen(playlist, found, body, private)

    async def _find(self, address: str, trusted: bool, private: bool) -> Found:
        if is_playlist(address):
            return Found(address)
        if is_youtube(address):
            raise VideoError("YouTube is shown as a link only")
        if not trusted and host(address) != NASA:
            raise VideoError(f"{shown(address)} is no playlist: it is shown as a link only")
        found = await self._pages.find(address, private=private)
        return Found(checked(found.address, address), found.headers)


def _chosen(master: Master, found: Found, body: Body, private: bool) -> Ladder:
    low, text = master.low(), master.captions()
    return _ladder(
        found,
        body,
        private,
        high=master.high().address,
        low=low.address if low else None,
        text=text.address if text else None,
    )


def _ladder(
    found: Found,
    body: Body,
    private: bool,
    *,
    high: str,
    low: str | None = None,
    text: str | None = None,
) -> Ladder:
    addresses = [one for one in (found.address, body.address, high, low, text) if one]
    open_to_all = all(map(is_for_everyone, addresses)) and not found.headers
    return Ladder(
        high=high,
        low=low,
        text=text,
        headers=found.headers,
        expires=min(filter(None, map(expiry, addresses)), default=None),
        player=found.address if open_to_all and found.address.startswith("https:") else "",
        private=private,
    )
