"""The loopback Discord as a process of its own."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from relay.testing.process import ended, started

HEADERS = {"Authorization": "Bot loopback-token"}


@asynccontextmanager
async def _running(folder: Path, *words: str) -> AsyncIterator[dict[str, Any]]:
    """What it says of itself; it is told to end at the end, and ends in order."""
    async with started(folder, *words, how=("-m", "relay.testing.discord")) as process:
        assert process.stdout is not None
        said: dict[str, Any] = json.loads(await process.stdout.readline())
        yield said
        process.terminate()
        code, _, problems = await ended(process)
    assert (code, problems) == (0, "")


async def test_a_bench_reads_its_address_its_counts_and_its_messages(tmp_path: Path) -> None:
    words = ("--guilds", "2", "--channels", "3", "--no-buckets", "--per-second", "0")
    async with _running(tmp_path, *words) as said, aiohttp.ClientSession() as session:
        assert (len(said["guilds"]), len(said["channels"])) == (2, 6)
        address = f"{said['api_url']}/channels/{said['channels'][0]}/messages"

        async def post() -> int:
            async with session.post(address, json={"content": "hi"}, headers=HEADERS) as answer:
                return answer.status

        async def ask(path: str, body: Any = None) -> Any:
            method = "GET" if path == "state" else "POST"
            url = said["aside_url"] + path
            async with session.request(method, url, json=body) as answer:
                return await answer.json() if answer.ok else answer.status

        fault = {"method": "POST", "path": "/channels/*/messages", "how": 503}
        assert await ask("fail", fault) == {}
        assert [await post() for _ in range(7)] == [503, *[200] * 6]
        state = await ask("state")
        assert state["counts"]["faults"] == 1
        assert state["counts"]["requests"] == {"POST /channels/{}/messages": 6}
        assert [one["content"] for one in state["messages"]] == ["hi"] * 6
        await ask("forget")
        assert (await ask("state"))["messages"] == []
        assert await ask("moon") == 404


async def test_a_bench_makes_the_gateway_speak(tmp_path: Path) -> None:
    async with _running(tmp_path) as said, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(said["gateway_url"])
        assert (await socket.receive_json(timeout=10))["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": "loopback-token", "intents": 1}})
        assert (await socket.receive_json(timeout=10))["t"] == "READY"
        assert (await socket.receive_json(timeout=10))["t"] == "GUILD_CREATE"
        event = {"name": "NEWS", "data": {"guild_id": said["guilds"][0]}}
        await session.post(said["aside_url"] + "dispatch", json=event)
        assert (await socket.receive_json(timeout=10))["t"] == "NEWS"
        await session.post(said["aside_url"] + "reconnect")
        assert (await socket.receive_json(timeout=10))["op"] == 7
        await socket.close()
