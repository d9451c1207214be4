"""Roles that members take and leave: only those an admin chose, never a powerful one."""

from collections.abc import Iterable

import discord

from bots.discord.escape import escaped
from relay.plugins import Destination

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


def reminder_roles(
    made_by_server: Iterable[Destination], guild: discord.Guild
) -> list[discord.Role]:
    """The roles that its admins chose to be called for reminders, as far as they still exist."""
    chosen = {one.options.get("role.reminder", "") for one in made_by_server}
    found = (guild.get_role(int(role)) for role in sorted(chosen) if role.isdecimal())
    return [role for role in found if role is not None]


def hindrance(guild: discord.Guild, role: discord.Role) -> str:
    """Why members cannot be given it by the bot, in words; nothing when they can."""
    if role.is_default() or role.managed:
        return "it is a role that nobody can be given"
    if powers := powers_of(role):
        return f"it gives power over the server ({', '.join(powers)})"
    if not guild.me.guild_permissions.manage_roles:
        return "I lack the permission Manage Roles"
    if role >= guild.me.top_role:
        return "it stands above my own role in the server's list of roles"
    return ""


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


def powers_of(role: discord.Role) -> list[str]:
    """What it lets people do to others, as discord.py names it."""
    return [name for name, on in role.permissions if on and _is_power(name)]


def _is_power(name: str) -> bool:
    return name in _POWERS or name.startswith("manage_")
