"""Discord on loopback: REST and gateway on real sockets, with Discord's limits and its failures.

async with Loopback(Limits(rtt=0.08)) as discord:
    guild = discord.world.add_guild(channels=3)
    discord.fail_next("POST", "/channels/*/messages", "drop", stored=True)
"""

from relay.testing.discord.asking import choose, completing, press, slash, submit
from relay.testing.discord.interactions import Interaction
from relay.testing.discord.limits import Limits, Rate
from relay.testing.discord.models import (
    NEWS,
    TEXT,
    Channel,
    Guild,
    Message,
    Permission,
    Pinged,
    Role,
    User,
)
from relay.testing.discord.refusals import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_DM,
    UNKNOWN_CHANNEL,
    Refusal,
)
from relay.testing.discord.server import Loopback

__all__ = [
    "MISSING_ACCESS",
    "MISSING_PERMISSIONS",
    "NEWS",
    "NO_DM",
    "TEXT",
    "UNKNOWN_CHANNEL",
    "Channel",
    "Guild",
    "Interaction",
    "Limits",
    "Loopback",
    "Message",
    "Permission",
    "Pinged",
    "Rate",
    "Refusal",
    "Role",
    "User",
    "choose",
    "completing",
    "press",
    "slash",
    "submit",
]
