"""What may stand in a destination's options, and what is wrong with what does."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from bots.discord.message import SNOWFLAKE
from relay.core.notice import KINDS
from relay.plugins import Destination

YES_OR_NO = ("card", "events", "publish", "self_service", "threads")
NAMES = ("by", "guild", *YES_OR_NO)
ROLE = "role."


def mistakes(destination: Destination) -> list[str]:
    """In words for who wrote them; empty where all is well."""
    options = destination.options
    found = [wrong for name, value in options.items() for wrong in _wrong(name, value)]
    if options.get("events") == "yes" and "guild" not in options:
        found.append('events = "yes" needs guild, the id of the server')
    return found


def _wrong(name: str, value: str) -> Iterator[str]:
    kind = name.removeprefix(ROLE)
    if name.startswith(ROLE):
        if kind not in KINDS:
            yield f"{name}: there is no such kind{_meant(kind, KINDS)}"
        if not SNOWFLAKE.fullmatch(value):
            yield f"{name}: {value!r} is no id of a role"
    elif name not in NAMES:
        yield f"{name}: unknown{_meant(name, NAMES)}"
    elif name in YES_OR_NO and value not in ("yes", "no"):
        yield f'{name}: write "yes" or "no", not {value!r}'
    elif name not in YES_OR_NO and not SNOWFLAKE.fullmatch(value):
        yield f"{name}: {value!r} is no id"


def _meant(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"; did you mean {close[0]!r}?" if close else ""
