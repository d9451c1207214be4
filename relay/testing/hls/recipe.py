"""What a stream is to show, and a piece of it once it is made."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from relay.testing.hls.font import GLYPHS

TICKS = 90_000
"""A second in the time base of MPEG-TS (ISO/IEC 13818-1)."""
WRAP = 1 << 33
"""Where its timestamps begin anew."""

Container = Literal["ts", "fmp4"]
Style = Literal["roll-up", "pop-on"]


class Look(StrEnum):
    """What the pictures show."""

    MOVING = "moving"
    """A station with something that moves before it."""
    BLACK = "black"
    """Nothing, without the time too."""
    FROZEN = "frozen"
    """The first picture of `MOVING`, with its time, again and again."""
    SLATE = "slate"
    """A board that says that there is no picture, without the time."""
    NOISE = "noise"
    """Snow: the dearest there is to encode."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One continuous encode, cut into segments."""

    count: int = 5
    """How many segments; 0 means without an end, for `making.endless`."""
    seconds: float = 2.0
    """Of each segment."""
    width: int = 320
    height: int = 180
    fps: int = 10
    bitrate: int = 160_000
    """Bits per second of the pictures, on average."""
    container: Container = "ts"
    look: Look | str = Look.MOVING
    """A `Look`, or its value."""
    captions: tuple[tuple[float, str], ...] = ()
    """From which second on which line of CEA-608 is sent, two characters a frame."""
    style: Style = "roll-up"
    """How the captions appear: as they are typed, or whole."""
    tone: bool = True
    """Whether there is sound; else there is no sound track."""
    gops: int = 1
    """Groups of pictures in a segment, each of which begins with an IDR frame."""
    b_frames: int = 2
    start_pts: int = TICKS * 10
    """Of the first picture, in ticks; a value just below `WRAP` makes it wrap."""
    first_number: int = 0
    """Added to the index of the segments, which is what a playlist numbers them by."""
    grain: int = 3
    """How many levels of noise lie over the moving picture; more make it dearer to encode."""
    preset: str = "superfast"
    """Of libx264; `ultrafast` takes half the time, at a lower quality."""
    mark: bool = True
    """Whether the pictures of `MOVING` and `NOISE` carry the machine-readable time."""
    begin: datetime | None = None
    """The UTC time that is written on the first picture; None writes no time."""

    def __post_init__(self) -> None:
        Look(self.look)
        if self.frames % self.gops or self.frames != self.seconds * self.fps:
            raise ValueError("a segment needs whole frames, and the same number in each group")
        if unknown := set("".join(text for _, text in self.captions)) - set(GLYPHS):
            raise ValueError(f"captions cannot hold {sorted(unknown)}")

    @property
    def frames(self) -> int:
        """Of each segment."""
        return round(self.seconds * self.fps)


@dataclass(frozen=True, kw_only=True)
class Made:
    """One media segment."""

    data: bytes
    header: bytes
    """The initialization section of fragmented MP4; empty for a transport stream."""
    seconds: float
    index: int
    """Counted from the recipe's `first_number`."""
