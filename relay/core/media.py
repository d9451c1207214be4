"""Pictures, clips and captions of the live stream, as facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MediaKind(StrEnum):
    """What a file shows."""

    PICTURE = "picture"
    CLIP = "clip"
    HYPERLAPSE = "hyperlapse"
    """The whole spacewalk in about a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One file of the gallery."""

    name: str
    """Its file name, which nothing else ever gets: letters, digits, `-` and one `.`."""
    kind: MediaKind
    at: datetime
    """What it shows, by the stream's own clock: of a clip its beginning."""
    size: int
    """Bytes."""
    length: timedelta | None = None
    """Of a clip or hyperlapse, as it plays."""
    credit: str = ""
    """Whose picture it is, to be shown with it."""
    look: str = ""
    """`black`, `frozen` or `slate` where the picture looks like it; a guess, never acted on."""

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return "image/jpeg" if self.kind is MediaKind.PICTURE else "video/mp4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """One line of the stream's closed captions: human speech, typed live."""

    at: datetime
    text: str
