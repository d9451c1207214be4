import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import redirect_stdout
from datetime import timedelta
from typing import TextIO

import pytest

from bots.console import Config, Console
from relay.clock import WallClock
from relay.core.event import EventType
from relay.errors import DeliveryRefused
from relay.http import SafeHttp
from relay.plugins import Destination
from relay.testing.bots import NOON, BotContract, Stage, a_notice
from relay.testing.sayings import a_picture, an_event

HERE = Destination(id="here", platform="console", address="")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def started(stdout: TextIO, **settings: bool) -> Console:
    bot = Console(Config.model_validate(settings), SafeHttp(), WallClock())
    with redirect_stdout(stdout):
        await bot.start()
    return bot


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


class TestContract(BotContract):
    longest = 200 + 2_000 + 500 + 100

    @pytest.fixture
    async def stage(self, out: io.StringIO) -> AsyncIterator[Stage]:
        bot = await started(out)
        yield Stage(bot, HERE, lambda: out.getvalue().replace("Z  ", "Z\0 ").split("\0"))
        await bot.close()


async def test_prints_what_happened_when_and_on_which_spacewalk(out: io.StringIO) -> None:
    bot = await started(out)

    await bot.deliver(HERE, a_notice(time=NOON + timedelta(seconds=5)), "key", None)

    assert out.getvalue() == (
        "2021-09-03 12:00:05Z  rs-eva-49  Hatch open\n"
        "    The hatch of Poisk is open.\n"
        "    https://example.org/post\n"
    )


async def test_names_the_file_of_a_picture(out: io.StringIO) -> None:
    bot, plain = await started(out), io.StringIO()
    event = an_event(EventType.PICTURE_TAKEN, media=a_picture(name="us\x1b[2J.jpg"))
    told = a_notice(text="Picture of noon", address="", event=event)

    await bot.deliver(HERE, told, "key", None)
    await (await started(plain, json=True)).deliver(HERE, told, "key", None)

    assert out.getvalue().splitlines()[1:] == ["    Picture of noon", "    us.jpg"]
    assert json.loads(plain.getvalue())["file"] == "us.jpg"


async def test_marks_a_correction(out: io.StringIO) -> None:
    bot = await started(out)

    await bot.deliver(HERE, a_notice(revision=2, text="", address=""), "key", None)

    assert out.getvalue() == "2021-09-03 12:00:00Z  rs-eva-49  Correction: Hatch open\n"


async def test_markup_is_not_interpreted(out: io.StringIO) -> None:
    bot = await started(out)

    await bot.deliver(HERE, a_notice(title="[red]a[/red] :rocket:"), "key", None)

    assert "[red]a[/red] :rocket:" in out.getvalue()


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("1", False)])
async def test_a_terminal_is_coloured_unless_the_reader_says_no(
    monkeypatch: pytest.MonkeyPatch, no_color: str | None, coloured: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    bot = await started(terminal)

    await bot.deliver(HERE, a_notice(), "key", None)

    assert ("\x1b[36m" in terminal.getvalue()) is coloured


async def test_json_is_one_line_a_notice(out: io.StringIO) -> None:
    bot = await started(out, json=True)

    await bot.deliver(HERE, a_notice(text="two\nlines"), "key", None)
    await bot.deliver(HERE, a_notice(revision=2), "key-2", None)

    first, second = map(json.loads, out.getvalue().splitlines())
    assert first == {
        "time": "2021-09-03T12:00:00Z",
        "spacewalk": "rs-eva-49",
        "kind": "hatch_open",
        "key": "rs-eva-49/hatch_open",
        "revision": 1,
        "correction": False,
        "standing": "confirmed",
        "occurred_at": "2021-09-03T12:00:00Z",
        "title": "Hatch open",
        "text": "two lines",
        "address": "https://example.org/post",
        "file": None,
    }
    assert (second["revision"], second["correction"]) == (2, True)


async def test_an_encoding_that_lacks_a_character_does_no_harm() -> None:
    raw = io.BytesIO()
    bot = await started(io.TextIOWrapper(raw, encoding="ascii"))

    await bot.deliver(HERE, a_notice(title="Петля", text="", address=""), "key", None)

    assert raw.getvalue() == b"2021-09-03 12:00:00Z  rs-eva-49  ?????\n"


BROKEN_PIPE = """
import asyncio, sys
from bots.console import Config, Console
from relay.clock import WallClock
from relay.core.event import EventType
from relay.errors import DeliveryRefused
from relay.http import SafeHttp
from relay.testing.bots import a_notice
from relay.plugins import Destination

async def main():
    bot = Console(Config(), SafeHttp(), WallClock())
    await bot.start()
    sys.stdin.read()
    here = Destination(id="a", platform="console", address="")
    for key in "ab":
        try:
            await bot.deliver(here, a_notice(), key, None)
        except DeliveryRefused:
            print("refused", file=sys.stderr)

asyncio.run(main())
"""


def test_a_reader_who_goes_away_ends_it_cleanly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BROKEN_PIPE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None

    _, errors = process.communicate("")

    assert (process.returncode, errors.split()) == (0, ["refused", "refused"])


async def test_says_so_when_closed(out: io.StringIO) -> None:
    bot = await started(out)
    await bot.close()

    with pytest.raises(DeliveryRefused, match="closed"):
        await bot.deliver(HERE, a_notice(), "key", None)
