"""The JSON of what the loopback Discord remembers, with all that discord.py reads."""

from relay.testing.discord.models import MEMBERS_MAY, NEWS, TEXT, Channel, Guild, Json, Role, User

LONG_AGO = "2020-01-01T00:00:00+00:00"
CONVERSATIONS = {TEXT, NEWS}


def user_json(user: User) -> Json:
    """https://discord.com/developers/docs/resources/user#user-object."""
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": user.bot,
    }


def member_json(guild: Guild, user: User) -> Json:
    """A member of that guild."""
    return {
        "user": user_json(user),
        "nick": None,
        "avatar": None,
        "roles": [str(role) for role in sorted(guild.members.get(user.id, ()))],
        "joined_at": LONG_AGO,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


def role_json(role: Role) -> Json:
    """https://discord.com/developers/docs/topics/permissions#role-object."""
    return {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 1,
        "permissions": str(role.permissions),
        "managed": False,
        "mentionable": role.mentionable,
        "flags": 0,
    }


def channel_json(channel: Channel) -> Json:
    """A channel of a guild, a thread or a direct conversation."""
    if channel.recipient is not None:
        return {
            "id": str(channel.id),
            "type": channel.kind,
            "recipients": [user_json(channel.recipient)],
            "last_message_id": None,
        }
    data: Json = {
        "id": str(channel.id),
        "type": channel.kind,
        "name": channel.name,
        "guild_id": str(channel.guild.id) if channel.guild else None,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "position": 0,
        "permission_overwrites": _overwrites(channel),
        "nsfw": False,
        "rate_limit_per_user": 0,
    }
    if channel.kind in CONVERSATIONS:
        data |= {"topic": None, "last_message_id": None}
    return data | _thread(channel) if channel.thread else data


def _overwrites(channel: Channel) -> list[Json]:
    if not channel.denied or channel.guild is None:
        return []
    everyone = str(channel.guild.id)
    return [{"id": everyone, "type": 0, "allow": "0", "deny": str(int(channel.denied))}]


def _thread(channel: Channel) -> Json:
    return {
        "owner_id": str(channel.guild.owner.id) if channel.guild else "0",
        "message_count": len(channel.messages),
        "member_count": 1,
        "thread_metadata": {
            "archived": channel.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": LONG_AGO,
            "locked": channel.locked,
        },
    }


def guild_json(guild: Guild) -> Json:
    """As GET /guilds/{id} returns it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(guild.owner.id),
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [role_json(role) for role in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": ["COMMUNITY", "NEWS"],
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": guild.locale,
        "system_channel_id": None,
        "system_channel_flags": 0,
    }


def guild_created(guild: Guild, members: list[User]) -> Json:
    """As the gateway sends it; of the members only those who are given."""
    return guild_json(guild) | {
        "joined_at": LONG_AGO,
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(guild, user) for user in members],
        "channels": [channel_json(channel) for channel in guild.channels.values()],
        "threads": [channel_json(thread) for thread in guild.threads.values()],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": list(guild.scheduled.values()),
        "soundboard_sounds": [],
    }


def everyone_role(guild: int) -> Role:
    """The role that every member has; its id is that of the guild."""
    return Role(guild, "@everyone", int(MEMBERS_MAY))


def ready_json(bot: User, application: int, guilds: list[Guild]) -> Json:
    """What a session begins with: no guild is available yet."""
    return {
        "v": 10,
        "user": user_json(bot),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "application": {"id": str(application), "flags": 0},
    }
