"""What an admin is about to ask for one channel, and the destination that comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import discord

from bots.discord.commands import wishes
from bots.discord.commands.front import PLATFORM, channel_destination, community
from bots.discord.commands.roles import SELF_SERVICE, hindrance
from relay.core.voice import DEFAULT
from relay.plugins import Destination

EXTRAS = {
    "card": "A card, kept up to date",
    "threads": "A thread for each spacewalk",
    "events": "An event in the server's calendar",
    "publish": "Publish to following servers",
    SELF_SERVICE: "Members may take the reminder role themselves",
}
"""Options of the destination that are on or off; `publish` is for announcement channels."""

WITH_ROLE, WITHOUT = 50, 100


@dataclass
class Wish:
    """Changes with every menu. `chosen` are keys of wishes.CHOICES, `extras` of EXTRAS."""

    server: int
    by: int
    channel: int = 0
    chosen: list[str] = field(default_factory=lambda: [wishes.EVERYTHING])
    leads: tuple[timedelta, ...] = ()
    language: str = DEFAULT
    roles: dict[str, int] = field(default_factory=dict)
    """The role to be called, by kind of notice."""
    extras: set[str] = field(default_factory=lambda: {"card"})

    def call(self, names: Iterable[str], role: int | None) -> None:
        """Call that role for these choices, or nobody."""
        for kind in (kind for name in names for kind in wishes.spread(name)):
            if role is None:
                self.roles.pop(kind, None)
            else:
                self.roles[kind] = role

    def start_from(self, known: Destination) -> None:
        """Begin with what this channel has now."""
        self.chosen = wishes.chosen_of(known.kinds)
        self.leads = known.lead_times
        self.language = known.language
        self.roles = {
            key.removeprefix("role."): int(role)
            for key, role in known.options.items()
            if key.startswith("role.") and role.isdecimal()
        }
        self.extras = {name for name in EXTRAS if known.options.get(name) == "yes"}
        self.extras |= {"card"} if known.options.get("card") != "no" else set()

    def options(self, *, announcements: bool) -> dict[str, str]:
        """As a destination keeps them."""
        given = {"guild": str(self.server), "by": str(self.by)}
        given |= {f"role.{kind}": str(role) for kind, role in sorted(self.roles.items())}
        kept = ("threads", "events", SELF_SERVICE)
        given |= {name: "yes" for name in kept if name in self.extras}
        given |= {"publish": "yes"} if announcements and "publish" in self.extras else {}
        return given | ({} if "card" in self.extras else {"card": "no"})

    def destination(self, before: Destination | None, *, announcements: bool) -> Destination:
        """What is saved; a pause stays as it was."""
        base = before or Destination(
            id=channel_destination(self.channel),
            platform=PLATFORM,
            address=str(self.channel),
            community=community(self.server),
            made_in_chat=True,
        )
        return replace(
            base,
            kinds=wishes.kinds_of(self.chosen),
            lead_times=self.leads,
            language=self.language,
            priority=WITH_ROLE if self.roles else WITHOUT,
            options=self.options(announcements=announcements),
        )


def remarks(wish: Wish, guild: discord.Guild, granted: discord.Permissions) -> list[str]:
    """What will not work as it stands, though the channel can be told: in Discord's markdown."""
    called = (guild.get_role(identity) for identity in sorted(set(wish.roles.values())))
    return [
        f"{role.mention} will be named but not pinged: let everyone mention that role, or give me "
        "Mention @everyone, @here and All Roles in that channel."
        for role in called
        if role and not role.mentionable and not granted.mention_everyone
    ]


def taking(wish: Wish, guild: discord.Guild) -> list[str]:
    """Which role members may take themselves, if any: in Discord's markdown."""
    if SELF_SERVICE not in wish.extras:
        return []
    role = guild.get_role(wish.roles.get("reminder", 0))
    if role is None:
        return ["Members can take no role themselves: none is pinged for reminders."]
    if why := hindrance(guild, role):
        return [f"⚠ Members cannot take the role {role.mention} themselves: {why}."]
    return [f"Every member can take the role {role.mention} themselves with `/remind me`."]
