"""Points discord.py at a loopback Discord: its addresses are constants of its modules."""

import contextlib
from collections.abc import Iterator

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from relay.testing.discord.server import Loopback


@contextlib.contextmanager
def speaking_to(loopback: Loopback) -> Iterator[None]:
    """Within it every client of the library talks to that Discord."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = loopback.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(loopback.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway
