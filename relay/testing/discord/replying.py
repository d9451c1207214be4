"""How a bot answers an interaction
(https://discord.com/developers/docs/interactions/receiving-and-responding)."""

from relay.testing.discord import forms
from relay.testing.discord.interactions import (
    CHOICES,
    DEFERRED,
    DEFERRED_UPDATE,
    EPHEMERAL,
    FORM,
    LOADING,
    MESSAGE,
    UPDATE,
    Interaction,
)
from relay.testing.discord.models import NOBODY, Json, Message
from relay.testing.discord.refusals import (
    ACKNOWLEDGED,
    NO_WEBHOOK_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Refused,
    invalid,
)
from relay.testing.discord.routes import Answer, Call, Reply
from relay.testing.discord.writing import compose, rewrite

FIRST, LAST = 3.0, 900.0
"""Seconds until the first answer, and until the last word."""
MOST_CHOICES, CHOICE, TITLE = 25, 100, 45


def _callback(call: Call) -> Reply:
    interaction = call.world.interactions.get(call.ids[1])
    if interaction is None or str(interaction.id) != call.ids[0]:
        raise Refused(UNKNOWN_INTERACTION)
    if interaction.callback:
        raise Refused(ACKNOWLEDGED)
    if call.now - interaction.at > FIRST:
        raise Refused(UNKNOWN_INTERACTION)
    kind, data = call.body.get("type"), call.body.get("data") or {}
    _check(kind, data, len(call.files))
    interaction.callback, interaction.answer = int(kind or 0), data
    _carry_out(call, interaction, data)
    interaction.change()
    if call.query.get("with_response", "").lower() not in {"1", "true"}:
        return Reply()
    return Reply(_response(interaction))


def _check(kind: object, data: Json, files: int) -> None:
    match kind:
        case 4 | 7:
            forms.message(data, files, edit=kind == UPDATE)
        case 8:
            _check_choices(data.get("choices") or [])
        case 9:
            forms.text(data, "title", TITLE, needed=True)
            forms.text(data, "custom_id", 100, needed=True)
            forms.components(data.get("components") or [])
        case 5 | 6:
            pass
        case _:
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {4, 5, 6, 7, 8, 9}.")


def _check_choices(choices: list[Json]) -> None:
    if len(choices) > MOST_CHOICES:
        raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, choice in enumerate(choices):
        where = f"data.choices.{number}."
        forms.text(choice, "name", CHOICE, where, needed=True)
        if isinstance(choice.get("value"), str):
            forms.text(choice, "value", CHOICE, where, needed=True)


def _carry_out(call: Call, interaction: Interaction, data: Json) -> None:
    match interaction.callback:
        case kind if kind == MESSAGE:
            interaction.original = _say(call, interaction, data)
        case kind if kind == DEFERRED:
            interaction.original = _say(call, interaction, data)
            interaction.original.data["flags"] |= LOADING
        case kind if kind in {UPDATE, DEFERRED_UPDATE}:
            interaction.original = interaction.message
            if kind == UPDATE and interaction.message is not None:
                rewrite(call.world, interaction.message, data, call.files)
        case kind:
            assert kind in {CHOICES, FORM}


def _say(call: Call, interaction: Interaction, body: Json) -> Message:
    """A message that only the person sees, who is not pinged, or one in the channel."""
    message = compose(call.world, interaction.channel, body, call.files)
    if message.data["flags"] & EPHEMERAL:
        message.pinged = NOBODY
    else:
        interaction.channel.messages[message.id] = message
    return message


def _response(interaction: Interaction) -> Json:
    told: Json = {"id": str(interaction.id), "type": interaction.kind}
    resource: Json = {"type": interaction.callback}
    if interaction.original is not None:
        told |= {
            "response_message_id": str(interaction.original.id),
            "response_message_loading": interaction.loading,
            "response_message_ephemeral": interaction.ephemeral,
        }
        resource["message"] = interaction.original.data
    return {"interaction": told, "resource": resource}


def _open(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.ids[1])
    if interaction is None or call.ids[0] != str(call.world.application):
        raise Refused(UNKNOWN_WEBHOOK)
    if not interaction.callback:
        raise Refused(UNKNOWN_WEBHOOK)
    if call.now - interaction.at > LAST:
        raise Refused(NO_WEBHOOK_TOKEN)
    return interaction


def _follow(call: Call) -> Reply:
    interaction = _open(call)
    forms.message(call.body, len(call.files))
    if interaction.original is not None and interaction.loading:
        # The first word after a deferred answer takes its place.
        message = _fill(call, interaction, interaction.original)
    else:
        message = _say(call, interaction, call.body)
        interaction.followups.append(message)
    interaction.change()
    return Reply(message.data)


def _fill(call: Call, interaction: Interaction, message: Message) -> Message:
    """What was deferred is said now, and pings now."""
    said = compose(call.world, interaction.channel, call.body, call.files)
    rewrite(call.world, message, call.body, call.files)
    message.data["flags"] &= ~LOADING
    message.pinged = NOBODY if interaction.ephemeral else said.pinged
    return message


def _find(call: Call) -> tuple[Interaction, Message]:
    interaction = _open(call)
    own = [interaction.original] if interaction.original else []
    for message in (*own, *interaction.followups):
        named = len(call.ids) == 3 and call.ids[2] == str(message.id)
        if named or (len(call.ids) == 2 and message is interaction.original):
            return interaction, message
    raise Refused(UNKNOWN_MESSAGE)


def _read(call: Call) -> Reply:
    return Reply(_find(call)[1].data)


def _edit(call: Call) -> Reply:
    interaction, message = _find(call)
    forms.message(call.body, len(call.files), edit=True)
    if message.data["flags"] & LOADING:
        _fill(call, interaction, message)
    else:
        rewrite(call.world, message, call.body, call.files)
    interaction.change()
    return Reply(message.data)


def _delete(call: Call) -> Reply:
    interaction, message = _find(call)
    interaction.channel.messages.pop(message.id, None)
    if message is interaction.original:
        interaction.original = None
    else:
        interaction.followups.remove(message)
    interaction.change()
    return Reply()


ROUTES: dict[str, Answer] = {
    "POST /interactions/{}/{}/callback": _callback,
    "POST /webhooks/{}/{}": _follow,
    "GET /webhooks/{}/{}/messages/@original": _read,
    "PATCH /webhooks/{}/{}/messages/@original": _edit,
    "DELETE /webhooks/{}/{}/messages/@original": _delete,
    "GET /webhooks/{}/{}/messages/{}": _read,
    "PATCH /webhooks/{}/{}/messages/{}": _edit,
    "DELETE /webhooks/{}/{}/messages/{}": _delete,
}
