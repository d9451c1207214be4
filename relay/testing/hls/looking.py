"""What FFmpeg makes of segments, as plain values for a test to compare."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.stream import Stream
from av.subtitles.codeccontext import SubtitleCodecContext
from av.subtitles.subtitle import AssSubtitle, SubtitleSet

from relay.testing.hls.timemark import read_time


@dataclass(frozen=True, slots=True)
class Seen:
    """One packet. A packet of PyAV itself must not be asked once its file is closed."""

    kind: str
    """`video` or `audio`."""
    pts: int
    dts: int
    seconds: Fraction
    """The same as `pts`."""
    key: bool
    corrupt: bool
    data: bytes


def packets(data: bytes, kind: str = "video") -> list[Seen]:
    """Those of that kind, in the order of the file."""
    with _opened(data) as file:
        return [_seen(one) for one in file.demux() if one.size and one.stream.type == kind]


def pictures(data: bytes) -> list[av.VideoFrame]:
    """All, in the order of presentation."""
    with _opened(data) as file:
        return list(file.decode(video=0))


def sounds(data: bytes) -> list[av.AudioFrame]:
    """All, in order."""
    with _opened(data) as file:
        return list(file.decode(audio=0))


def times(data: bytes) -> list[int]:
    """What the pictures say of themselves, in milliseconds. Raises ValueError."""
    return [read_time(frame) for frame in pictures(data)]


def captions(data: bytes) -> list[str]:
    """What FFmpeg's decoder of CEA-608 shows one after the other, `|` between two rows."""
    decoder = av.CodecContext.create("cc_dec", "r")
    assert isinstance(decoder, SubtitleCodecContext)
    shown: list[str] = []
    for frame in pictures(data):
        for side in (one for one in _sides(frame) if one.type.name == "A53_CC"):
            packet: av.Packet[Stream] = av.Packet(bytes(side))
            assert frame.time_base is not None
            packet.pts, packet.time_base = frame.pts, frame.time_base
            shown += _texts(decoder.decode2(packet))
    return shown


def _sides(frame: av.VideoFrame) -> list[SideData]:
    # What PyAV declares them to be is something else than what they are.
    return list(cast("Iterable[SideData]", frame.side_data))


def _texts(found: SubtitleSet | None) -> list[str]:
    events = [one.ass.decode() for one in found or () if isinstance(one, AssSubtitle)]
    bare = (re.sub(r"\{.*?\}", "", event.rsplit(",,", 1)[-1]) for event in events)
    return [text.replace("\\N", "|").strip("|") for text in bare]


def _seen(packet: "av.Packet[Stream]") -> Seen:
    assert packet.pts is not None
    assert packet.dts is not None
    return Seen(
        packet.stream.type,
        packet.pts,
        packet.dts,
        packet.pts * packet.time_base,
        packet.is_keyframe,
        packet.is_corrupt,
        bytes(packet),
    )


@contextmanager
def _opened(data: bytes) -> Iterator[InputContainer]:
    with av.open(io.BytesIO(data), "r") as file:
        yield file
