"""The loopback server is a Lightstreamer server to Lightstreamer's own client library.

So what the other tests prove with it holds for the real one, as far as the two understand each
other: https://pypi.org/project/lightstreamer-client-lib/.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from relay.testing.lightstreamer import Lightstreamer

CLIENT = Path(__file__).with_name("official_client.py")
PRESSURE, PUMP = "AIRLOCK000049", "AIRLOCK000048"


class Official:
    """The library at work, and what it tells."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.statuses: list[str] = []

    async def next(self) -> Any:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        assert line, "the client ended"
        told = json.loads(line)
        self.statuses += [told["status"]] if "status" in told else []
        return told

    async def update(self) -> Any:
        """The next update; what is told of the connection is passed over."""
        while "item" not in (told := await self.next()):
            assert "error" not in told
        return told


@asynccontextmanager
async def official(server: Lightstreamer, adapter_set: str = "ISSLIVE") -> AsyncIterator[Official]:
    address = server.url.replace("ws", "http", 1).removesuffix("/lightstreamer")
    asked = (address, adapter_set, f"{PRESSURE} {PUMP}", "TimeStamp Value Status.Class")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(CLIENT), *asked, stdin=PIPE, stdout=PIPE
    )
    try:
        async with asyncio.timeout(60):
            yield Official(process)
    finally:
        process.kill()
        await process.communicate()


@pytest.fixture
async def server() -> AsyncIterator[Lightstreamer]:
    async with Lightstreamer() as server:
        server.state = {PRESSURE: {"TimeStamp": "6803.9150", "Value": "20.3", "Status.Class": "24"}}
        yield server


def fields(stamp: str, value: str | None, status: str | None) -> dict[str, str | None]:
    return {"TimeStamp": stamp, "Value": value, "Status.Class": status}


async def test_snapshot_and_updates(server: Lightstreamer) -> None:
    async with official(server) as client:
        first = await client.update()
        assert (PRESSURE, True) == (first["item"], first["snapshot"])
        assert fields("6803.9150", "20.3", "24") == first["fields"]

        await server.update(PRESSURE, TimeStamp="6803.9153")
        second = await client.update()
        assert (PRESSURE, False, ["TimeStamp"]) == (
            second["item"],
            second["snapshot"],
            second["changed"],
        )
        assert fields("6803.9153", "20.3", "24") == second["fields"]

        await server.update(PUMP, TimeStamp="6803.1", Value="1")
        other = await client.update()
        assert (PUMP, True) == (other["item"], other["snapshot"])
        assert fields("6803.1", "1", None) == other["fields"]
    assert "CONNECTED:WS-STREAMING" in client.statuses


async def test_values_that_mean_something_to_the_protocol(server: Lightstreamer) -> None:
    values = ["100%", "a|b", "a\r\nb", "#", "$", "^2", "#a", "", None, "%41", "a+b", "é", "1"]
    async with official(server) as client:
        await client.update()
        for value in values:
            await server.update(PRESSURE, Value=value)
        assert values == [(await client.update())["fields"]["Value"] for _ in values]


async def test_a_loop_is_survived(server: Lightstreamer) -> None:
    async with official(server) as client:
        await client.update()
        session = await server.session()
        await session.loop()
        await server.update(PRESSURE, Value="14.0")
        later = await client.update()
        await server.update(PRESSURE, Value="10.2")

        assert (fields("6803.9150", "14.0", "24"), False) == (later["fields"], later["snapshot"])
        assert "10.2" == (await client.update())["fields"]["Value"]
    assert ["bind_session"] == [one.name for one in server.asked if one.name == "bind_session"]
    assert 1 == len(server.sessions)


async def test_an_end_that_asks_for_a_new_session_gets_one(server: Lightstreamer) -> None:
    async with official(server) as client:
        await client.update()
        await (await server.session()).end(48)
        again = await client.update()

    assert (PRESSURE, True) == (again["item"], again["snapshot"])
    assert 2 == len(server.sessions)


async def test_a_session_that_is_refused_for_good(server: Lightstreamer) -> None:
    async with official(server, "DEMO") as client:
        while "error" not in (told := await client.next()):
            pass

    assert {"error": 2, "message": "not now, not so"} == told


async def test_a_subscription_that_is_refused(server: Lightstreamer) -> None:
    server.refused_items[PUMP] = 21
    async with official(server) as client:
        while "error" not in (told := await client.next()):
            pass

    assert {"error": 21, "message": "not this one"} == told
