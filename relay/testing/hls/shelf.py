"""What lies at which path of an origin."""

import random
import re
from dataclasses import dataclass
from typing import Self

from relay.testing.hls import playlists
from relay.testing.hls.air import Air
from relay.testing.hls.answers import Reply
from relay.testing.hls.edits import Edit
from relay.testing.hls.subtitles import webvtt
from relay.video.segment import Rung

PLAYLIST = "application/vnd.apple.mpegurl"
TYPES = {"ts": "video/mp2t", "m4s": "video/iso.segment", "vtt": "text/vtt"}


_PATHS = re.compile(
    r"(?P<master>master\.m3u8)"
    r"|(?P<rung>high|low|text)/(?:"
    r"(?P<list>list\.m3u8)|(?P<key>key)|header(?P<header>\d+)\.mp4"
    r"|(?P<segment>\d+)\.(?P<suffix>ts|m4s|vtt))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a path asks for."""

    kind: str
    """`master`, `list`, `segment`, `header` or `key`."""
    rung: Rung | None = None
    index: int = 0
    """Of the segment, or of the header's recipe."""
    suffix: str = ""

    @classmethod
    def of(cls, path: str) -> Self | None:
        """None where there never is anything."""
        found = _PATHS.fullmatch(path)
        if found is None:
            return None
        kind = next(x for x in ("master", "list", "segment", "header", "key") if found[x])
        index = int(found[kind]) if kind in {"segment", "header"} else 0
        return cls(
            kind, Rung(found["rung"]) if found["rung"] else None, index, found["suffix"] or ""
        )


class Shelf:
    """Makes the body of each answer."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self.edits: dict[str, Edit] = {}

    def reply(self, wanted: Wanted, query: str) -> Reply | None:
        """What a sound origin says; None is 404. `query` is put behind what is listed."""
        ladder = self._air.programme.ladder
        if wanted.rung is None:
            return self._playlist("master", playlists.master(ladder, query))
        if wanted.rung not in {*ladder.rungs, *([Rung.TEXT] if ladder.subtitles else ())}:
            return None
        if wanted.kind == "list":
            return self._playlist("list", playlists.media(self._air.page(wanted.rung, query)))
        if wanted.kind == "key":
            return Reply(bytes(range(16)), "application/octet-stream")
        if wanted.kind == "header":
            return self._header(wanted.rung, wanted.index)
        return self._segment(wanted, wanted.rung)

    def _playlist(self, kind: str, text: str) -> Reply:
        edit = self.edits.get(kind)
        return Reply((edit(text) if edit else text).encode(), PLAYLIST)

    def _header(self, rung: Rung, part: int) -> Reply | None:
        programme = self._air.programme
        if rung is Rung.TEXT or part >= len(programme.ladder.parts):
            return None
        return Reply(programme.header(rung, part), "video/mp4")

    def _segment(self, wanted: Wanted, rung: Rung) -> Reply | None:
        if not self._air.is_there(wanted.index):
            return None
        programme, media_type = self._air.programme, TYPES[wanted.suffix]
        if rung is Rung.TEXT:
            slot = programme.slot(wanted.index)
            text = webvtt(programme.ladder.parts[slot.part], slot)
            return Reply(text.encode(), media_type)
        data = programme.segment(rung, wanted.index)
        return Reply(_sealed(data) if self._air.sealed else data, media_type)


def _sealed(data: bytes) -> bytes:
    """As long as AES-128 makes it, and as unreadable: nobody here has a use for the key."""
    return random.Random(1968).randbytes(len(data) // 16 * 16 + 16)
