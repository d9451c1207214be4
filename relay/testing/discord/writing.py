"""A message's JSON, from what the bot sent (https://discord.com/developers/docs/resources/message)."""

from collections.abc import Sequence

from relay.testing.discord import attaching
from relay.testing.discord.mentions import pinged
from relay.testing.discord.models import Channel, Json, Message, Upload
from relay.testing.discord.shapes import user_json
from relay.testing.discord.world import World

EPHEMERAL = 1 << 6
KEPT = 1 << 2 | EPHEMERAL | 1 << 12 | 1 << 15
"""Flags that a bot may set: no previews, for one person, silent, components only."""


def write(world: World, channel: Channel, body: Json, files: Sequence[Upload] = ()) -> Message:
    """A new message of the bot, at the end of its channel."""
    message = compose(world, channel, body, files)
    channel.messages[message.id] = message
    return message


def compose(world: World, channel: Channel, body: Json, files: Sequence[Upload] = ()) -> Message:
    """A new message of the bot that stands in no channel yet. Raises Refused."""
    attaching.check(body, files)
    at, identity = world.now(), world.id()
    content = body.get("content") or ""
    flags = (body.get("flags") or 0) & KEPT
    whom = pinged(content, body.get("allowed_mentions"), channel, world.may(channel))
    data: Json = {
        "id": str(identity),
        "channel_id": str(channel.id),
        "type": 0,
        "author": user_json(world.bot),
        "content": content,
        "timestamp": at.isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": whom.everyone,
        "mention_roles": [str(role) for role in whom.roles],
        "mentions": [user_json(world.users[one]) for one in whom.users if one in world.users],
        "attachments": _attachments(world, channel, body, files),
        "embeds": _embeds(body),
        "components": body.get("components") or [],
        "pinned": False,
        "flags": flags,
    }
    if body.get("nonce") is not None:
        data["nonce"] = body["nonce"]
    if body.get("message_reference"):
        data["message_reference"] = body["message_reference"]
    return Message(identity, channel.id, at, world.bot.id, data, whom, tuple(files))


def rewrite(world: World, message: Message, body: Json, files: Sequence[Upload] = ()) -> None:
    """The message with what an edit names; its time and its author stay. Raises Refused."""
    attaching.check(body, files, message.data["attachments"])
    data = dict(message.data)
    if "content" in body:
        data["content"] = body["content"] or ""
    if "embeds" in body:
        data["embeds"] = _embeds(body)
    if "components" in body:
        data["components"] = body["components"] or []
    if body.get("flags") is not None:
        data["flags"] = data["flags"] & ~KEPT | body["flags"] & KEPT
    if "attachments" in body or files:
        channel = world.channels[message.channel]
        kept = _kept(data, body)
        there = zip(data["attachments"], message.files, strict=True)
        message.files = (*(file for one, file in there if one in kept), *files)
        data["attachments"] = kept + _attachments(world, channel, body, files)
    data["edited_timestamp"] = world.now().isoformat()
    message.data = data
    message.edits += 1


def _embeds(body: Json) -> list[Json]:
    return [{"type": "rich", **embed} for embed in body.get("embeds") or []]


def _attachments(world: World, channel: Channel, body: Json, files: Sequence[Upload]) -> list[Json]:
    described = {str(one.get("id")): one for one in body.get("attachments") or []}
    made = []
    for number, file in enumerate(files):
        identity = world.id()
        url = f"https://cdn.invalid/attachments/{channel.id}/{identity}/{file.name}"
        said = described.get(str(number), {}).get("description")
        made.append(
            {
                "id": str(identity),
                "filename": file.name,
                "size": len(file.data),
                "content_type": file.kind,
                "url": url,
                "proxy_url": url,
                "description": said,
            }
        )
    return made


def _kept(data: Json, body: Json) -> list[Json]:
    named = {str(one.get("id")) for one in body.get("attachments") or []}
    return [one for one in data["attachments"] if one["id"] in named or "attachments" not in body]
