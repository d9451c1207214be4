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
    "stream_lost": ("The live picture is lost, and is back", frozenset({"stream_lost"})),
    "footage": ("Pictures and clips of milestones", frozenset({"picture", "clip"})),
    "summary": ("Summary when it is over", frozenset({"summary"})),
    "hyperlapse": ("Hyperlapse when it is over", frozenset({"hyperlapse"})),
    "hint": ("Hints of the sensors (guesses)", frozenset({"hint"})),
}
"""Groups by the value that a menu sends back: their label and their kinds of notice."""

CHOICES: Mapping[str, str] = {
    **{name: label for name, (label, _) in GROUPS.items()},
    "announced": "A spacewalk is planned",
    "rescheduled": "Its date changes",
    **{milestone.value: f"Milestone: {row.title}" for milestone, row in TABLE.items()},
}
"""Groups and single kinds, by the value that a menu sends back: 25, as many as Discord shows."""

_LABELS = {**CHOICES, "picture": "Pictures of milestones", "clip": "Clips of milestones"}
"""The same, and those that no menu has room for: the configuration can name them."""


def kinds_of(chosen: Iterable[str]) -> frozenset[str]:
    """The kinds of notice behind a choice; empty for everything, as a destination has it."""
    wanted = set(chosen)
    spelt_out = frozenset(kind for name in wanted for kind in spread(name))
    return frozenset() if EVERYTHING in wanted and not spelt_out & ON_REQUEST else spelt_out


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
    return chosen + [name for name in _LABELS if name in left and name not in GROUPS]


def in_words(kinds: frozenset[str]) -> str:
    """For people: "Everything", or the groups and milestones by name."""
    return labels(chosen_of(kinds))


def labels(chosen: Iterable[str]) -> str:
    """What was chosen, for people."""
    return ", ".join(_LABELS[name] for name in chosen)
