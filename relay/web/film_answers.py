"""What the API answers of the live stream: files and captions."""

from datetime import datetime, timedelta

from relay.core.media import MediaKind
from relay.core.milestone import Milestone
from relay.web.answer import Answer


class MediaAnswer(Answer):
    """A picture or a clip of the live stream that is still kept."""

    name: str
    url: str
    """Where the file is; nothing else ever gets this address."""
    kind: MediaKind
    type: str
    """As HTTP names it."""
    milestone: Milestone | None
    """What it was made of, where it was made of one."""
    at: datetime
    """What it shows, by the stream's own clock: of a clip its beginning."""
    size: int
    """Bytes."""
    length: timedelta | None
    """Of a clip, as it plays."""
    credit: str
    look: str
    """"black", "frozen" or "slate" where the picture looks like it: a guess. Else empty."""


class CaptionAnswer(Answer):
    """One line of the live captions: human speech, typed as it was heard. It proves nothing."""

    at: datetime
    text: str


class TranscriptAnswer(Answer):
    """What was said on the stream of a spacewalk, the newest lines, oldest first."""

    spacewalk: str
    captions: list[CaptionAnswer]
