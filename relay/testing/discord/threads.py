"""Threads (https://discord.com/developers/docs/resources/channel#start-thread-from-message)."""

from relay.testing.discord.forms import text
from relay.testing.discord.messages import find
from relay.testing.discord.models import NEWS, NEWS_THREAD, TEXT, THREAD, Channel, Permission
from relay.testing.discord.refusals import THREAD_EXISTS, WRONG_KIND, Refused
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.shapes import channel_json

NAME = 100
HAS_THREAD = 1 << 5


def _of_message(call: Call) -> Reply:
    channel, message = find(call)
    if message.id in call.world.channels:
        raise Refused(THREAD_EXISTS)
    thread = _begin(call, channel, message.id)
    message.data = message.data | {"flags": message.data["flags"] | HAS_THREAD}
    return thread


def _alone(call: Call) -> Reply:
    channel = call.world.channel(call.ids[0])
    return _begin(call, channel, call.world.id())


def _begin(call: Call, channel: Channel, identity: int) -> Reply:
    call.world.need(channel, Permission.CREATE_PUBLIC_THREADS)
    if channel.kind not in {TEXT, NEWS}:
        raise Refused(WRONG_KIND)
    text(call.body, "name", NAME, needed=True)
    kind = NEWS_THREAD if channel.kind == NEWS else THREAD
    thread = call.world.add_thread(channel, identity, call.body["name"], kind)
    return Reply(channel_json(thread), 201)


ROUTES: dict[str, Answer] = {
    "POST /channels/{}/messages/{}/threads": _of_message,
    "POST /channels/{}/threads": _alone,
}
