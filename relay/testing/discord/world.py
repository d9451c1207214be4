"""Everything there is on the loopback Discord, and the hands that build and change it."""

import itertools
from datetime import datetime
from typing import TYPE_CHECKING

from relay.clock import Clock
from relay.testing.discord.models import (
    BOT_MAY,
    DM,
    TEXT,
    Announce,
    Channel,
    Guild,
    Json,
    Message,
    Permission,
    Role,
    User,
)
from relay.testing.discord.refusals import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    Refused,
)
from relay.testing.discord.shapes import channel_json, everyone_role, guild_created, role_json

if TYPE_CHECKING:
    from relay.testing.discord.interactions import Interaction

EPOCH = 1_420_070_400_000
"""Milliseconds at which snowflakes begin: 2015 (https://discord.com/developers/docs/reference)."""
MONTH = 30 * 24 * 3600 * 1000
BEYOND = 1 << 22


class World:
    """Guilds, channels, messages and people, each by its id, an integer.

    What is changed here while the bot is connected is told to it, as Discord would.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.announce: Announce = lambda name, data: None
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        """Those of guilds, threads and direct conversations."""
        self.users: dict[int, User] = {}
        self.dms: dict[int, Channel] = {}
        """Direct conversations, by the other's id."""
        self.commands: list[Json] = []
        """Registered for all guilds, as the bot sent them, with their ids."""
        self.guild_commands: dict[int, list[Json]] = {}
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self._numbers = itertools.count(1)
        self._founded = self._milliseconds() - MONTH
        self.bot = self.add_user("relay", bot=True)
        self.application = self.bot.id

    def id(self) -> int:
        """A new snowflake: its time is that of the clock."""
        return self._milliseconds() * BEYOND + next(self._numbers) % BEYOND

    def _milliseconds(self) -> int:
        return int(self.clock.now().timestamp() * 1000) - EPOCH

    def now(self) -> datetime:
        """The present instant."""
        return self.clock.now()

    @property
    def told(self) -> list[Message]:
        """Every message of every channel and conversation."""
        return [message for channel in self.channels.values() for message in channel.told]

    def add_user(self, name: str = "", *, bot: bool = False, takes_dms: bool = True) -> User:
        """Somebody, who is a member nowhere yet."""
        identity = self.id()
        user = User(identity, name or f"user-{len(self.users)}", bot, takes_dms)
        self.users[identity] = user
        return user

    def add_guild(self, channels: int = 1, name: str = "") -> Guild:
        """A server with that many text channels, in which the bot may do all but administer."""
        number = len(self.guilds)
        # Shards are dealt by these bits, so guilds are founded a millisecond apart.
        identity = (self._founded + number) * BEYOND
        owner, role = self.add_user(), Role(self.id(), "relay", int(BOT_MAY))
        guild = Guild(identity, name or f"guild-{number}", owner, role.id)
        guild.roles = {identity: everyone_role(identity), role.id: role}
        guild.members = {owner.id: set(), self.bot.id: {role.id}}
        self.guilds[identity] = guild
        for _ in range(channels):
            self._open(guild, TEXT, "")
        self.announce("GUILD_CREATE", self.guild_created(guild))
        return guild

    def add_channel(self, guild: Guild, kind: int = TEXT, name: str = "") -> Channel:
        """One more channel there; `models.NEWS` is an announcement channel."""
        channel = self._open(guild, kind, name)
        self.announce("CHANNEL_CREATE", channel_json(channel))
        return channel

    def _open(self, guild: Guild, kind: int, name: str) -> Channel:
        channel = Channel(self.id(), name or f"channel-{len(guild.channels)}", kind, guild)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def add_role(self, guild: Guild, name: str = "crew", *, mentionable: bool = False) -> Role:
        """A role; the bot can ping it when it is mentionable or the bot may mention everyone."""
        role = Role(self.id(), name, 0, mentionable)
        guild.roles[role.id] = role
        told = {"guild_id": str(guild.id), "role": role_json(role)}
        self.announce("GUILD_ROLE_CREATE", told)
        return role

    def add_member(self, guild: Guild, name: str = "") -> User:
        """Somebody who is a member there."""
        user = self.add_user(name)
        guild.members[user.id] = set()
        return user

    def add_thread(self, parent: Channel, identity: int, name: str, kind: int) -> Channel:
        """A thread there, of which the bot is told."""
        guild = parent.guild
        assert guild is not None
        thread = Channel(identity, name, kind, guild, parent)
        guild.threads[identity] = self.channels[identity] = thread
        self.announce("THREAD_CREATE", channel_json(thread) | {"newly_created": True})
        return thread

    def dm(self, user: User) -> Channel:
        """The bot's conversation with that user, which exists once."""
        channel = self.dms.get(user.id)
        if channel is None:
            channel = Channel(self.id(), user.name, DM, recipient=user)
            self.dms[user.id] = self.channels[channel.id] = channel
        return channel

    def guild_created(self, guild: Guild) -> Json:
        """What the gateway says of it: of its members only the bot, as Discord does."""
        return guild_created(guild, [self.bot])

    def guild(self, identity: str) -> Guild:
        """Raises Refused as Discord would."""
        guild = self.guilds.get(_number(identity))
        if guild is None:
            raise Refused(UNKNOWN_GUILD)
        if guild.refusal is not None:
            raise Refused(guild.refusal)
        return guild

    def channel(self, identity: str) -> Channel:
        """Raises Refused as Discord would."""
        channel = self.channels.get(_number(identity))
        if channel is None:
            raise Refused(UNKNOWN_CHANNEL)
        refusal = channel.refusal or (channel.guild.refusal if channel.guild else None)
        if refusal is not None:
            raise Refused(refusal)
        return channel

    def may(self, channel: Channel) -> int:
        """The bot's permissions there; a thread has those of its channel."""
        if channel.guild is None:
            return int(BOT_MAY)
        denied = channel.parent.denied if channel.parent else channel.denied
        everyone = channel.guild.roles[channel.guild.id].permissions
        return (channel.guild.permissions | everyone) & ~denied

    def need(self, channel: Channel, bits: int) -> None:
        """Raises Refused when the bot lacks one of these permissions, or does not see it."""
        has = self.may(channel)
        if not has & Permission.VIEW_CHANNEL:
            raise Refused(MISSING_ACCESS)
        if bits & ~has:
            raise Refused(MISSING_PERMISSIONS)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
