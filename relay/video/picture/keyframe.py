"""One decoded picture out of a segment: the last that stands alone.

Nothing else of the segment is decoded, so that following a stream costs next to nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from relay.errors import VideoError
from relay.video.container import transport
from relay.video.container.opening import MOST_PIXELS, Run, Tracks, form, opened, reason
from relay.video.segment import Segment

if TYPE_CHECKING:
    # Only a type checker can write it so: at run time the class takes no parameter.
    from av.packet import Packet
    from av.stream import Stream

    _Packet = Packet[Stream]

# Opening decodes a frame by itself unless it is told not to: 18 ms instead of 2.
_QUICK = {"skip_frame": "all", "analyzeduration": "0", "probesize": "200000"}
_BOUNDED = {"max_pixels": str(MOST_PIXELS)}


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Not to be kept: PyAV holds megabytes with each frame that was converted."""

    frame: VideoFrame
    after: float
    """Seconds between the segment's first picture and this one."""


class Decoder:
    """Decodes the segments of one stream, in their order. It remembers the parameter sets of the
    run: an encoder may send them with its first picture alone."""

    def __init__(self) -> None:
        self._run = -1
        self._sets = b""

    def last(self, segment: Segment) -> Keyframe:
        """The last picture of the segment that stands alone. Raises VideoError when there is none,
        or a damaged one."""
        if segment.run != self._run:
            self._run, self._sets = segment.run, b""
        if form(segment) == "mpegts":
            found = transport.last_key(segment.data)
            if found:
                return Keyframe(self._alone(segment, found), found.after)
        return _demuxed(segment)

    def _alone(self, segment: Segment, picture: transport.Picture) -> VideoFrame:
        own = transport.parameter_sets(picture.data)
        self._sets = own or transport.parameters(segment.data) or self._sets
        sets = b"" if own else self._sets
        decoder = av.CodecContext.create("h264", "r")
        assert isinstance(decoder, VideoCodecContext)
        packets = decoder.parse(sets + picture.data) + decoder.parse(None)
        if not packets:
            raise VideoError("the segment's last picture is empty")
        return _decoded(decoder, packets[0])


def _demuxed(segment: Segment) -> Keyframe:
    """The way that works for every container, by going through all of its packets."""
    run = Run(form(segment), (segment.header, segment.data))
    with Tracks(opened(run, _QUICK)) as tracks:
        video = tracks.video
        try:
            first, last = _ends(tracks.packets(sound=False))
        except av.FFmpegError as error:
            raise VideoError(f"the segment is damaged: {reason(error)}") from error
        if last is None or first is None or last.pts is None or first.pts is None:
            raise VideoError("the segment holds no picture that stands alone")
        assert video.time_base is not None
        after = float((last.pts - first.pts) * video.time_base)
        return Keyframe(_decoded(video.codec_context, last), after)


def _ends(packets: "Iterator[_Packet]") -> "tuple[_Packet | None, _Packet | None]":
    first = last = None
    for packet in packets:
        first = first or packet
        last = packet if packet.is_keyframe else last
    return first, last


def _decoded(decoder: VideoCodecContext, packet: "_Packet") -> VideoFrame:
    decoder.skip_frame = "DEFAULT"
    decoder.thread_count = 1
    decoder.options = dict(_BOUNDED)
    try:
        frames = list(chain(decoder.decode(packet), decoder.decode(None)))
    except av.FFmpegError as error:
        raise VideoError(f"a picture cannot be decoded: {reason(error)}") from error
    if not frames or frames[0].is_corrupt:
        raise VideoError("a picture is damaged")
    return frames[0]
