"""Follows the relay's event stream: prints every event once, whatever becomes of the connection.

python follow.py [ADDRESS [AFTER]]    needs: pip install aiohttp
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator

import aiohttp

SILENCE = aiohttp.ClientTimeout(total=None, sock_read=45)  # a sign of life comes every 15 s


async def frames(answer: aiohttp.ClientResponse) -> AsyncIterator[dict[str, str]]:
    """What stands between two empty lines, by the names before the colons."""
    frame: dict[str, str] = {}
    async for line in answer.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            frame[name] = value
        else:
            yield frame
            frame = {}


def show(frame: dict[str, str]) -> None:
    """Put your own work here."""
    said = json.loads(frame["data"])
    if frame.get("event") == "gap":
        print("missed:", said["reason"], flush=True)
    else:
        print(said["seq"], said["type"], said.get("milestone") or "", flush=True)


async def main(address: str = "http://127.0.0.1:8080", last: str = "0") -> None:
    """Begin after the event with the id `last`; "0" is the start of the journal."""
    async with aiohttp.ClientSession(timeout=SILENCE, read_bufsize=2**20) as session:
        while True:
            try:
                headers = {"Last-Event-ID": last}
                async with session.get(f"{address}/events", headers=headers) as answer:
                    answer.raise_for_status()
                    async for frame in frames(answer):
                        if "id" in frame:
                            show(frame)
                            last = frame["id"]
            except (aiohttp.ClientError, TimeoutError) as trouble:
                print("again in 3 s:", trouble, file=sys.stderr)
            await asyncio.sleep(3)


asyncio.run(main(*sys.argv[1:3]))
