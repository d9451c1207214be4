"""What people do with a bot: commands, completions, presses of buttons, forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from relay.testing.discord.interactions import COMMAND, COMPLETION, COMPONENT, MODAL, Asked
from relay.testing.discord.models import Channel, Json, Message, Role, User

BUTTON, MENU, ROW, INPUT, LABEL = 2, 3, 1, 4, 18
THING = User | Channel | Role
KINDS: tuple[tuple[type, int], ...] = (
    (bool, 5),
    (int, 4),
    (float, 10),
    (User, 6),
    (Channel, 7),
    (Role, 8),
    (str, 3),
)
"""Kinds of option, by what is given; the first that fits, as a bool is an int."""


def slash(command: str, /, **options: Any) -> Asked:
    """`slash("spacewalk setup", channel=channel)`: a command, perhaps one below another."""
    return _asked(COMMAND, command, options, "")


def completing(command: str, focused: str, /, **options: Any) -> Asked:
    """The command is being typed: `options[focused]` is what stands there so far."""
    return _asked(COMPLETION, command, {focused: "", **options}, focused)


def _asked(kind: int, command: str, options: Mapping[str, Any], focused: str) -> Asked:
    name, *below = command.split(" ")
    given = [_option(key, value, focused) for key, value in options.items()]
    for depth, step in enumerate(reversed(below)):
        given = [{"name": step, "type": 1 if depth == 0 else 2, "options": given}]
    things = tuple(value for value in options.values() if isinstance(value, THING))
    return Asked(kind, {"name": name, "type": 1, "options": given}, None, things)


def _option(name: str, value: Any, focused: str) -> Json:
    kind = next((number for fits, number in KINDS if isinstance(value, fits)), None)
    if kind is None:
        raise TypeError(f"no option holds a {type(value).__name__}: {name}")
    plain = str(value.id) if isinstance(value, THING) else value
    option = {"name": name, "type": kind, "value": plain}
    return option | {"focused": True} if name == focused else option


def press(message: Message, custom_id: str) -> Asked:
    """A button of that message. Raises ValueError when it has none of that id."""
    _component(message, custom_id)
    return Asked(COMPONENT, {"custom_id": custom_id, "component_type": BUTTON}, message)


def choose(message: Message, custom_id: str, values: Sequence[str | THING]) -> Asked:
    """A choice from a menu of that message. Raises ValueError when it has none of that id."""
    kind = _component(message, custom_id)["type"]
    things = tuple(value for value in values if isinstance(value, THING))
    chosen = [str(value.id) if isinstance(value, THING) else value for value in values]
    data = {"custom_id": custom_id, "component_type": kind, "values": chosen}
    return Asked(COMPONENT, data, message, things)


def submit(custom_id: str, values: Mapping[str, str], message: Message | None = None) -> Asked:
    """A form, with the text of each of its inputs."""
    rows = [
        {"type": ROW, "components": [{"type": INPUT, "custom_id": name, "value": value}]}
        for name, value in values.items()
    ]
    return Asked(MODAL, {"custom_id": custom_id, "components": rows}, message)


def _component(message: Message, custom_id: str) -> Json:
    waiting = list(message.data["components"])
    while waiting:
        one: Json = waiting.pop()
        if one.get("custom_id") == custom_id:
            return one
        waiting += one.get("components") or []
        waiting += [one["accessory"]] if one.get("accessory") else []
    raise ValueError(f"the message has no component {custom_id!r}")
