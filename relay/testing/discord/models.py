"""What the loopback Discord remembers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag
from typing import Any

from relay.testing.discord.refusals import Refusal

Json = dict[str, Any]

TEXT, DM, VOICE, CATEGORY, NEWS, NEWS_THREAD, THREAD = 0, 1, 2, 4, 5, 10, 11
"""Kinds of channel (https://discord.com/developers/docs/resources/channel#channel-object)."""


class Permission(IntFlag):
    """Those that a relay may need."""

    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    MANAGE_EVENTS = 1 << 33
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44


MEMBERS_MAY = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
BOT_MAY = ~(Permission.ADMINISTRATOR | Permission.MANAGE_GUILD)
"""All but these; `&` it with fewer, or set `Guild.permissions`."""


@dataclass(frozen=True, slots=True)
class Pinged:
    """Whom a message really notified: nobody else's phone made a sound."""

    roles: frozenset[int] = frozenset()
    users: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.roles or self.users or self.everyone)


NOBODY = Pinged()


@dataclass(slots=True)
class User:
    """An account. `takes_dms` is a privacy setting of its own."""

    id: int
    name: str
    bot: bool = False
    takes_dms: bool = True


@dataclass(slots=True)
class Role:
    """A role of a guild."""

    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a message."""

    name: str
    kind: str
    data: bytes = field(repr=False)


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands; `data` is its JSON, as everyone who asks gets it."""

    id: int
    channel: int
    at: datetime
    author: int
    data: Json = field(repr=False)
    pinged: Pinged = NOBODY
    """At its making; an edit notifies nobody."""
    files: tuple[Upload, ...] = ()
    edits: int = 0
    published: bool = False

    @property
    def content(self) -> str:
        """Its text."""
        return str(self.data["content"])

    @property
    def embeds(self) -> list[Json]:
        """Its embeds."""
        return list(self.data["embeds"])


@dataclass(slots=True, eq=False)
class Channel:
    """A channel, a thread or a direct conversation."""

    id: int
    name: str
    kind: int = TEXT
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    recipient: User | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    """In order."""
    nonces: dict[str, Message] = field(default_factory=dict)
    denied: int = 0
    """Permissions that the bot lacks here; use `World.deny`, which tells the bot."""
    refusal: Refusal | None = None
    """What every request about this channel is answered with."""
    archived: bool = False
    locked: bool = False

    @property
    def thread(self) -> bool:
        """Whether it belongs to another channel."""
        return self.kind in {THREAD, NEWS_THREAD}

    @property
    def told(self) -> list[Message]:
        """All that was posted here and not deleted, in order."""
        return list(self.messages.values())


@dataclass(slots=True, eq=False)
class Guild:
    """A server. `refusal` is what every request about it is answered with."""

    id: int
    name: str
    owner: User
    bot_role: int
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, set[int]] = field(default_factory=dict)
    """The ids of everyone's roles."""
    scheduled: dict[int, Json] = field(default_factory=dict)
    """Scheduled events, as JSON."""
    refusal: Refusal | None = None
    available: bool = True
    locale: str = "en-US"

    @property
    def permissions(self) -> int:
        """Of the bot, before those of the channel."""
        return self.roles[self.bot_role].permissions

    @permissions.setter
    def permissions(self, bits: int) -> None:
        self.roles[self.bot_role].permissions = int(bits)


Announce = Callable[[str, Json], None]
"""Tells the bot's gateway connections of an event."""
