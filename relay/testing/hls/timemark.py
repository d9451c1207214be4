"""The time of a picture as a strip of blocks at its top, for a test to read back.

Thirty-two columns hold 28 bits of milliseconds and 4 bits of parity, the highest first. Each column
is two blocks, one above the other, of which the brighter one tells the bit: so it outlives a low
bit rate, scaling, JPEG and another range of brightness.
"""

from itertools import pairwise

import av

from relay.testing.hls.canvas import Canvas, fill

COLUMNS = 32
PARITY_BITS = 4
ROWS = 18
"""A block is this part of the picture's height."""
QUIET = (48, 170)
"""The brightness of the blocks, easy on the eye."""
LOUD = (16, 235)
"""The same to be told from noise."""
SURE = 24
"""Two blocks of a column differ at least by this much."""


def draw_time(canvas: Canvas, milliseconds: int, levels: tuple[int, int] = QUIET) -> None:
    """Put the strip on a picture; times go up to 74 hours."""
    if not 0 <= milliseconds < 1 << COLUMNS - PARITY_BITS:
        raise ValueError(f"{milliseconds} ms cannot be written")
    word = milliseconds << PARITY_BITS | _parity(milliseconds)
    tall = canvas.height // ROWS
    upper = b"".join(
        bytes([levels[word >> (COLUMNS - 1 - column) & 1]]) * (right - left)
        for column, (left, right) in enumerate(_edges(canvas.width))
    )
    lower = upper.translate(bytes.maketrans(bytes(levels), bytes(levels[::-1])))
    canvas.luma[: 2 * tall * canvas.width] = upper * tall + lower * tall
    for plane in (canvas.blue, canvas.red):
        fill(plane, canvas.width // 2, (0, 0, canvas.width // 2, tall), 128)


def read_time(frame: av.VideoFrame) -> int:
    """Milliseconds since the start of the recipe, as the picture says. Raises ValueError where it
    carries no time, or a damaged one."""
    plane = frame.planes[0]
    return read_plane(bytes(plane), frame.width, frame.height, plane.line_size)


def read_plane(luma: bytes, width: int, height: int, stride: int) -> int:
    """The same of the plane of brightness alone: rows of `stride` bytes. Raises ValueError."""
    tall = height // ROWS
    word = 0
    for left, right in _edges(width):
        sides = (left + (right - left) // 4, right - (right - left) // 4)
        upper, lower = (_mean(luma, stride, sides, row * tall, tall) for row in (0, 1))
        if abs(upper - lower) < SURE:
            raise ValueError("the picture carries no time")
        word = word << 1 | (upper > lower)
    milliseconds, parity = word >> PARITY_BITS, word & (1 << PARITY_BITS) - 1
    if parity != _parity(milliseconds):
        raise ValueError("the picture carries a damaged time")
    return milliseconds


def picture_time(jpeg: bytes) -> int:
    """The same of a JPEG. Raises ValueError."""
    decoder = av.VideoCodecContext.create("mjpeg", "r")
    (frame,) = decoder.decode(av.Packet(jpeg))
    return read_time(frame)


def _parity(milliseconds: int) -> int:
    nibbles = (milliseconds >> shift & 15 for shift in range(0, COLUMNS - PARITY_BITS, 4))
    return (sum((place + 1) * nibble for place, nibble in enumerate(nibbles)) + 5) & 15


def _edges(width: int) -> list[tuple[int, int]]:
    return list(pairwise(width * column // COLUMNS for column in range(COLUMNS + 1)))


def _mean(luma: bytes, stride: int, sides: tuple[int, int], top: int, tall: int) -> float:
    rows = range(top + tall // 4, top + tall - tall // 4)
    values = b"".join(luma[row * stride + sides[0] : row * stride + sides[1]] for row in rows)
    return sum(values) / len(values)
