"""The process that is measured: the relay's web server on a journal on disk.

`python -m bench.sse.served FOLDER` prints its port; then each line on stdin is a number of events
to append in one transaction, answered by the head of the journal once they are on disk.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from yarl import URL

from bench.sse.stamped import stamp, stamped
from relay.core.board import Board
from relay.journal.journal import Journal
from relay.journal.store import Store
from relay.web.section import WebSection
from relay.web.server import serving
from relay.web.site import Site

SECTION = WebSection(
    port=0,
    connections=15_000,
    connections_per_address=15_000,
    requests_per_minute=10_000_000,
)
"""Every subscriber of a bench has the same address: the limits are for many of them."""


async def serve(folder: Path) -> None:
    """Serve until stdin ends."""
    store = await Store.open(str(folder / "bench.db"))
    journal, board = Journal(store), Board()
    site = Site(journal=journal, board=lambda: board, now=lambda: datetime.now(UTC))
    lines = await _input()
    async with serving(SECTION, site) as address:
        print(URL(address).port, flush=True)
        while line := await lines.readline():
            published = stamp()
            await journal.append([stamped(published)] * int(line))
            print(journal.head, flush=True)
    await store.close()


async def _input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
