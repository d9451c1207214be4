"""Discord: cards, alerts and commands for community servers."""

from bots.discord.bot import Config, Discord

__all__ = ["Config", "Discord"]
