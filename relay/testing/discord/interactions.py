"""What a person does with the bot, and what the bot answered."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from relay.testing.discord.models import Channel, Json, Message, User

COMMAND, COMPONENT, COMPLETION, MODAL = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
"""Kinds of callback
(https://discord.com/developers/docs/interactions/receiving-and-responding)."""
EPHEMERAL = 1 << 6
LOADING = 1 << 7


@dataclass(eq=False)
class Interaction:
    """One of them, from the click to the last followup."""

    id: int
    token: str
    kind: int
    channel: Channel
    user: User
    at: float
    """Seconds since 1970, of the server's clock."""
    message: Message | None = None
    """That the pressed component belongs to."""
    callback: int = 0
    """The kind of the first answer; 0 before it came."""
    answer: Json = field(default_factory=dict)
    """The data of the first answer, as the bot sent it."""
    original: Message | None = None
    """The message that the first answer made or changed; a deferred one is empty at first."""
    followups: list[Message] = field(default_factory=list)
    answered_after: float = 0.0
    """Real seconds from the dispatch to the first answer."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def change(self) -> None:
        """Something was answered."""
        self._changed.set()

    @property
    def loading(self) -> bool:
        """Whether the bot has only said that it thinks."""
        return self.original is not None and bool(self.original.data["flags"] & LOADING)

    @property
    def told(self) -> bool:
        """Whether the person sees an answer: a deferred one counts when it is filled."""
        return self.callback != 0 and not self.loading

    @property
    def content(self) -> str:
        """The text that the person sees first."""
        return self.original.content if self.original else ""

    @property
    def embeds(self) -> list[Json]:
        """The embeds that the person sees first."""
        return self.original.embeds if self.original else []

    @property
    def ephemeral(self) -> bool:
        """Whether nobody else sees it."""
        return self.original is not None and bool(self.original.data["flags"] & EPHEMERAL)

    @property
    def choices(self) -> list[Json]:
        """What autocomplete offers."""
        return list(self.answer.get("choices") or []) if self.callback == CHOICES else []

    async def until(self, ready: Callable[["Interaction"], bool], within: float = 5.0) -> None:
        """Wait for what the bot does, like `lambda it: it.followups`, so many real seconds.
        Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not ready(self):
                self._changed.clear()
                await self._changed.wait()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody does; made by the functions of `asking`."""

    kind: int
    data: Json
    message: Message | None = None
    things: tuple[Any, ...] = ()
    """Users, channels and roles that an option names."""
