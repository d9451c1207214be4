"""The errors that a caller can do something about, each named for what it does next.

RelayError
├── ConfigError         the operator edits the configuration
├── StoreError          the operator frees, moves or repairs the database
├── SourceError         a public source
│   ├── SourceUnavailable   try again later
│   └── SourceChanged       mend the parser; the document is kept
├── DeliveryError       a destination
│   ├── DeliveryDelayed     try again, not before `retry_after` seconds
│   ├── DeliveryRefused     record it and go on: trying again cannot help
│   └── DestinationClosed   suspend it until someone there lets us in again
├── StatementRefused    tell the moderator who made it
└── RecordingError      the operator mends or names another recording

Anything else that is raised is a bug.
"""


class RelayError(Exception):
    """What happened and what to do, in words for the operator."""


class ConfigError(RelayError):
    """All mistakes of a configuration at once, one a line, each with its key."""


class StoreError(RelayError):
    """The database cannot be used; nothing that was acknowledged is lost."""


class SourceError(RelayError):
    """A public source did not give what is expected of it."""


class SourceUnavailable(SourceError):
    """No document this time. `retry_after`, in seconds, is the source's own wish, if any."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SourceChanged(SourceError):
    """The document came, but not in the form that the parser knows."""


class DeliveryError(RelayError):
    """A notice did not reach its destination."""


class DeliveryDelayed(DeliveryError):
    """The platform asks for patience or did not answer; the same notice goes out again later."""

    def __init__(self, message: str, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeliveryRefused(DeliveryError):
    """The platform will never take this notice at this address."""


class DestinationClosed(DeliveryRefused):
    """Nothing can be told there until someone changes something there: a permission, a channel."""


class StatementRefused(RelayError):
    """What a moderator said cannot be so, in words for them."""


class VideoError(RelayError):
    """The live stream does not give what was asked for: go on without a picture."""


class RecordingError(RelayError):
    """A recording cannot be read or written."""
