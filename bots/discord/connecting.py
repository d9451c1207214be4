"""Keeps the gateway open with discord.py, at Discord or at a server that speaks like it."""

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bots.discord.client import build
from bots.discord.commands.front import Test
from relay.plugins import Desk


async def connect(token: str, api_url: str, gateway_url: str, desk: Desk, test: Test) -> None:
    """Answer people until cancelled. discord.py reconnects by itself; what it gives up for is
    raised."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    client = build(desk, test=test)
    async with client:
        await client.start(token, reconnect=True)
