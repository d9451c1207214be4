"""Channels and guilds, as a bot reads and renames them."""

from relay.testing.discord.forms import text
from relay.testing.discord.models import Permission
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.shapes import channel_json, guild_json, role_json

NAME = 100
MANAGE_CHANNELS, MANAGE_THREADS = 1 << 4, 1 << 34


def _channel(call: Call) -> Reply:
    channel = call.world.channel(call.ids[0])
    call.world.need(channel, Permission.VIEW_CHANNEL)
    return Reply(channel_json(channel))


def _change(call: Call) -> Reply:
    channel = call.world.channel(call.ids[0])
    call.world.need(channel, MANAGE_THREADS if channel.thread else MANAGE_CHANNELS)
    text(call.body, "name", NAME)
    channel.name = call.body.get("name") or channel.name
    channel.archived = bool(call.body.get("archived", channel.archived))
    channel.locked = bool(call.body.get("locked", channel.locked))
    data = channel_json(channel)
    call.world.announce("THREAD_UPDATE" if channel.thread else "CHANNEL_UPDATE", data)
    return Reply(data)


def _typing(call: Call) -> Reply:
    call.world.channel(call.ids[0])
    return Reply()


def _guild(call: Call) -> Reply:
    return Reply(guild_json(call.world.guild(call.ids[0])))


def _channels(call: Call) -> Reply:
    guild = call.world.guild(call.ids[0])
    return Reply([channel_json(channel) for channel in guild.channels.values()])


def _roles(call: Call) -> Reply:
    guild = call.world.guild(call.ids[0])
    return Reply([role_json(role) for role in guild.roles.values()])


ROUTES: dict[str, Answer] = {
    "GET /channels/{}": _channel,
    "PATCH /channels/{}": _change,
    "POST /channels/{}/typing": _typing,
    "GET /guilds/{}": _guild,
    "GET /guilds/{}/channels": _channels,
    "GET /guilds/{}/roles": _roles,
}
