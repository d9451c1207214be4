"""JPEG pictures made small enough to keep thousands of them."""

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation

from relay.errors import VideoError

WIDTH, HEIGHT = 960, 540
"""What a hyperlapse shows; 16:9 as the stream."""
_MOST_PIXELS = 3840 * 2160
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_STEPS = ((1, 4), (1, 10), (1, 31), (2, 31), (4, 31))
"""A part of the size, and how coarse (FFmpeg's scale: 4 is about JPEG quality 80, 31 the worst), in
the order in which they are tried until the picture is small enough."""


def decoded(jpeg: bytes) -> VideoFrame:
    """Raises VideoError where it is no JPEG picture, cut short, or beyond 4K."""
    # Half a picture decodes as well, its rest grey, without a word.
    if not (jpeg.startswith(_BEGIN) and jpeg.endswith(_END)):
        raise VideoError("a picture is cut short, or none")
    decoder = av.CodecContext.create("mjpeg", "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_count = 1
    decoder.options = {"max_pixels": str(_MOST_PIXELS)}
    try:
        frames = decoder.decode(av.Packet(jpeg))
    except av.FFmpegError as problem:
        raise VideoError(f"a picture cannot be read: {problem.strerror}") from problem
    if not frames or frames[0].is_corrupt:
        raise VideoError("a picture is damaged")
    return frames[0]


def within(width: int, height: int, most: tuple[int, int]) -> tuple[int, int]:
    """The largest even size of the same shape that fits."""
    part = min(Fraction(most[0], width), Fraction(most[1], height))
    return max(2, round(width * part / 2) * 2), max(2, round(height * part / 2) * 2)


def shrunk(jpeg: bytes, most: int) -> bytes:
    """At most 960 × 540 and `most` bytes; what is small enough stays as it is. Raises VideoError
    where it is no picture."""
    frame = decoded(jpeg)
    if frame.width <= WIDTH and frame.height <= HEIGHT and len(jpeg) <= most:
        return jpeg
    for part, coarse in _STEPS:
        box = min(frame.width, WIDTH) // part, min(frame.height, HEIGHT) // part
        small = _encoded(frame, within(frame.width, frame.height, box), coarse)
        if len(small) <= most:
            return small
    raise VideoError(f"a picture cannot be made smaller than {most} bytes")


def _encoded(frame: VideoFrame, size: tuple[int, int], coarse: int) -> bytes:
    width, height = size
    small = frame.reformat(
        width,
        height,
        "yuvj420p",
        interpolation=Interpolation.AREA,
        dst_color_range=ColorRange.JPEG,
        threads=1,
    )
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    encoder.time_base = Fraction(1, 1)
    encoder.color_range = ColorRange.JPEG
    encoder.thread_count = 1
    encoder.qmin = encoder.qmax = coarse
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
