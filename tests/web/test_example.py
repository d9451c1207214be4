"""The program in the documents does what they say."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from relay.testing.follower import PATIENCE
from relay.testing.site import stage
from relay.web.section import WebSection
from relay.web.server import serving
from tests.web.told import BEGUN, HATCH, PLANNED, at

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "follow.py"


@contextlib.asynccontextmanager
async def running(url: str) -> AsyncIterator[asyncio.StreamReader]:
    """The example at that address, and what it prints."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLE, url, stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout
    try:
        yield program.stdout
    finally:
        program.kill()
        await program.wait()


async def test_the_example_goes_on_where_it_was_after_a_restart() -> None:
    async with stage([PLANNED], at("12:00")) as made, contextlib.AsyncExitStack() as stack:
        async with serving(WebSection(port=0), made.site) as url:
            port = int(url.rpartition(":")[2])
            said = await stack.enter_async_context(running(url))
            async with asyncio.timeout(PATIENCE):
                assert await said.readline() == b"1 spacewalk_announced \n"
                await made.tell([HATCH])
                assert await said.readline() == b"2 milestone_reached hatch_open\n"
        await made.tell([BEGUN])
        async with serving(WebSection(port=port), made.site), asyncio.timeout(PATIENCE):
            assert await said.readline() == b"3 milestone_reached eva_start\n"
