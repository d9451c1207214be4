"""What the bot may do in a channel, worked out from roles and overwrites as Discord documents it.

The gateway need not be up for it (Discord's documentation, "Permissions", August 2026).
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bots.discord.address import is_person
from bots.discord.message import SNOWFLAKE
from bots.discord.pacer import Urgency
from bots.discord.rest import Calls
from relay.errors import DeliveryDelayed, DeliveryRefused
from relay.plugins import Destination

ADMINISTRATOR = 1 << 3
ALL = (1 << 64) - 1
NEEDED: Mapping[str, Mapping[str, int]] = {
    "": {
        "View Channel": 1 << 10,
        "Send Messages": 1 << 11,
        "Embed Links": 1 << 14,
        "Attach Files": 1 << 15,
        "Read Message History": 1 << 16,
    },
    "threads": {"Create Public Threads": 1 << 35, "Send Messages in Threads": 1 << 38},
    "events": {"Create Events": 1 << 44},
}
"""Bits by the names in Discord's settings, by the option of a destination that needs them."""
ESSENTIAL = frozenset({"View Channel", "Send Messages", "Embed Links"})
"""Without one of these nothing can be told."""


class Access:
    """Asks Discord what it grants."""

    def __init__(self, rest: Calls, own_id: Callable[[], Awaitable[str]]) -> None:
        self._rest = rest
        self._own_id = own_id

    async def lacking(self, destination: Destination) -> list[str]:
        """What has to be allowed still, by name. Raises what a request raises."""
        if is_person(destination):
            return []
        if not SNOWFLAKE.fullmatch(destination.address):
            raise DeliveryRefused("the address is no id of a channel")
        try:
            granted = await self._granted_in(destination.address)
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise DeliveryDelayed("what answered is not Discord: rights in no known form") from (
                problem
            )
        return missing(granted, destination.options)

    async def _granted_in(self, address: str) -> int:
        channel = await self._ask(f"/channels/{address}")
        guild = channel.get("guild_id")
        return await self._granted(str(guild), channel) if guild else ALL

    async def _granted(self, guild: str, channel: Mapping[str, Any]) -> int:
        own = await self._own_id()
        whole = await self._ask(f"/guilds/{guild}")
        member = await self._ask(f"/guilds/{guild}/members/{own}")
        roles = {str(role["id"]): int(role["permissions"]) for role in whole["roles"]}
        held = [guild, *map(str, member["roles"])]
        if str(whole.get("owner_id")) == own:
            return ALL
        base = 0
        for role in held:
            base |= roles.get(role, 0)
        if base & ADMINISTRATOR:
            return ALL
        return _overwritten(base, channel.get("permission_overwrites") or [], guild, held, own)

    async def _ask(self, path: str) -> Any:
        return await self._rest.call("GET", path, urgency=Urgency.SHOWING)


def missing(granted: int, options: Mapping[str, str]) -> list[str]:
    """What these options need and is not granted, by name."""
    return [
        name
        for option, bits in NEEDED.items()
        if not option or options.get(option) == "yes"
        for name, bit in bits.items()
        if not granted & bit
    ]


def _overwritten(
    base: int, overwrites: list[Mapping[str, Any]], guild: str, held: list[str], own: str
) -> int:
    """Everyone first, then all roles together, then the bot itself."""
    known = {str(one["id"]): (int(one["deny"]), int(one["allow"])) for one in overwrites}
    deny, allow = known.get(guild, (0, 0))
    base = base & ~deny | allow
    denied = allowed = 0
    for role in held[1:]:
        deny, allow = known.get(role, (0, 0))
        denied |= deny
        allowed |= allow
    base = base & ~denied | allowed
    deny, allow = known.get(own, (0, 0))
    return base & ~deny | allow
