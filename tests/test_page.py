"""The page beside the program itself: a live run and a replay, as processes of their own."""

import asyncio
import re
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from relay.testing.follower import following
from relay.testing.process import HEAVY, ended, feeding, says, sound, started
from relay.testing.story import recorded, story


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Path]:
    """With a recording in it, and a configuration whose page takes a free port."""
    recorded(tmp_path / "recording", story())
    async with feeding(tmp_path, sound):
        yield tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with socket.create_server(("127.0.0.1", 0)) as plug:
        yield plug.getsockname()[1]


async def address(process: asyncio.subprocess.Process) -> str:
    """Where it says that the page is."""
    assert process.stderr is not None
    async with asyncio.timeout(HEAVY):
        while not (found := re.search(rb"http://127[0-9.:]+", await process.stderr.readline())):
            assert not process.stderr.at_eof()
    return found[0].decode()


async def test_a_replay_is_followed_on_its_page(folder: Path) -> None:
    words = ("replay", "recording", "--speed", "max", "--stay", "--no-bots")
    async with started(folder, *words) as process:
        url = await address(process)
        async with following(f"{url}/events?after=0") as reader:
            assert await reader.seqs(14) == list(range(1, 15))
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            page = await answer.text()
        await says(process, "the replay has ended")
        process.send_signal(signal.SIGTERM)
        code, _, log = await ended(process)

    assert code == 0
    assert "<title>Replay: " in page
    assert "Traceback" not in log


async def test_a_live_run_serves_its_page_until_it_ends(folder: Path) -> None:
    async with started(folder, "run") as process:
        url = await address(process)
        async with following(f"{url}/events?after=0") as reader:
            assert (await reader.next()).data["type"] == "spacewalk_announced"
            process.send_signal(signal.SIGTERM)
            assert await reader.ended()
        code, _, log = await ended(process, 5)

    assert code == 0
    assert "Traceback" not in log


async def test_a_live_run_without_its_port_says_what_to_do(
    folder: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACEWALK_RELAY__WEB__PORT", str(taken))
    async with started(folder, "run") as process:
        code, _, log = await ended(process)

    assert code == 2
    assert f"port {taken}" in log
    assert "set another port in [web]" in log
    assert "Traceback" not in log


async def test_a_replay_goes_on_without_its_port(
    folder: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACEWALK_RELAY__WEB__PORT", str(taken))
    words = ("replay", "recording", "--speed", "1000000", "--json")
    async with started(folder, *words) as process:
        code, out, log = await ended(process)

    assert code == 0
    assert len(out.splitlines()) == 14
    assert f"port {taken}" in log


@pytest.mark.parametrize("words", [("--no-web", "--speed", "1000000"), ("--speed", "max")])
async def test_a_page_that_nobody_wants_is_not_served(folder: Path, words: tuple[str, ...]) -> None:
    async with started(folder, "replay", "recording", "--json", *words) as process:
        code, _, log = await ended(process)

    assert code == 0
    assert "The page" not in log


async def test_the_page_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACEWALK_RELAY__WEB__ENABLED", "false")
    async with started(folder, "run") as process:
        await says(process, "the page is switched off")
