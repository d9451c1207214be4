"""A decoded picture as JPEG, and as the few points that its look is judged by."""

from dataclasses import dataclass
from fractions import Fraction

import av
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation

from relay.errors import VideoError
from relay.video.container.opening import reason
from relay.video.picture.look import HEIGHT, WIDTH

_QUALITY = 5
"""On FFmpeg's scale from 2 to 31; about JPEG quality 80."""
_HD = 720  # lines from which an untagged stream is meant as ITU-R BT.709
_BT601 = "smpte170m"
_MATRIX = {1: "bt709", 5: _BT601, 6: _BT601}  # H.264, table E-5


@dataclass(frozen=True, slots=True)
class Photograph:
    """One picture."""

    jpeg: bytes
    luma: bytes
    """160x90 points from 0, black, to 255, each the mean of what it stands for."""


def photograph(frame: VideoFrame) -> Photograph:
    """Both at once. Raises VideoError when the picture is of a kind that cannot be converted."""
    try:
        full = _as_jpeg_has_it(frame)
        return Photograph(_encoded(full), _luma(full))
    except (av.FFmpegError, ValueError) as error:
        raise VideoError(f"a picture cannot be converted: {reason(error)}") from error


def _as_jpeg_has_it(frame: VideoFrame) -> VideoFrame:
    """JPEG (JFIF) knows only the colours of ITU-R BT.601 in their full range. Both are converted
    once, by a filter that takes a tenth of the time of swscale for it."""
    untagged = "bt709" if frame.height >= _HD else _BT601
    matrix = _MATRIX.get(frame.colorspace, untagged)
    is_full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    given = f"colorspace={matrix}:range={'pc' if is_full else 'tv'}"
    same = "color_primaries=bt709:color_trc=bt709"
    wanted = f"space={_BT601}:primaries=bt709:trc=bt709:range=pc:format=yuv420p"
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1)
    )
    given_node, wanted_node, sink = (
        graph.add("setparams", f"{same}:{given}"),
        graph.add("colorspace", wanted),
        graph.add("buffersink"),
    )
    graph.link_nodes(source, given_node, wanted_node, sink).configure()
    graph.vpush(frame)
    return graph.vpull()


def _encoded(full: VideoFrame) -> bytes:
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = full.width, full.height, "yuv420p"
    encoder.time_base = Fraction(1)
    encoder.color_range = ColorRange.JPEG
    encoder.thread_count = 1
    encoder.qmin = encoder.qmax = _QUALITY
    # Tables of its own would make the file a fifth smaller for a quarter more time.
    encoder.options = {"huffman": "default"}
    full.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(full), *encoder.encode(None)])


def _luma(full: VideoFrame) -> bytes:
    small = full.reformat(
        WIDTH,
        HEIGHT,
        "gray",
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.AREA,
        threads=1,
    )
    plane = small.planes[0]
    points = bytes(plane)
    if plane.line_size == WIDTH:
        return points[: WIDTH * HEIGHT]
    starts = range(0, HEIGHT * plane.line_size, plane.line_size)
    return b"".join(points[start : start + WIDTH] for start in starts)
