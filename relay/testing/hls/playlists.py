"""The playlists of an origin (RFC 8216)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.testing.hls.ladder import Ladder, Slot
from relay.testing.hls.recipe import Recipe
from relay.video.segment import Rung

SUFFIX = {"ts": "ts", "fmp4": "m4s"}

JUNK = """\
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English",DEFAULT=YES,URI="junk/sound.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=5900000,CODECS="hvc1.1.6.L93.B0,mp4a.40.2",RESOLUTION=1920x1080
junk/hevc.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5800000,CODECS="av01.0.08M.08,mp4a.40.2",RESOLUTION=1920x1080
junk/av1.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5700000,CODECS="avc1.640020,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=60
junk/fast.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5600000,CODECS="avc1.64001f",RESOLUTION=1280x720,AUDIO="sound"
junk/silent.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"
junk/sound.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=500000,CODECS="avc1.64001f",URI="junk/keyframes.m3u8"
"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A segment as a playlist lists it."""

    slot: Slot
    number: int
    """Its media sequence number."""
    gap: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one media playlist says."""

    rung: Rung
    entries: Sequence[Entry]
    seams: int
    """Discontinuities that have left the list."""
    target: float
    begin: datetime | None
    """The time of the stream's first frame as it is claimed; None claims nothing."""
    suffix: str
    headers: bool = False
    ended: bool = False
    key: str = ""
    """What stands behind EXT-X-KEY."""
    query: str = ""
    """Behind every address."""


def master(ladder: Ladder, query: str) -> str:
    """The renditions."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"]
    texts = ',SUBTITLES="text"' if ladder.subtitles else ""
    if ladder.subtitles:
        lines.append(
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="English",LANGUAGE="en",'
            f'DEFAULT=YES,AUTOSELECT=YES,URI="text/list.m3u8{query}"'
        )
    if ladder.junk:
        lines += JUNK.splitlines()
    for rung in ladder.rungs:
        lines += [_rendition(ladder.recipes(rung)[0]) + texts, f"{rung}/list.m3u8{query}"]
    return "\n".join(lines) + "\n"


def _rendition(recipe: Recipe) -> str:
    sound = 64_000 if recipe.tone else 0
    average = round((recipe.bitrate + sound) * 1.1)
    codecs = '"avc1.64001f,mp4a.40.2"' if recipe.tone else '"avc1.64001f"'
    return (
        f"#EXT-X-STREAM-INF:BANDWIDTH={average * 5 // 4},AVERAGE-BANDWIDTH={average},"
        f"CODECS={codecs},RESOLUTION={recipe.width}x{recipe.height},FRAME-RATE={recipe.fps}.000"
    )


def media(page: Page) -> str:
    """The segments of one rung."""
    number = page.entries[0].number if page.entries else 0
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        f"#EXT-X-TARGETDURATION:{math.ceil(page.target)}",
        f"#EXT-X-MEDIA-SEQUENCE:{number}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{page.seams}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    if page.key:
        lines.append(f"#EXT-X-KEY:{page.key}")
    for place, entry in enumerate(page.entries):
        lines += _entry(page, entry, is_first=place == 0)
    if page.ended:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


def _entry(page: Page, entry: Entry, *, is_first: bool) -> list[str]:
    slot, lines = entry.slot, []
    if slot.fresh:
        lines.append("#EXT-X-DISCONTINUITY")
    if page.headers and (is_first or slot.fresh):
        lines.append(f'#EXT-X-MAP:URI="header{slot.part}.mp4{page.query}"')
    if page.begin is not None:
        shown = (page.begin + timedelta(seconds=slot.start)).isoformat(timespec="milliseconds")
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{shown}")
    if entry.gap:
        lines.append("#EXT-X-GAP")
    name = f"{slot.index}.{page.suffix}{page.query}"
    return [*lines, f"#EXTINF:{slot.seconds:.3f},", name]
