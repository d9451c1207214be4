"""The live run, as a process of its own, with every source on loopback."""

import asyncio
import json
import signal
from pathlib import Path

import pytest

from relay.intake import LARGE
from relay.recording import read
from relay.testing.feed import Answer, Asked
from relay.testing.process import HEAVY, ended, feeding, says, sound, started
from relay.testing.receiver import Receiver


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_tells_what_is_announced_and_ends_at_a_signal(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with feeding(tmp_path, sound), started(tmp_path, "run") as process:
        await says(process, "ready: the journal is spacewalk-relay.db")
        assert process.stdout is not None
        async with asyncio.timeout(HEAVY):
            assert "US EVA 95 planned" in (await process.stdout.readline()).decode()
        process.send_signal(number)
        code, _, log = await ended(process, 5)

    assert 0 == code
    assert "stopping" in log
    assert "Traceback" not in log


async def test_a_second_one_on_the_same_journal_is_refused(tmp_path: Path) -> None:
    async with feeding(tmp_path, sound), started(tmp_path, "run") as first:
        await says(first, "ready")
        async with started(tmp_path, "run") as second:
            code, out, log = await ended(second)

    assert (4, "") == (code, out)
    assert "is in use by another relay: stop that one, or name another database" in log


async def test_a_bot_that_can_never_work_is_a_mistake_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACEWALK_RELAY__BOTS__WEBHOOK__SECRET", "whsec_!")
    webhook = "[bots.webhook]\n"
    async with feeding(tmp_path, sound, webhook), started(tmp_path, "run") as process:
        code, out, log = await ended(process)

    assert (2, "") == (code, out)
    assert "bots.webhook.secret" in log
    assert "Traceback" not in log


async def test_it_ends_in_time_while_a_receiver_hangs(tmp_path: Path) -> None:
    async with Receiver(delay=60) as receiver:
        place = f"""
            [bots.webhook]
            allow_private = true
            [[destinations]]
            id = "slow"
            platform = "webhook"
            address = "{receiver.url("/slow")}"
        """
        async with feeding(tmp_path, sound, place), started(tmp_path, "run") as process:
            async with asyncio.timeout(HEAVY):
                await receiver.arrived.wait()
            process.terminate()
            code, _, log = await ended(process, 5)

    assert 0 == code
    assert "Traceback" not in log


SLOW = """
import time
from relay.__main__ import main
from relay.sources.nasa_plus import NasaPlus

def parse(text, at):
    print("parsing", file=__import__("sys").stderr, flush=True)
    time.sleep(60)

NasaPlus.parse = staticmethod(parse)
main()
"""


async def test_it_ends_in_time_while_a_document_is_parsed(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer("[" + " " * LARGE + "]")

    async with (
        feeding(tmp_path, answer),
        started(tmp_path, "run", how=("-c", SLOW)) as process,
    ):
        await says(process, "parsing")
        process.terminate()
        code, _, log = await ended(process, 5)

    assert 0 == code
    assert "Traceback" not in log


async def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    async with Receiver(delay=60) as receiver:
        place = f"""
            [bots.webhook]
            allow_private = true
            [[destinations]]
            id = "slow"
            platform = "webhook"
            address = "{receiver.url("/slow")}"
        """
        async with feeding(tmp_path, sound, place), started(tmp_path, "run") as process:
            async with asyncio.timeout(HEAVY):
                await receiver.arrived.wait()
            process.send_signal(signal.SIGINT)
            await says(process, "stopping")
            process.send_signal(signal.SIGINT)
            code, _, _ = await ended(process, 2)

    assert -signal.SIGINT == code


async def test_sources_that_are_down_are_told_of_and_stop_nothing(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Answer:
        return sound(asked) if "events" in asked.path else Answer("out of order", 503)

    async with feeding(tmp_path, answer), started(tmp_path, "run") as process:
        await says(process, "nasa_plus")
        assert process.stdout is not None
        async with asyncio.timeout(HEAVY):
            assert "US EVA 95 planned" in (await process.stdout.readline()).decode()
        process.terminate()
        code, _, log = await ended(process, 5)

    assert 0 == code
    assert "Traceback" not in log


async def test_check_finds_that_all_is_well(tmp_path: Path) -> None:
    async with feeding(tmp_path, sound), started(tmp_path, "check") as process:
        code, table, log = await ended(process)

    assert (0, "") == (code, log)
    for part in ("configuration", "database", "launch_library", "nasa_plus", "console"):
        assert part in table


async def test_check_finds_a_source_that_is_broken(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Answer:
        return sound(asked) if "events" in asked.path else Answer("<html>odd</html>")

    async with feeding(tmp_path, answer), started(tmp_path, "check") as process:
        code, table, log = await ended(process)

    assert (6, "") == (code, log)
    assert "please report it" in " ".join(table.split())


async def test_record_writes_what_can_be_replayed(tmp_path: Path) -> None:
    async with feeding(tmp_path, sound), started(tmp_path, "record", "there") as process:
        await says(process, "3 documents, the last")
        process.terminate()
        code, out, log = await ended(process, 5)
        assert (0, "") == (code, out)
        assert "Traceback" not in log

        async with started(tmp_path, "record", "there") as again:
            code, _, log = await ended(again)
            assert 5 == code
            assert "holds a recording already; name another folder" in log

    assert {"launch_library", "nasa_plus"} <= {
        one.source for one in read(tmp_path / "there").documents
    }
    async with started(tmp_path, "replay", "there", "--speed", "max", "--json") as process:
        code, out, _ = await ended(process)
    assert 0 == code
    assert "spacewalk_announced" == json.loads(out.splitlines()[0])["type"]
