"""Kept pictures as the frames of a film: of one size, the elapsed time burnt in."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Interpolation

from relay.errors import VideoError
from relay.video.lapse.bitmap import Stamp, elapsed, stamp
from relay.video.lapse.shrinking import HEIGHT, WIDTH, decoded, within

MOST_ALIKE = 12
"""Pictures in a row that stand still: two minutes of the stream. The rest of them are left out."""
CORNER = 16
"""Points between the elapsed time and the picture's lower right corner."""
_BLACK, _COLOURLESS = b"\x10", b"\x80"
_THUMB = 64, 36
_STILL, _BLINK, _DIFFERS = 0.6, 24, 3
"""Mean difference of brightness below which two pictures are alike, and how many points of a
thumbnail (1 %: a clock in a corner) may differ by more than that. Two pictures of a slow pan differ
by 2 to 3, of a still camera with noise by 0.3."""


class Reel:
    """Reads through the pictures once; `passed_over` counts those that are none."""

    def __init__(self, samples: Iterable[tuple[datetime, bytes]], start: datetime | None) -> None:
        self._samples = samples
        self._start = start
        self._alike = _Alike()
        self.began: datetime | None = None
        """When the first frame was taken."""
        self.passed_over = 0

    def __iter__(self) -> Iterator[VideoFrame]:
        for at, jpeg in self._samples:
            frame = self._frame(jpeg)
            if frame is None or self._alike.too_often(frame):
                continue
            self.began = self.began or at
            yield framed(frame, elapsed(at, self._start))

    def _frame(self, jpeg: bytes) -> VideoFrame | None:
        try:
            return decoded(jpeg)
        except VideoError:
            self.passed_over += 1
            return None


class _Alike:
    """Compares with the first of those that look the same, so that what changes slowly changes."""

    def __init__(self) -> None:
        self._first = b""
        self._count = 0

    def too_often(self, frame: VideoFrame) -> bool:
        thumb = _thumb(frame)
        if self._first and _is_still(self._first, thumb):
            self._count += 1
        else:
            self._first, self._count = thumb, 1
        return self._count > MOST_ALIKE


def _thumb(frame: VideoFrame) -> bytes:
    small = frame.reformat(*_THUMB, "gray", interpolation=Interpolation.AREA, threads=1)
    width, height = _THUMB
    plane = small.planes[0]
    points = memoryview(plane)
    lines = (points[y * plane.line_size :][:width] for y in range(height))
    return b"".join(lines)


def _is_still(one: bytes, other: bytes) -> bool:
    differences = [abs(a - b) for a, b in zip(one, other, strict=True)]
    changed = sum(difference > _DIFFERS for difference in differences)
    return changed <= _BLINK and sum(differences) < _STILL * len(differences)


def framed(frame: VideoFrame, text: str) -> VideoFrame:
    """The picture at 960 × 540 with black bars where its shape differs, and that text in its
    corner."""
    width, height = within(frame.width, frame.height, (WIDTH, HEIGHT))
    fitted = frame.reformat(width, height, "yuv420p", dst_color_range=ColorRange.MPEG, threads=1)
    whole = fitted if (width, height) == (WIDTH, HEIGHT) else _barred(fitted)
    if text:
        _burn(whole, stamp(text))
    return whole


def _barred(small: VideoFrame) -> VideoFrame:
    whole = VideoFrame(WIDTH, HEIGHT, "yuv420p")
    empty = (_BLACK, _COLOURLESS, _COLOURLESS)
    for plane, source, point in zip(whole.planes, small.planes, empty, strict=True):
        points, given = memoryview(plane), memoryview(source)
        points[:] = point * plane.buffer_size
        # Colour has half as many points: halves of the same even place.
        half = WIDTH // plane.width
        left = (WIDTH - small.width) // 4 * 2 // half
        top = (HEIGHT - small.height) // 4 * 2 // half
        for y in range(source.height):
            row = given[y * source.line_size :][: source.width]
            begin = (top + y) * plane.line_size + left
            points[begin : begin + source.width] = row
    return whole


def _burn(frame: VideoFrame, box: Stamp) -> None:
    left, top = WIDTH - CORNER - box.width, HEIGHT - CORNER - box.height
    light, *colours = frame.planes
    _draw(light, box.rows, left, top)
    grey = (_COLOURLESS * (box.width // 2),) * (box.height // 2)
    for colour in colours:
        _draw(colour, grey, left // 2, top // 2)


def _draw(plane: VideoPlane, rows: tuple[bytes, ...], left: int, top: int) -> None:
    points = memoryview(plane)
    for y, row in enumerate(rows, top):
        begin = y * plane.line_size + left
        points[begin : begin + len(row)] = row
