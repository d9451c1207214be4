"""What happens to servers while a bot is there."""

from relay.testing.discord.models import Channel, Guild, Role, User
from relay.testing.discord.refusals import MISSING_ACCESS, UNKNOWN_CHANNEL
from relay.testing.discord.shapes import channel_json, member_json, role_json
from relay.testing.discord.world import World


class Changes:
    """Does it, and tells the bot over the gateway."""

    def __init__(self, world: World) -> None:
        self._world = world

    def deny(self, channel: Channel, bits: int) -> None:
        """The bot has not these permissions in the channel; 0 gives all back."""
        channel.denied = int(bits)
        self._world.announce("CHANNEL_UPDATE", channel_json(channel))

    def permit(self, guild: Guild, bits: int) -> None:
        """The bot has exactly these permissions in the guild, besides those of everyone."""
        guild.permissions = bits
        self.role(guild, guild.roles[guild.bot_role])

    def role(self, guild: Guild, role: Role) -> None:
        """The role was changed by whoever calls this."""
        told = {"guild_id": str(guild.id), "role": role_json(role)}
        self._world.announce("GUILD_ROLE_UPDATE", told)

    def delete_role(self, guild: Guild, role: Role) -> None:
        """Nobody has it any more."""
        del guild.roles[role.id]
        for roles in guild.members.values():
            roles.discard(role.id)
        told = {"guild_id": str(guild.id), "role_id": str(role.id)}
        self._world.announce("GUILD_ROLE_DELETE", told)

    def delete_channel(self, channel: Channel) -> None:
        """It is gone, and with it its threads; what was told there stays readable to the test."""
        guild = channel.guild
        assert guild is not None
        held = guild.threads if channel.thread else guild.channels
        del held[channel.id]
        for gone in (*(t for t in guild.threads.values() if t.parent is channel), channel):
            gone.refusal = UNKNOWN_CHANNEL
            guild.threads.pop(gone.id, None)
        name = "THREAD_DELETE" if channel.thread else "CHANNEL_DELETE"
        self._world.announce(name, channel_json(channel))

    def kick(self, guild: Guild) -> None:
        """The bot is no member any more."""
        guild.refusal = MISSING_ACCESS
        self._world.announce("GUILD_DELETE", {"id": str(guild.id)})

    def invite(self, guild: Guild) -> None:
        """The bot is a member again."""
        guild.refusal = None
        self._world.announce("GUILD_CREATE", self._world.guild_created(guild))

    def outage(self, guild: Guild) -> None:
        """Discord has lost it for a while; the bot is still a member."""
        guild.available = False
        self._world.announce("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def restore(self, guild: Guild) -> None:
        """The outage is over."""
        guild.available = True
        self._world.announce("GUILD_CREATE", self._world.guild_created(guild))

    def member(self, guild: Guild, user: User) -> None:
        """Somebody's roles were changed by whoever calls this."""
        told = {"guild_id": str(guild.id), **member_json(guild, user)}
        self._world.announce("GUILD_MEMBER_UPDATE", told)
