"""What there is to see and to read of one spacewalk's live stream, taken from where it is kept."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from relay.core.media import Caption, Media
from relay.errors import StoreError, VideoError
from relay.web.listing import named
from relay.web.site import Site

LINES = 6
"""The newest captions that a page shows."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reel:
    """Of the spacewalk with that id; empty where no stream was ever followed."""

    spacewalk: str = ""
    media: tuple[Media, ...] = ()
    """The files that are still there, oldest first."""
    said: tuple[Caption, ...] = ()
    """The newest captions, oldest first."""

    @property
    def picture(self) -> Media | None:
        """The newest one that is still there."""
        pictures = (one for one in reversed(self.media) if one.media_type.startswith("image/"))
        return next(pictures, None)


EMPTY = Reel()


async def reel(site: Site, topic: str) -> Reel:
    """What the page `topic` has to show; a page says all the rest while none can be read."""
    walk = named(site.board(), topic, site.now())
    if site.footage is None or walk is None:
        return EMPTY
    try:
        media = await site.footage.gallery(walk.id)
        return Reel(walk.id, tuple(media), tuple(await heard(site, walk.id, "", LINES)))
    except StoreError as trouble:
        log.warning("pictures and captions cannot be read now: %s", trouble)
        return EMPTY


async def heard(site: Site, spacewalk: str, words: str, most: int) -> Sequence[Caption]:
    """The newest captions with all of `words`, oldest first; none where none are followed."""
    if site.footage is None:
        return ()
    try:
        return await site.footage.said(spacewalk, words, most)
    except VideoError as trouble:
        log.debug("no captions: %s", trouble)
        return ()
