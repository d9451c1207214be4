"""The section `[video]` of config.toml."""

import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from relay.plugins import Settings


def _of_the_web(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\S*", address):
        raise ValueError('must begin with "https://" or "http://" and a host')
    return address


Address = Annotated[str, Field(max_length=2000), AfterValidator(_of_the_web)]


class VideoSection(Settings):
    """The live stream as something to see, around spacewalks and on request."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether it is followed at all: about 6 Mbit/s while a spacewalk goes on, nothing at rest."""
    addresses: tuple[Address, ...] = ()
    """Streams to try when those that the sources name give no picture, in order: playlists
    (`.m3u8`) or pages that streamlink knows."""
    allow_private: bool = False
    """Whether these addresses may be of the local network: for a stream of your own."""
    credit: str = "NASA"
    """Whose picture it is: it stands below every picture and clip."""
    clock_offset_seconds: Annotated[float, Field(ge=-600, le=600)] = 0.0
    """Seconds that the stream's own clock is behind the true time: what happens on the ground to
    its picture before it is stamped cannot be seen from here."""
    folder: Annotated[str, Field(min_length=1)] = "spacewalk-relay-media"
    """Where pictures and clips are kept, relative to the folder that the relay is started in."""
    quota_mib: Annotated[int, Field(ge=10, le=1_000_000)] = 2_000
    """How much of the disk they may take, in MiB; the oldest give way."""
