"""The program in the documents does what they say."""

import asyncio
import sys
from pathlib import Path

from relay.testing.follower import PATIENCE
from relay.testing.site import stage
from relay.web.section import WebSection
from relay.web.server import serving
from tests.web.told import BEGUN, HATCH, PLANNED, at

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "follow.py"


async def test_the_example_goes_on_where_it_was_after_a_restart() -> None:
    async with stage([PLANNED], at("12:00")) as made:
        async with serving(WebSection(port=0), made.site) as url:
            program = await asyncio.create_subprocess_exec(
                sys.executable, EXAMPLE, url, stdout=asyncio.subprocess.PIPE
            )
            assert program.stdout
            async with asyncio.timeout(PATIENCE):
                assert await program.stdout.readline() == b"1 spacewalk_announced \n"
                await made.tell([HATCH])
                assert await program.stdout.readline() == b"2 milestone_reached hatch_open\n"
        await made.tell([BEGUN])
        async with serving(WebSection(port=int(url.rpartition(":")[2])), made.site):
            async with asyncio.timeout(PATIENCE):
                assert await program.stdout.readline() == b"3 milestone_reached eva_start\n"
            program.kill()
            await program.wait()
