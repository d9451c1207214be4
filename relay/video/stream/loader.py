"""Loads what following a rung takes: its playlist, headers and segments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relay.clock import Clock
from relay.errors import VideoError
from relay.video.stream.fetch import Fetch, FetchFailed
from relay.video.stream.listing import Listed, Listing, Piece
from relay.video.stream.playlist import MOST_BYTES, read

LARGEST_SEGMENT = 40_000_000
"""Bytes, like LARGEST_HEADER; 10 s of 4K video are about 25 MB."""
LARGEST_HEADER = 1_000_000
AGAIN = 0.5
"""Seconds before the second try of a segment: its server may not have it yet."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a rung is to be had."""

    fetch: Fetch
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Loader:
    """One for a feed. Everything in it raises VideoError: FetchFailed where nothing came."""

    def __init__(self, feed: Feed, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock
        self._held: tuple[Piece, bytes] | None = None

    async def listing(self, target: float) -> Listing:
        """The playlist as it is now; `target` is how often it changes, in seconds."""
        feed = self._feed
        body = await feed.fetch.get(
            feed.address,
            most=MOST_BYTES,
            seconds=min(max(2 * target, 4.0), 10.0),
            headers=feed.headers,
        )
        listing = await read(body.data, body.address)
        if not isinstance(listing, Listing):
            raise VideoError("the playlist of a rendition lists renditions")
        return listing

    async def segment(self, listed: Listed) -> bytes:
        """Its bytes, at the second try if need be."""
        try:
            return await self._get(listed.piece, LARGEST_SEGMENT, listed.duration)
        except FetchFailed:
            await self._clock.sleep(AGAIN)
            return await self._get(listed.piece, LARGEST_SEGMENT, listed.duration)

    async def header(self, piece: Piece | None) -> bytes:
        """The initialization section; loaded once, as long as it stays the same."""
        if piece is None:
            return b""
        if self._held is None or self._held[0] != piece:
            self._held = piece, await self._get(piece, LARGEST_HEADER, AGAIN)
        return self._held[1]

    async def _get(self, piece: Piece, most: int, duration: float) -> bytes:
        body = await self._feed.fetch.get(
            piece.address,
            most=most,
            seconds=min(max(3 * duration, 8.0), 30.0),
            headers=self._feed.headers,
            span=piece.span,
        )
        return body.data
