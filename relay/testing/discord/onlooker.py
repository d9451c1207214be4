"""What a bench in another process may ask: the counts and messages, and to make things happen."""

import json

from aiohttp import web

from relay.testing.discord.gateway import Gateway
from relay.testing.discord.models import Json, Message
from relay.testing.discord.state import State


class Onlooker:
    """Answers under `/_/`: GET state; POST forget, fail (like `Faults.add`), dispatch."""

    def __init__(self, state: State, gateway: Gateway) -> None:
        self._state = state
        self._gateway = gateway

    async def answer(self, request: web.BaseRequest, path: str) -> web.Response:
        """JSON; 404 for what is not known."""
        body = await request.json() if request.can_read_body else {}
        match (request.method, path):
            case ("GET", "state"):
                return _response(self.state())
            case ("POST", "forget"):
                self._state.forget()
            case ("POST", "fail"):
                self._state.faults.add(**body)
            case ("POST", "dispatch"):
                await self._gateway.dispatch(body["name"], body["data"])
            case ("POST", "reconnect"):
                await self._gateway.reconnect()
            case _:
                return web.Response(status=404)
        return _response({})

    def state(self) -> Json:
        """Counts and messages."""
        return {
            "counts": self._state.counts.json(),
            "messages": [_line(message) for message in self._state.world.told],
        }


def _line(message: Message) -> Json:
    return {
        "channel": str(message.channel),
        "id": str(message.id),
        "at": message.at.timestamp(),
        "content": message.content,
        "embeds": message.embeds,
        "nonce": message.data.get("nonce"),
        "edits": message.edits,
        "pinged": bool(message.pinged),
    }


def _response(data: Json) -> web.Response:
    return web.Response(body=json.dumps(data).encode(), content_type="application/json")
