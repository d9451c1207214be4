"""Finds the pictures and clips that belong to messages, and puts them in."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable

from bots.discord import message
from bots.discord.kept import Kept
from bots.discord.message import Json
from bots.discord.upload import DESCRIPTION, LIMIT, File, Post, Upload
from relay.core.card import Card
from relay.core.media import Media, MediaKind
from relay.core.notice import Notice
from relay.core.text import plain
from relay.errors import VideoError
from relay.plugins import Destination

FOR_AN_ALERT, FOR_A_CARD = 10.0, 2.0
"""Seconds that a file is waited for: a card is there without picture rather than late."""
FILES_KEPT = 2
"""Files held at once: thousands of channels are told of the same one."""
_NAME = re.compile(r"[A-Za-z0-9-]{1,150}\.[a-z0-9]{1,5}", re.ASCII)

Fetch = Callable[[str], Awaitable[bytes | None]]

log = logging.getLogger(__name__)


class Attaching:
    """Makes posts with files, as far as they can be had in time and Discord takes them."""

    def __init__(self, for_an_alert: float = FOR_AN_ALERT, for_a_card: float = FOR_A_CARD) -> None:
        self._for_an_alert = for_an_alert
        self._for_a_card = for_a_card
        self._held = Kept[str, bytes](FILES_KEPT)
        self._one_at_a_time = asyncio.Lock()
        self.fetch: Fetch | None = None
        """Finds a file by its name."""

    async def alert(self, body: Json, notice: Notice) -> Post:
        """What is posted for a notice; `body` is that in words."""
        media = notice.media
        file = await self._file(media, notice.title, self._for_an_alert)
        if media is None or file is None:
            return Post(body)
        return Post(body, Upload(_shown(body, media), (file,)))

    async def card(self, destination: Destination, card: Card) -> Post:
        """A card, with its newest picture."""
        words = message.card_message(destination, card)
        file = await self._file(card.picture, card.title, self._for_a_card)
        if file is None:
            return Post(words)
        full = message.card_message(destination, card, pictured=True)
        return Post(words, Upload(full, (file,)))

    async def _file(self, media: Media | None, title: str, patience: float) -> File | None:
        if media is None or self.fetch is None:
            return None
        if media.size > LIMIT or not _NAME.fullmatch(media.name):
            log.info("%s is not sent: it is too large, or has an odd name", plain(media.name, 200))
            return None
        data = await self._data(media.name, self.fetch, patience)
        if not data or len(data) > LIMIT:
            log.info("%s is not sent: it is gone, or too large", media.name)
            return None
        return File(media.name, media.media_type, data, plain(title, DESCRIPTION))

    async def _data(self, name: str, fetch: Fetch, patience: float) -> bytes | None:
        try:
            async with asyncio.timeout(patience), self._one_at_a_time:
                if name not in self._held and (data := await fetch(name)) is not None:
                    self._held[name] = data
                return self._held.get(name)
        except (TimeoutError, OSError, VideoError) as problem:
            log.warning("%s cannot be had: %s", name, str(problem) or "it takes too long")
            return None


def alert_again(body: Json, notice: Notice) -> Post:
    """What is put in the place of a notice. The file of its message stays: a picture is named once
    more, or Discord would take it out of the embed."""
    if notice.media is None or notice.media.kind is not MediaKind.PICTURE:
        return Post(body)
    return Post(body, _shown(body, notice.media))


def card_again(post: Post) -> Post:
    """What is put in the place of a card: the picture that it had goes."""
    return Post(post.words | {"attachments": []}, post.full)


def _shown(body: Json, media: Media) -> Json:
    """A picture stands in the embed; a video is shown beside it."""
    if media.kind is not MediaKind.PICTURE:
        return body
    embed, *others = body["embeds"]
    return body | {"embeds": [embed | {"image": message.image(media)}, *others]}
