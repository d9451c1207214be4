"""The channels of a server in words, for `/spacewalk settings`."""

from collections.abc import Iterable, Mapping

from bots.discord.commands import wishes
from bots.discord.commands.wish import EXTRAS
from bots.discord.escape import escaped
from relay.core import wording
from relay.core.voice import LANGUAGES
from relay.plugins import Destination

BY_THE_OPERATOR = (
    "That one stands in the relay's own configuration file: only its operator can change it."
)
NOTHING = "No channel of this server is told about spacewalks yet. `/spacewalk setup` begins."
ROOM = 3_800


def in_words(known: Iterable[Destination], suspended: Mapping[str, str]) -> str:
    """As many as an answer holds, in Discord's markdown."""
    entries = [_entry(one, suspended) for one in known]
    shown: list[str] = []
    room = ROOM
    for entry in entries:
        room -= len(entry) + 2
        if room < 0:
            shown.append(f"… and {len(entries) - len(shown)} more.")
            break
        shown.append(entry)
    return "\n\n".join(shown) or NOTHING


def place(destination: Destination) -> str:
    """A link to the channel; Discord shows its present name."""
    known = destination.address.isdecimal()
    return f"<#{destination.address}>" if known else escaped(destination.address, 60)


def _entry(one: Destination, suspended: Mapping[str, str]) -> str:
    lines = [f"**{place(one)}** {_state(one, suspended)}", wishes.in_words(one.kinds)]
    leads = ", ".join(wording.length(lead) for lead in one.lead_times) or "all"
    lines.append(f"Reminders: {leads}. Language: {LANGUAGES.get(one.language, one.language)}.")
    extras = [label for name, label in EXTRAS.items() if one.options.get(name) == "yes"]
    lines += [f"{', '.join(extras)}."] if extras else []
    lines += [f"Pings {words}." for words in _calls(one)]
    lines += [] if one.made_in_chat else [BY_THE_OPERATOR]
    return "\n".join(lines)


def _state(one: Destination, suspended: Mapping[str, str]) -> str:
    if one.id in suspended:
        why = escaped(suspended[one.id], 300)
        return f"⚠ held back: {why}. Mend that, then `/spacewalk resume`."
    return "paused" if one.paused else "told"


def _calls(one: Destination) -> list[str]:
    """Each role with what it is called for."""
    kinds: dict[str, set[str]] = {}
    for key, role in sorted(one.options.items()):
        if key.startswith("role.") and role.isdecimal():
            kinds.setdefault(role, set()).add(key.removeprefix("role."))
    return [f"<@&{role}> for: {wishes.in_words(frozenset(of))}" for role, of in kinds.items()]
