from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from relay.testing.clock import FakeClock
from relay.video.stream.fetch import NO_HEADERS, Body, Fetch, Span
from relay.video.stream.listing import Listed, Piece
from relay.video.stream.loader import Feed, Loader

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)
LIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n"


@dataclass(frozen=True)
class Asked:
    address: str
    most: int
    seconds: float
    headers: Mapping[str, str]
    span: Span | None


class Elsewhere(Fetch):
    """All of it has moved to another server."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    async def get(
        self,
        address: str,
        *,
        most: int,
        seconds: float,
        headers: Mapping[str, str] = NO_HEADERS,
        span: Span | None = None,
    ) -> Body:
        self.asked.append(Asked(address, most, seconds, headers, span))
        return Body(LIST, "https://edge.example/deep/list.m3u8?token=2")


def loader(fetch: Fetch) -> Loader:
    feed = Feed(fetch, "https://cdn.example/list.m3u8", {"Referer": "https://page.example"})
    return Loader(feed, FakeClock(NOW))


async def test_what_a_playlist_names_is_named_from_where_it_came_in_the_end() -> None:
    fetch = Elsewhere()
    (listed,) = (await loader(fetch).listing(2.0)).segments
    assert listed.piece.address == "https://edge.example/deep/a.ts"
    assert [one.address for one in fetch.asked] == ["https://cdn.example/list.m3u8"]


@pytest.mark.parametrize(
    ("duration", "size", "least", "most"),
    [(2.0, 5_000_000, 6.0, 15.0), (10.0, 25_000_000, 20.0, 40.0), (120.0, 25_000_000, 20.0, 40.0)],
)
async def test_a_large_segment_has_the_time_and_the_room_that_it_takes(
    duration: float, size: int, least: float, most: float
) -> None:
    """10 s of 4K video are 25 MB; neither may be without an end."""
    fetch, span = Elsewhere(), Span(5, 10)
    address = "https://cdn.example/a.ts"
    await loader(fetch).segment(Listed(number=1, piece=Piece(address, span), duration=duration))
    (asked,) = fetch.asked
    assert (asked.address, asked.span) == (address, span)
    assert asked.headers == {"Referer": "https://page.example"}
    assert size <= asked.most <= 50_000_000
    assert least <= asked.seconds <= most
