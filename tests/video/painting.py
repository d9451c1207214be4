"""Small pictures to make films of, and films taken apart again."""

import io
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from relay.video.lapse.bitmap import _FIGURES, EDGE, SCALE, stamp
from relay.video.lapse.reel import CORNER
from relay.video.lapse.shrinking import HEIGHT, WIDTH

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
SMALL = (160, 90)


def jpeg(frame: VideoFrame) -> bytes:
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
    encoder.time_base, encoder.thread_count = Fraction(1), 1
    encoder.qmin = encoder.qmax = 3
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def flat(level: int, size: tuple[int, int] = SMALL) -> bytes:
    """One brightness all over, without colour."""
    return jpeg(_grey(size, lambda count: bytes([level]) * count))


def noise(seed: int, size: tuple[int, int] = SMALL) -> bytes:
    return jpeg(_grey(size, random.Random(seed).randbytes))


def _grey(size: tuple[int, int], points: Callable[[int], bytes]) -> VideoFrame:
    frame = VideoFrame(size[0], size[1], "yuvj420p")
    for plane, paint in zip(frame.planes, (points, _grey_colour, _grey_colour), strict=True):
        memoryview(plane)[:] = paint(plane.buffer_size)
    return frame


def _grey_colour(count: int) -> bytes:
    return b"\x80" * count


def store(folder: Path, pictures: list[bytes], spacewalk: str = "us-eva-95") -> None:
    """As `Samples` keeps them, one every ten seconds from noon on."""
    place = folder / spacewalk
    place.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures):
        at = NOON + timedelta(seconds=10 * number)
        (place / f"{at:%Y%m%dt%H%M%S}-000z.jpg").write_bytes(picture)


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def frames(mp4: bytes) -> list[VideoFrame]:
    with av.open(io.BytesIO(mp4), "r") as container:
        return list(container.decode(video=0))


def light(frame: VideoFrame, x: int, y: int) -> int:
    """Brightness of a point, 16 to 235."""
    plane = frame.planes[0]
    return memoryview(plane)[y * plane.line_size + x]


def read_time(frame: VideoFrame, signs: int) -> str:
    """What is burnt in, sign by sign; as many as told, `?` for what is none."""
    shapes = {figure: sign for sign, figure in _FIGURES.items()}
    hours = stamp("0:00:00" if signs == 7 else "–0:00")
    left = WIDTH - CORNER - hours.width + EDGE * SCALE
    top = HEIGHT - CORNER - hours.height + EDGE * SCALE
    text = ""
    for place in range(signs):
        wide = 3 if place in ((1, 4) if signs == 7 else (2,)) else 5
        shape = tuple(
            "".join("#" if _cell(frame, left, top, x, y) > 125 else "." for x in range(wide))
            for y in range(7)
        )
        text += shapes.get(shape, "?")
        left += (wide + 1) * SCALE
    return text


def _cell(frame: VideoFrame, left: int, top: int, x: int, y: int) -> int:
    return light(frame, left + x * SCALE + SCALE // 2, top + y * SCALE + SCALE // 2)
