"""What an admin can ask for a channel, in groups that people know, and what the bot needs there."""

from collections.abc import Iterable, Mapping

import discord

from relay.core.milestone import TABLE, Milestone
from relay.core.notice import KINDS, ON_REQUEST

EVERYTHING = "everything"
_CALLED_OFF = frozenset({Milestone.DELAYED.value, Milestone.SCRUBBED.value})

GROUPS: Mapping[str, tuple[str, frozenset[str]]] = {
    EVERYTHING: ("Everything", frozenset(KINDS - ON_REQUEST)),
    "milestones": ("All milestones", frozenset(m.value for m in Milestone)),
    "schedule": (
        "Schedule: new dates, slips, call-offs",
        frozenset({"announced", "rescheduled"}) | _CALLED_OFF,
    ),
    "reminder": ("Reminders before the start", frozenset({"reminder"})),
    "stream": ("The stream goes live", frozenset({"stream"})),
    "summary": ("Summary when it is over", frozenset({"summary"})),
    "hint": ("Hints of the sensors (guesses)", frozenset({"hint"})),
}
"""Groups by the value that a menu sends back: their label and their kinds of notice."""

CHOICES: Mapping[str, str] = {
    **{name: label for name, (label, _) in GROUPS.items()},
    "announced": "A spacewalk is planned",
    "rescheduled": "Its date changes",
    **{milestone.value: f"Milestone: {row.title}" for milestone, row in TABLE.items()},
}
"""Groups and single kinds, by the value that a menu sends back."""


def kinds_of(chosen: Iterable[str]) -> frozenset[str]:
    """The kinds of notice behind a choice; empty for everything, as a destination has it."""
    wanted = set(chosen)
    if EVERYTHING in wanted and "hint" not in wanted:
        return frozenset()
    return frozenset(kind for name in wanted for kind in spread(name))


def spread(name: str) -> frozenset[str]:
    """The kinds of one choice, everything written out."""
    return GROUPS[name][1] if name in GROUPS else frozenset({name})


def chosen_of(kinds: frozenset[str]) -> list[str]:
    """The fewest choices that stand for these kinds: the other way round of `kinds_of`."""
    if not kinds:
        return [EVERYTHING]
    left, chosen = set(kinds), []
    for name, (_, group) in GROUPS.items():
        if group <= kinds and group & left:
            chosen.append(name)
            left -= group
    return chosen + [name for name in CHOICES if name in left and name not in GROUPS]


def in_words(kinds: frozenset[str]) -> str:
    """For people: "Everything", or the groups and milestones by name."""
    return ", ".join(CHOICES[name] for name in chosen_of(kinds))


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "": (
        "view_channel",
        "send_messages",
        "embed_links",
        "attach_files",
        "read_message_history",
    ),
    "threads": ("create_public_threads", "send_messages_in_threads"),
    "events": ("create_events",),
}
"""discord.py's names of permissions, by the option that needs them."""

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_events": "Create Events",
}


def missing(granted: discord.Permissions, options: Mapping[str, str]) -> list[str]:
    """Permissions that the bot lacks for that, as Discord's settings name them."""
    needed = [
        name
        for option, names in _NEEDED.items()
        if not option or options.get(option) == "yes"
        for name in names
    ]
    return [_NAMES[name] for name in needed if not getattr(granted, name)]
