"""All that opens the stream's bytes. It is loaded at the first need: that takes time and memory."""

from dataclasses import dataclass

from relay.video.captions.reading import Captions
from relay.video.clip.clip import Cutter
from relay.video.picture.stills import Stills


@dataclass(frozen=True, slots=True)
class Darkroom:
    """One for all that is followed."""

    stills: Stills
    captions: Captions
    cutter: Cutter


def open_darkroom(credit: str) -> Darkroom:
    """A new one; its cutter is to be closed."""
    return Darkroom(Stills(credit), Captions(), Cutter(credit))
