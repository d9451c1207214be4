"""What of the live stream is kept on disk."""

from dataclasses import dataclass

from relay.journal.transcript import Transcript
from relay.video.files import Files
from relay.video.lapse.samples import Samples


@dataclass(frozen=True, slots=True)
class Archive:
    """All of it."""

    files: Files
    """Pictures, clips and hyperlapses."""
    samples: Samples
    """A picture every ten seconds of a spacewalk that is not over."""
    transcript: Transcript
    """What was said."""

    async def open(self) -> None:
        """Learn what is there. Raises VideoError when the disk does not let it."""
        await self.files.open()
        await self.samples.open()
