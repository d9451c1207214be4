"""The stream as a command, in a process of its own."""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from relay.testing.hls.__main__ import main
from relay.testing.hls.looking import captions, times
from relay.testing.process import ended

BLOCKED = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM]); "
TINY = ("--size", "160x90", "--fps", "5")


async def begun(*words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "relay.testing.hls", *TINY, *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_prints_its_address_and_serves_until_it_is_told_to_end() -> None:
    process = await begun("--captions")
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    base = told["video"].removesuffix("master.m3u8")
    async with aiohttp.ClientSession() as session:
        parts = []
        for number in range(4):
            async with session.get(f"{base}high/{number}.ts") as response:
                parts.append(await response.read())
    process.send_signal(signal.SIGTERM)
    code, _, problems = await ended(process)

    data = b"".join(parts)
    assert times(data) == list(range(0, 8000, 200))
    assert captions(data)[0] == "THIS IS A TEST PICTURE."
    assert abs(datetime.fromisoformat(told["begin"]) - datetime.now(UTC)) < timedelta(minutes=2)
    assert (code, problems) == (0, "")


async def test_a_command_gets_the_address_and_gives_its_exit_code() -> None:
    asking = "import sys, urllib.request as r; print(r.urlopen(sys.argv[1]).read(7)); sys.exit(7)"
    process = await begun("--loop", "2", "--", sys.executable, "-c", asking, "{video}")

    code, said, problems = await ended(process)

    assert (code, said, problems) == (7, "b'#EXTM3U'\n", "")


async def test_a_signal_reaches_the_command() -> None:
    waiting = "import signal, sys; print('ready', flush=True); signal.sigwait([signal.SIGTERM]); "
    process = await begun(
        "--loop", "1", "--", sys.executable, "-c", BLOCKED + waiting + "sys.exit(5)"
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGTERM)

    code, _, problems = await ended(process)

    assert (code, problems) == (5, "")


def test_a_command_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*TINY, "--loop", "1", "--", "no-such-program-here"]) == 127
    assert "no-such-program-here" in capsys.readouterr().err
