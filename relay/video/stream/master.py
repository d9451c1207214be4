"""A master playlist: which renditions there are (RFC 8216, 4.3.4), and which are followed."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relay.errors import VideoError
from relay.video.stream.address import checked

HIGHEST_RATE = 6_000_000
"""Bit/s: what is above costs memory and time, and no chat takes its clips."""
LOW_RATE = 930_000
"""Bit/s: 90 s of it fit into 10 MiB."""
TALLEST = 1080
MOST_RENDITIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One rung of the master's ladder."""

    address: str
    rate: int
    """Bit/s, on average where the master says it, else at most."""
    codecs: tuple[str, ...] = ()
    """As in RFC 6381; empty where the master does not say them."""
    height: int = 0
    """0 where it is not said, like `frames`."""
    frames: float = 0.0
    """A second."""
    muxed: bool = True
    """Whether its sound is in the same segments."""
    texts: str = ""
    """The group of its subtitles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitles:
    """Captions as a playlist of WebVTT pieces."""

    address: str
    group: str
    english: bool


@dataclass(frozen=True, slots=True)
class Master:
    """Without I-frame renditions."""

    renditions: tuple[Rendition, ...]
    subtitles: tuple[Subtitles, ...] = ()

    def high(self) -> Rendition:
        """The best that every player takes. Raises VideoError when there is none."""
        usable = [one for one in self.renditions if _is_usable(one)]
        if not usable:
            raise VideoError("the stream has no rendition in H.264 of at most 1080 lines")
        return max(usable, key=lambda one: _merit(one, HIGHEST_RATE))

    def low(self) -> Rendition | None:
        """One whose 90 s fit into 10 MiB, unless that is the high one."""
        small = [one for one in self.renditions if _is_usable(one) and one.rate <= LOW_RATE]
        best = max(small, key=lambda one: _merit(one, LOW_RATE), default=None)
        return None if best is None or best.address == self.high().address else best

    def captions(self) -> Subtitles | None:
        """Those that go with the high rendition, in English if there are such."""
        group = self.high().texts
        fitting = [one for one in self.subtitles if one.group == group]
        return max(fitting, key=lambda one: one.english, default=None)


def master_of(data: Mapping[str, Any], base: str) -> Master:
    """Read what m3u8 made of the text; a rendition that cannot be used is passed over."""
    media = data["media"][:MOST_RENDITIONS]
    apart = {one.get("group_id") for one in media if one.get("type") == "AUDIO" and one.get("uri")}
    renditions = (_rendition(one, apart, base) for one in data["playlists"][:MOST_RENDITIONS])
    return Master(
        tuple(one for one in renditions if one is not None), tuple(_subtitles(media, base))
    )


def _rendition(one: Mapping[str, Any], apart: set[str | None], base: str) -> Rendition | None:
    told = one["stream_info"]
    try:
        address = checked(one["uri"], base)
    except VideoError:
        return None
    width, _, height = str(told.get("resolution", "")).lower().partition("x")
    frames = told.get("frame_rate", 0.0)
    return Rendition(
        address=address,
        rate=max(told.get("average_bandwidth") or told.get("bandwidth") or 0, 0),
        codecs=tuple(name.strip().lower() for name in told.get("codecs", "").split(",") if name),
        height=int(height) if width.isdecimal() and height.isdecimal() else 0,
        frames=frames if math.isfinite(frames) else 0.0,
        muxed=told.get("audio") not in apart,
        texts=told.get("subtitles", ""),
    )


def _subtitles(media: Iterable[Mapping[str, Any]], base: str) -> Iterable[Subtitles]:
    for one in media:
        if one.get("type") != "SUBTITLES" or not one.get("uri"):
            continue
        try:
            address = checked(one["uri"], base)
        except VideoError:
            continue
        language = one.get("language", "").lower()
        yield Subtitles(
            address=address, group=one.get("group_id", ""), english=language.startswith("en")
        )


def _is_usable(one: Rendition) -> bool:
    """H.264, as far as the master says it."""
    pictures = any(name.startswith(("avc1", "avc3")) for name in one.codecs)
    return one.height <= TALLEST and (pictures or not one.codecs)


def _merit(one: Rendition, most: int) -> tuple[bool, bool, bool, int]:
    """Within the rate first, then with sound every player knows, then at most 30 frames a second;
    of those the best, or, where all are above the rate, the smallest."""
    within = one.rate <= most
    sounding = one.muxed and (not one.codecs or any(n.startswith("mp4a") for n in one.codecs))
    return within, sounding, one.frames <= 30.5, one.rate if within else -one.rate
