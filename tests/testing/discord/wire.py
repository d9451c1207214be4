"""A bare connection to the gateway."""

from typing import Any

import aiohttp

from tests.testing.discord.conftest import Client

GUILDS = 1 << 0


class Wire:
    """A connection to the gateway that says only what a test says."""

    def __init__(self, client: Client, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.client = client
        self.socket = socket

    async def say(self, op: int, data: Any = None) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def hear(self) -> dict[str, Any]:
        frame: dict[str, Any] = await self.socket.receive_json(timeout=10)
        return frame

    async def identify(self, **more: Any) -> dict[str, Any]:
        token = self.client.discord.token
        await self.say(2, {"token": token, "intents": GUILDS, "properties": {}, **more})
        return await self.hear()

    async def resume(self, session: str, number: int) -> None:
        token = self.client.discord.token
        await self.say(6, {"token": token, "session_id": session, "seq": number})

    async def code(self) -> int | None:
        """With which it was closed."""
        while (await self.socket.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
            pass
        return self.socket.close_code


async def connect(client: Client) -> Wire:
    wire = Wire(client, await client.session.ws_connect(client.discord.gateway_url))
    assert (await wire.hear())["op"] == 10
    return wire
