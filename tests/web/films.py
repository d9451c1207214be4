"""What a live stream leaves behind, in few words."""

from datetime import datetime, timedelta
from typing import Any

from relay.core.media import Caption, Media, MediaKind
from relay.plugins import Still, Watching
from relay.testing.footage import jpeg
from tests.web.told import EVA

PLAYER = "https://live.example.org/95/master.m3u8"
ON = Watching(title="NASA+: EVA 95")


def still(at: datetime, shade: int = 128, **more: Any) -> Still:
    made: dict[str, Any] = {"jpeg": jpeg(shade), "at": at, "credit": "NASA"}
    return Still(**made | more)


def media(at: datetime, of: str = "picture", *, clip: bool = False, **more: Any) -> Media:
    kind = MediaKind.CLIP if clip else MediaKind.PICTURE
    name = f"{EVA}-{at:%Y%m%dt%H%M%S}z-{of}-00ff.{'mp4' if clip else 'jpg'}"
    length = timedelta(seconds=30) if clip else None
    made: dict[str, Any] = {"kind": kind, "at": at, "size": 1000, "credit": "NASA"}
    return Media(name=name, length=length, **made | more)


def spoken(at: datetime, *lines: str) -> list[Caption]:
    return [Caption(at=at + timedelta(seconds=3 * n), text=line) for n, line in enumerate(lines)]
