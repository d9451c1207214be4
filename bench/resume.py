"""Whether readers who come back miss anything: a thousand resume while a thousand events arrive.

`python -m bench.resume [--quick]`. The clients are in this process, the server is in another. Each
client resumes at a random place of the journal, hangs up in the middle and resumes once more.
"""

import asyncio
import random
import re
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bench.figures import show
from bench.sse import ours
from bench.sse.limits import allow_open_files

EVENTS = 1000
"""Events that arrive meanwhile, and as many for each of the `PAST`."""
PAST = 2
"""Twice what the relay is sure to hold in memory: half of the clients begin in the database."""
AT_ONCE = 5
"""Events that one append brings."""
PATIENCE = 120
"""Seconds for all of it."""
SEED = 1

_EVENT = re.compile(rb"^id: (\w+)-(\d+)\n(?!event:)", re.MULTILINE)
_GAP = re.compile(rb"^event: gap$", re.MULTILINE)


@dataclass(slots=True)
class Client:
    """What one of them saw. `begins` is the last seq that it knows of at first."""

    begins: int
    leaves: int
    """It hangs up after so many events."""
    seen: list[int] = field(default_factory=list)
    gaps: int = 0

    async def follow(self, port: int, epoch: str, end: int) -> None:
        """Follow until the event `end`, hanging up once on the way."""
        for enough in (self.leaves, end):
            last = self.seen[-1] if self.seen else self.begins
            async with aclosing(frames(port, f"{epoch}-{last}")) as stream:
                async for piece in stream:
                    self.seen.extend(int(found[2]) for found in _EVENT.finditer(piece))
                    self.gaps += len(_GAP.findall(piece))
                    if len(self.seen) >= enough or (self.seen and self.seen[-1] >= end):
                        break

    def lost(self, end: int) -> int:
        """Events after `begins` that it never saw."""
        return end - self.begins - len(set(self.seen))

    def repeated(self) -> int:
        """Events that it saw more than once, counted each time too many."""
        return len(self.seen) - len(set(self.seen))

    def disordered(self) -> int:
        """How often an event came after a later one."""
        return sum(later < earlier for earlier, later in pairwise(self.seen))


async def frames(port: int, after: str = "") -> AsyncGenerator[bytes, None]:
    """Complete frames of the stream, several at a time as they come, out of their chunks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    resume = f"Last-Event-ID: {after}\r\n" if after else ""
    writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n{resume}\r\n".encode())
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise SystemExit(f"a client was refused: {head.decode(errors='replace')}")
        cut = b""
        while size := int(await reader.readline(), 16):
            whole, ends, cut = (cut + await reader.readexactly(size)).rpartition(b"\n\n")
            await reader.readexactly(2)
            yield whole + ends
    finally:
        writer.transport.abort()


async def place(server: ours.Relay) -> tuple[str, int]:
    """The epoch of the journal and its newest seq."""
    async with aclosing(frames(server.port)) as stream:
        await anext(stream)
        await asyncio.to_thread(server.publish, 1)
        async for piece in stream:
            if found := _EVENT.search(piece):
                return found[1].decode(), int(found[2])
    raise SystemExit("the stream ended before its first event")


async def measure(server: ours.Relay, count: int) -> tuple[list[Client], int, float]:
    """The clients when all have seen the last event, its seq, and the seconds that it took."""
    for _ in range(PAST):
        await asyncio.to_thread(server.publish, EVENTS)
    epoch, head = await place(server)
    end, chance = head + EVENTS, random.Random(SEED)
    clients = [Client(chance.randint(0, head), chance.randint(1, EVENTS)) for _ in range(count)]
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(client.follow(server.port, epoch, end))
        for _ in range(EVENTS // AT_ONCE):
            await asyncio.to_thread(server.publish, AT_ONCE)
    return clients, end, time.monotonic() - began


def main() -> None:
    """Measure and print."""
    count = 500 if "--quick" in sys.argv else 1000
    allow_open_files(count)
    with tempfile.TemporaryDirectory() as folder, ours.running(Path(folder)) as server:
        clients, end, seconds = asyncio.run(measure(server, count))
    figures = {
        "clients": count,
        "events": EVENTS,
        "lost": sum(client.lost(end) for client in clients),
        "repeated": sum(client.repeated() for client in clients),
        "disordered": sum(client.disordered() for client in clients),
        "gaps": sum(client.gaps for client in clients),
        "seconds": round(seconds, 2),
    }
    show("Clients resume while events arrive", ["what", "count"], figures.items(), figures)


if __name__ == "__main__":
    main()
