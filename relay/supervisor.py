"""Keeps the program going until it is told to end: a bug ends one try of a task, no more."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NoReturn

FIRST, LONGEST = 1.0, 300.0
"""Seconds before the first restart and before any further one."""

SIGNALS = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(__name__)


async def keep_going(name: str, start: Callable[[], Awaitable[None]]) -> None:
    """Run `start` for ever; whatever it raises is logged with its traceback and it starts again.

    Ends only by cancellation, or when `start` returns.
    """
    wait = FIRST
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        try:
            return await start()
        except Exception:
            if loop.time() - began > LONGEST:
                wait = FIRST
            log.exception("%s failed and starts again in %.0f s", name, wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST)


async def cancel(task: asyncio.Task[Any]) -> None:
    """Break it off and wait until it has ended. Raises what it raises besides."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def until_signal() -> asyncio.Event:
    """An event that the first SIGTERM or SIGINT sets; the second one ends the program at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first() -> None:
        stop.set()
        for number in SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    for number in SIGNALS:
        loop.add_signal_handler(number, first)
    return stop


def until_ended(work: Coroutine[None, None, None]) -> NoReturn:
    """Run it, and end the program as soon as it has closed everything.

    A thread that still parses a document, or prints to a terminal that is stopped, is not waited
    for, as `asyncio.run` would: nothing of it is to be kept.
    """
    with asyncio.Runner() as runner:
        runner.run(work)
        logging.shutdown()
        os._exit(0)
