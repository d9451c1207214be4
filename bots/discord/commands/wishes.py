"""What an admin can ask for a channel, in groups that people know."""

from collections.abc import Iterable, Mapping

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
