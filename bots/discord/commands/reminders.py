"""What someone wants to be reminded of, as a destination of their own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bots.discord.address import of_person
from bots.discord.commands.front import PLATFORM
from bots.discord.escape import escaped
from relay.core import wording
from relay.core.board import Board
from relay.core.standing import Spacewalk, State
from relay.plugins import Destination

PRIORITY = 150
"""After the channels, which many people read."""


def identity(user: int) -> str:
    """The id of that person's own destination."""
    return f"{PLATFORM}.user.{user}"


def wished(
    before: Destination | None,
    user: int,
    leads: Iterable[timedelta],
    walk: Spacewalk | None,
    language: str,
) -> Destination:
    """What it becomes: `walk` comes on top of the spacewalks asked for before; None means all."""
    base = before or Destination(
        id=identity(user),
        platform=PLATFORM,
        address=of_person(user),
        kinds=frozenset({"reminder"}),
        priority=PRIORITY,
        made_in_chat=True,
    )
    named = frozenset({walk.id, walk.origin}) if walk else frozenset()
    everything = walk is None or (before is not None and not before.spacewalks)
    return replace(
        base,
        lead_times=tuple(sorted(leads, reverse=True)),
        spacewalks=frozenset() if everything else base.spacewalks | named,
        language=language,
        paused=False,
    )


def too_late(walk: Spacewalk) -> bool:
    """Whether there is nothing left to be reminded of."""
    return walk.state in (State.OVER, State.UNDERWAY, State.CALLED_OFF)


def in_words(mine: Destination | None, known: Board) -> str:
    """What someone has asked for so far, in Discord's markdown."""
    if mine is None:
        return "You get no reminders by direct message so far."
    when = ", ".join(wording.length(lead) for lead in mine.lead_times) or "every reminder"
    off = " They are held back: my messages did not reach you." if mine.paused else ""
    return f"You are reminded by direct message of {_of(mine, known)}: {when} before.{off}"


def _of(mine: Destination, known: Board) -> str:
    if not mine.spacewalks:
        return "every spacewalk"
    found = {name: known.find(name) for name in sorted(mine.spacewalks)}
    names = {walk.id: wording.name(walk) for walk in found.values() if walk}
    lost = [name for name, walk in found.items() if walk is None]
    return escaped(", ".join([*names.values(), *lost]), 500)
