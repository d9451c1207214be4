"""What people can say to the bot, and what becomes of their servers' channels."""

from discord.ext import commands

from bots.discord.commands.buttons import CardButton
from bots.discord.commands.filming import Filming
from bots.discord.commands.following import Following
from bots.discord.commands.front import Front
from bots.discord.commands.managing import Managing
from bots.discord.commands.membership import Membership
from bots.discord.commands.reminding import Reminding
from bots.discord.commands.stating import Stating

__all__ = ["Front", "add_all"]


async def add_all(bot: commands.AutoShardedBot, front: Front) -> None:
    """Every command, and the buttons of cards that were posted at any time."""
    for cog in (Following, Filming, Reminding, Managing, Stating):
        await bot.add_cog(cog(front))
    await bot.add_cog(Membership(bot, front))
    bot.add_dynamic_items(CardButton)
