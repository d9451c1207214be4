"""What is there where no stream is followed."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from relay.core.media import Caption, Media
from relay.errors import VideoError
from relay.plugins import Clip, Footage, Still, Watching


class Unfollowed(Footage):
    """A relay without video: it says so to whoever asks."""

    def __init__(self, problem: str) -> None:
        self._problem = problem

    @property
    def watching(self) -> Watching:
        return Watching(problem=self._problem)

    def latest(self) -> Still | None:
        return None

    async def snapshot(self) -> Still:
        raise VideoError(self._problem)

    async def clip(
        self,
        start: datetime | None,  # noqa: ARG002
        length: timedelta,  # noqa: ARG002
        most: int,  # noqa: ARG002
        progress: Callable[[float], None] | None = None,  # noqa: ARG002
    ) -> Clip:
        raise VideoError(self._problem)

    async def file(self, name: str) -> bytes | None:  # noqa: ARG002
        return None

    async def size(self, name: str) -> int | None:  # noqa: ARG002
        return None

    async def part(self, name: str, start: int, stop: int) -> bytes | None:  # noqa: ARG002
        return None

    async def said(self, spacewalk: str, words: str, most: int) -> Sequence[Caption]:  # noqa: ARG002
        raise VideoError(self._problem)

    async def gallery(self, spacewalk: str) -> Sequence[Media]:  # noqa: ARG002
        return ()
