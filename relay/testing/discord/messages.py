"""Messages: made, edited, read, deleted, published."""

from typing import Any

from relay.testing.discord import forms
from relay.testing.discord.models import NEWS, Channel, Message, Permission
from relay.testing.discord.refusals import (
    ARCHIVED,
    CROSSPOSTED,
    NO_DM,
    NOT_YOURS,
    UNKNOWN_MESSAGE,
    WRONG_KIND,
    Refused,
    invalid,
)
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.writing import rewrite, write

PUBLISHED = 1 << 0
OLD = 3600.0
"""Seconds after which edits of a message have a limit of their own."""


def _create(call: Call) -> Reply:
    channel = call.world.channel(call.ids[0])
    _let_post(call, channel)
    forms.message(call.body, len(call.files))
    nonce = call.body.get("nonce")
    before = _known(call, channel, nonce) if call.body.get("enforce_nonce") else None
    if before is not None:
        call.state.counts.deduplicated += 1
        return Reply(before.data)
    message = write(call.world, channel, call.body, call.files)
    if nonce is not None:
        channel.nonces[str(nonce)] = message
    return Reply(message.data)


def _let_post(call: Call, channel: Channel) -> None:
    if channel.recipient is not None and not channel.recipient.takes_dms:
        raise Refused(NO_DM)
    bits = Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES
    if call.body.get("embeds"):
        bits |= Permission.EMBED_LINKS
    if call.files:
        bits |= Permission.ATTACH_FILES
    call.world.need(channel, bits)
    if channel.thread and channel.locked:
        raise Refused(ARCHIVED)
    channel.archived = False


def _known(call: Call, channel: Channel, nonce: Any) -> Message | None:
    message = channel.nonces.get(str(nonce))
    if message is None or call.now - message.at.timestamp() > call.state.limits.nonce_memory:
        return None
    return message


def _edit(call: Call) -> Reply:
    channel, message = find(call)
    if message.author != call.world.bot.id:
        raise Refused(NOT_YOURS)
    if call.now - message.at.timestamp() > OLD:
        call.state.gate.edit_old(channel.id, call.now)
    if call.files:
        call.world.need(channel, Permission.ATTACH_FILES)
    forms.message(call.body, len(call.files), edit=True)
    rewrite(call.world, message, call.body, call.files)
    return Reply(message.data)


def find(call: Call) -> tuple[Channel, Message]:
    """The channel and the message that a path names. Raises Refused for an unknown one."""
    channel = call.world.channel(call.ids[0])
    call.world.need(channel, Permission.VIEW_CHANNEL)
    identity = call.ids[1]
    message = channel.messages.get(int(identity) if identity.isdecimal() else 0)
    if message is None:
        raise Refused(UNKNOWN_MESSAGE)
    return channel, message


def _read(call: Call) -> Reply:
    return Reply(find(call)[1].data)


def _list(call: Call) -> Reply:
    channel = call.world.channel(call.ids[0])
    call.world.need(channel, Permission.READ_MESSAGE_HISTORY)
    before, after = _whole(call, "before", 1 << 63), _whole(call, "after", 0)
    found = [message for message in channel.told if after < message.id < before]
    most = _whole(call, "limit", 50)
    if not 1 <= most <= 100:
        raise invalid("limit", "NUMBER_TYPE_COERCE", "Must be between 1 and 100.")
    # The newest comes first; `after` asks for those that follow it.
    kept = found[:most] if after else found[-most:]
    return Reply([message.data for message in reversed(kept)])


def _whole(call: Call, name: str, otherwise: int) -> int:
    given = call.query.get(name, str(otherwise))
    if not given.isdecimal():
        raise invalid(name, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
    return int(given)


def _delete(call: Call) -> Reply:
    channel, message = find(call)
    if message.author != call.world.bot.id:
        call.world.need(channel, Permission.MANAGE_MESSAGES)
    del channel.messages[message.id]
    return Reply()


def _publish(call: Call) -> Reply:
    channel, message = find(call)
    if channel.kind != NEWS:
        raise Refused(WRONG_KIND)
    if message.published:
        raise Refused(CROSSPOSTED)
    message.published = True
    message.data = message.data | {"flags": message.data["flags"] | PUBLISHED}
    return Reply(message.data)


ROUTES: dict[str, Answer] = {
    "POST /channels/{}/messages": _create,
    "GET /channels/{}/messages": _list,
    "GET /channels/{}/messages/{}": _read,
    "PATCH /channels/{}/messages/{}": _edit,
    "DELETE /channels/{}/messages/{}": _delete,
    "POST /channels/{}/messages/{}/crosspost": _publish,
}
