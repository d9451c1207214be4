"""Roles that members take and leave: only those an admin offers them, never one that gives more
than everyone has."""

import discord

from bots.discord.commands.front import Front
from bots.discord.escape import escaped

SELF_SERVICE = "self_service"
"""The option of a destination whose reminder role members may take themselves: `yes`."""

REASON = "asked for by the member themselves"
"""For the server's audit log."""

_POWERS = frozenset(
    {
        "administrator",
        "ban_members",
        "deafen_members",
        "kick_members",
        "mention_everyone",
        "moderate_members",
        "move_members",
        "mute_members",
        "view_audit_log",
    }
)


async def offered(front: Front, guild: discord.Guild | None) -> list[discord.Role]:
    """The roles called for reminders that an admin lets members take, as far as they exist."""
    if guild is None or guild.unavailable or guild.me is None:
        return []
    made = await front.made_by_server(guild.id)
    open_ = [one.options for one in made if one.options.get(SELF_SERVICE) == "yes"]
    chosen = {options.get("role.reminder", "") for options in open_}
    found = (guild.get_role(int(role)) for role in sorted(chosen) if role.isdecimal())
    return [role for role in found if role is not None]


def hindrance(guild: discord.Guild, role: discord.Role) -> str:
    """Why members cannot be given it by the bot, in words; nothing when they can."""
    if role.is_default() or role.managed:
        return "it is a role that nobody can be given"
    if gives := _more_than_everyone(guild, role):
        return gives
    if not guild.me.guild_permissions.manage_roles:
        return "I lack the permission Manage Roles"
    if role >= guild.me.top_role:
        return "it stands above my own role in the server's list of roles"
    return ""


def _more_than_everyone(guild: discord.Guild, role: discord.Role) -> str:
    if powers := _powers_of(role):
        return f"it gives power over the server ({', '.join(powers)})"
    if more := _beyond_everyone(role):
        return f"it allows what not everyone may ({', '.join(more)})"
    opens = any(_opens(channel, role) for channel in guild.channels)
    return "it allows in some channels what not everyone may there" if opens else ""


async def toggle(member: discord.Member, role: discord.Role) -> str:
    """Give them the role, or take it if they have it; what came of it, in Discord's markdown."""
    if why := hindrance(role.guild, role):
        return f"I cannot give or take the role {role.mention}: {why}. Ask an admin of this server."
    try:
        return await _change(member, role)
    except discord.Forbidden as refusal:
        said = escaped(refusal.text, 200)
        return f"Discord did not let me change the role {role.mention}: {said}."


async def _change(member: discord.Member, role: discord.Role) -> str:
    if role in member.roles:
        await member.remove_roles(role, reason=REASON)
        return f"You no longer have the role {role.mention}."
    await member.add_roles(role, reason=REASON)
    return f"You now have the role {role.mention}: it is called when a reminder is due."


def _powers_of(role: discord.Role) -> list[str]:
    """What it lets people do to others, as discord.py names it."""
    return [name for name, on in role.permissions if on and _is_power(name)]


def _is_power(name: str) -> bool:
    return name in _POWERS or name.startswith("manage_")


def _beyond_everyone(role: discord.Role) -> list[str]:
    common = role.guild.default_role.permissions.value
    return [name for name, on in discord.Permissions(role.permissions.value & ~common) if on]


def _opens(channel: discord.abc.GuildChannel, role: discord.Role) -> bool:
    """Whether an overwrite of the channel allows it more than @everyone has there."""
    everyone = role.guild.default_role
    allowed, denied = channel.overwrites_for(everyone).pair()
    common = everyone.permissions.value & ~denied.value | allowed.value
    given, _ = channel.overwrites_for(role).pair()
    return bool(given.value & ~common)
