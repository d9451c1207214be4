"""A picture to draw on: planes of brightness and colour, no library needed."""

from dataclasses import dataclass
from functools import lru_cache

import av

from relay.testing.hls.font import GLYPHS, HEIGHT, WIDTH

Colour = tuple[int, int, int]
"""Y, U and V in the limited range: 16 is black, 235 white, 128 no colour."""

BLACK: Colour = (16, 128, 128)
WHITE: Colour = (235, 128, 128)


@dataclass
class Canvas:
    """4:2:0, every row without padding."""

    width: int
    height: int
    luma: bytearray
    blue: bytearray
    red: bytearray

    @classmethod
    def of(cls, width: int, height: int, colour: Colour = BLACK) -> "Canvas":
        """One in a single colour."""
        small = (width // 2) * (height // 2)
        y, u, v = (bytearray([value]) for value in colour)
        return cls(width, height, y * (width * height), u * small, v * small)

    def copy(self) -> "Canvas":
        """The same to draw something else on."""
        planes = (bytearray(plane) for plane in (self.luma, self.blue, self.red))
        return Canvas(self.width, self.height, *planes)

    def box(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        """A filled rectangle, cut off at the edges."""
        y, u, v = colour
        fill(self.luma, self.width, (left, top, width, height), y)
        half = (left // 2, top // 2, (width + 1) // 2, (height + 1) // 2)
        fill(self.blue, self.width // 2, half, u)
        fill(self.red, self.width // 2, half, v)

    def text(self, left: int, top: int, words: str, size: int) -> None:
        """Capital letters, white in a black box; a dot of one is `size` pixels wide and high.
        Raises ValueError where they do not fit."""
        rows = lettering(words, size)
        wide, high = len(rows[0]), len(rows)
        if left < 0 or top < 0 or left + wide > self.width or top + high > self.height:
            raise ValueError(f"{words!r} does not fit into the picture")
        self.box(left, top, wide, high, BLACK)
        for down, row in enumerate(rows):
            start = (top + down) * self.width + left
            self.luma[start : start + wide] = row

    def frame(self) -> av.VideoFrame:
        """As the encoder takes it."""
        frame = av.VideoFrame(self.width, self.height, "yuv420p")
        for plane, drawn in zip(frame.planes, (self.luma, self.blue, self.red), strict=True):
            plane.update(_padded(bytes(drawn), plane.width, plane.line_size))
        return frame


@lru_cache(maxsize=8)
def lettering(words: str, size: int) -> tuple[bytes, ...]:
    """The rows of brightness of a line of text with a margin of one dot."""
    dots = {"0": bytes([BLACK[0]]) * size, "1": bytes([WHITE[0]]) * size}
    empty = "0" * (len(words) * (WIDTH + 1) + 1)
    lines = ["0" + "".join(f"{GLYPHS[x][row]:05b}0" for x in words) for row in range(HEIGHT)]
    wide = [b"".join(dots[bit] for bit in line) for line in (empty, *lines, empty)]
    return tuple(row for row in wide for _ in range(size))


def fill(plane: bytearray, stride: int, box: tuple[int, int, int, int], value: int) -> None:
    """Set a rectangle (left, top, width, height) of one plane, as far as it lies on it."""
    left, top, width, height = box
    first, last = max(left, 0), min(left + width, stride)
    if first >= last:
        return
    row = bytes([value]) * (last - first)
    for start in range(
        max(top, 0) * stride, min(top + height, len(plane) // stride) * stride, stride
    ):
        plane[start + first : start + last] = row


def _padded(rows: bytes, width: int, stride: int) -> bytes:
    if stride == width:
        return rows
    pad = bytes(stride - width)
    return b"".join(rows[at : at + width] + pad for at in range(0, len(rows), width))
