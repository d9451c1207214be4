"""A command that runs beside the stream."""

import asyncio
import signal
import sys
from collections.abc import Sequence

PLACE = "{video}"
"""In its arguments: the address goes there."""


async def run(words: Sequence[str], address: str) -> int:
    """Run it and return its exit code as a shell does: 128 and more after a signal. Signals are
    passed on to it. Raises OSError when there is no such program."""
    filled = [word.replace(PLACE, address) for word in words]
    process = await asyncio.create_subprocess_exec(*filled)
    pass_on(process)
    code = await process.wait()
    return code if code >= 0 else 128 - code


def pass_on(process: asyncio.subprocess.Process) -> None:
    """From now on this process dies of no signal that the other one gets."""

    def send(number: signal.Signals) -> None:
        # A terminal sends Ctrl-C to both: twice would mean "at once" to many programs.
        if process.returncode is None and not (number is signal.SIGINT and sys.stdin.isatty()):
            process.send_signal(number)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, send, number)


async def until_told() -> int:
    """Return after SIGINT or SIGTERM, with the exit code of a good end."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    await told.wait()
    return 0
